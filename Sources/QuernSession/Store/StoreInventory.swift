internal import QuernSystem
internal import QuernText

/// What lies in a home's store: blobs, columns of tables, cached results of cells.
struct StoreInventory {
  struct Item {
    var path: String
    var byteCount: Int
    var modifiedNs: Int64
  }

  let home: String
  private(set) var blobs: [Digest: Item] = [:]
  private(set) var tables: [Digest: Item] = [:]
  /// The cache's files, those used last first.
  private(set) var entries: [Item] = []
  /// Rows of derived tables, which name nothing.
  private(set) var derived: [Item] = []
  /// What writers that died have left.
  private(set) var leftovers: [Item] = []

  /// A name that a collection gave to a file before it looked at it once more.
  static let setAside = ".gc"

  init(home: String) throws(SessionError) {
    self.home = home
    for (item, name) in try Self.files(of: Path.join(home, "store")) {
      if let digest = Digest(hex: name) { blobs[digest] = item } else { leftovers.append(item) }
    }
    for (item, name) in try Self.files(of: Path.join(home, "tables")) {
      // The file's name has the folder's two letters once more.
      let stem = name.dropFirst(2).dropLast(7)
      if name.hasSuffix(".qtable"), let digest = Digest(hex: String(stem)) {
        tables[digest] = item
      } else {
        leftovers.append(item)
      }
    }
    for (item, name) in try Self.files(of: Path.join(home, "cache/cells")) {
      if name.hasSuffix(".json") { entries.append(item) } else { leftovers.append(item) }
    }
    for (item, name) in try Self.files(of: Path.join(home, "cache/tables")) {
      if name.hasSuffix(".qtable") { derived.append(item) } else { leftovers.append(item) }
    }
    derived.sort { ($0.modifiedNs, $0.path) > ($1.modifiedNs, $1.path) }
    entries.sort { ($0.modifiedNs, $0.path) > ($1.modifiedNs, $1.path) }
  }

  var byteCount: Int {
    (Array(blobs.values) + Array(tables.values) + entries + derived + leftovers).reduce(0) {
      $0 + $1.byteCount
    }
  }

  /// Files of `root/ab/…`; the name has the folder's two letters before it.
  private static func files(of root: String) throws(SessionError) -> [(Item, String)] {
    var found: [(Item, String)] = []
    for shard in try JournalDisk.real.list(root) {
      let place = "\(root)/\(shard)"
      guard Disk.real.isDirectory(place) else { continue }
      for name in try JournalDisk.real.list(place) {
        let path = "\(place)/\(name)"
        let status: FileStatus
        do throws(SystemError) {
          status = try FileStatus.of(path)
        } catch {
          continue
        }
        let item = Item(path: path, byteCount: Int(status.size), modifiedNs: status.modifiedNs)
        found.append((item, shard + name))
      }
    }
    return found
  }
}
