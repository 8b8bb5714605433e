internal import Glibc
package import QuernSystem
internal import QuernText

/// What is reached from sessions, runs, models and locks stays; results that can be computed again
/// stay while there is room, those used last before others; the rest goes.
///
/// Sessions may run meanwhile, and the collection may be killed at any point: a file is set aside
/// under another name, looked at once more, and only then removed.
///
///     let collection = try StoreCollection(home: home, limitBytes: 20 << 30)
///     let outcome = try collection.sweep()
package struct StoreCollection {
  /// Bytes of a home's store by what they are kept for.
  package struct Shares: Sendable, Hashable {
    /// Reached from sessions, runs, models, locks.
    package var kept = 0
    /// Results of cells that can be computed again.
    package var cached = 0
    /// Nothing needs it any more, or there is no room for it.
    package var removable = 0
    /// Too young to be told from what is being written.
    package var young = 0

    package var total: Int { kept + cached + removable + young }
  }

  package private(set) var shares = Shares()
  package let limitBytes: Int
  private var removals: [StoreInventory.Item] = []

  /// What was written this recently is left alone.
  package static let defaultGraceSeconds = 3600.0
  /// Of a store of which nobody said how large it may get.
  package static let defaultLimitBytes = 20 << 30

  package init(
    home: String, limitBytes: Int = StoreCollection.defaultLimitBytes,
    graceSeconds: Double = StoreCollection.defaultGraceSeconds, clock: Clock = .system
  ) throws(SessionError) {
    self.limitBytes = limitBytes
    // Listed before the roots are read: what is put meanwhile is not among it.
    let inventory = try StoreInventory(home: home)
    let scan = DigestScan(known: Set(inventory.blobs.keys).union(inventory.tables.keys))
    var marks = Marks(inventory: inventory, scan: scan)
    var roots = StoreRoots(home: home)
    var pieces: [Set<Digest>] = []
    try roots.eachPiece { pieces.append(scan.references(in: $0)) }
    for found in pieces { _ = try marks.take(found) }
    shares.kept = marks.byteCount
    let youngest = Self.youngest(clock.now(), graceSeconds, roots.oldestRunning)
    let dropped = try keepCached(inventory, scan, &marks, youngest)
    shares.cached = marks.byteCount - shares.kept
    choose(inventory, marks, dropped, youngest)
  }

  private static func youngest(
    _ now: Int64, _ graceSeconds: Double, _ oldestRunning: Int64?
  ) -> Int64 {
    // The times of files lag behind the clock by some milliseconds.
    min(now - Int64(graceSeconds * 1e6), (oldestRunning ?? now) - 1_000_000) * 1000
  }

  /// Cached results, those used last first, as long as there is room; returns the others' files.
  private func keepCached(
    _ inventory: StoreInventory, _ scan: DigestScan, _ marks: inout Marks, _ youngest: Int64
  ) throws(SessionError) -> [StoreInventory.Item] {
    var dropped: [StoreInventory.Item] = []
    for entry in inventory.entries {
      let references = scan.references(in: try JournalDisk.real.read(entry.path))
      let added = try marks.take(references)
      if marks.byteCount + entry.byteCount <= limitBytes || entry.modifiedNs >= youngest {
        marks.add(entry)
      } else {
        marks.giveBack(added)
        dropped.append(entry)
      }
    }
    // Rows are for what is cached and kept: they come after it.
    for item in inventory.derived {
      if marks.byteCount + item.byteCount <= limitBytes || item.modifiedNs >= youngest {
        marks.add(item)
      } else {
        dropped.append(item)
      }
    }
    return dropped
  }

  private mutating func choose(
    _ inventory: StoreInventory, _ marks: Marks, _ dropped: [StoreInventory.Item],
    _ youngest: Int64
  ) {
    // Entries go before what they name: one without its blobs is passed over, not wrong.
    removals = dropped
    let rest =
      inventory.blobs.filter { !marks.reached.contains($0.key) }.map(\.value)
      + inventory.tables.filter { !marks.reached.contains($0.key) }.map(\.value)
      + inventory.leftovers
    for item in rest {
      if item.modifiedNs < youngest {
        removals.append(item)
      } else {
        shares.young += item.byteCount
      }
    }
    shares.removable = removals.reduce(0) { $0 + $1.byteCount }
  }

  /// Removes what can go; returns how many bytes that were.
  package func sweep() throws(SessionError) -> Int {
    var count = 0
    for item in removals {
      if try Self.remove(item) { count += item.byteCount }
    }
    return count
  }

  /// Sets a file aside, and removes it unless somebody has used it meanwhile.
  private static func remove(_ item: StoreInventory.Item) throws(SessionError) -> Bool {
    let disk = JournalDisk.real
    if item.path.hasSuffix(StoreInventory.setAside) { return try restore(item.path) }
    let aside = item.path + StoreInventory.setAside
    do throws(SessionError) {
      try disk.rename(item.path, aside)
    } catch {
      guard case .disk(_, _, ENOENT) = error else { throw error }
      return false
    }
    let status: FileStatus
    do throws(SystemError) {
      status = try FileStatus.of(aside)
    } catch {
      throw .system(error)
    }
    if status.modifiedNs != item.modifiedNs {
      try disk.rename(aside, item.path)
      return false
    }
    try disk.remove(aside)
    return true
  }

  /// What a collection that was killed had set aside is put back: the next one decides.
  private static func restore(_ aside: String) throws(SessionError) -> Bool {
    let path = String(aside.dropLast(StoreInventory.setAside.utf8.count))
    if JournalDisk.real.exists(path) {
      try JournalDisk.real.remove(aside)
      return true
    }
    try JournalDisk.real.rename(aside, path)
    return false
  }

  /// What is reached, and how many bytes it has.
  private struct Marks {
    let inventory: StoreInventory
    let scan: DigestScan
    private(set) var reached: Set<Digest> = []
    private(set) var byteCount = 0

    /// Blobs larger than this hold data and no references.
    private static let searchedByteCountMax = 64 << 20

    init(inventory: StoreInventory, scan: DigestScan) {
      self.inventory = inventory
      self.scan = scan
    }

    mutating func add(_ entry: StoreInventory.Item) { byteCount += entry.byteCount }

    /// Takes back what `take` has just reached.
    mutating func giveBack(_ digests: [Digest]) {
      for digest in digests where reached.remove(digest) != nil { byteCount -= size(digest) }
    }

    private func size(_ digest: Digest) -> Int {
      (inventory.tables[digest]?.byteCount ?? 0) + (inventory.blobs[digest]?.byteCount ?? 0)
    }

    /// These, and whatever they name; returns those that were not reached before.
    mutating func take(_ digests: Set<Digest>) throws(SessionError) -> [Digest] {
      var open = Array(digests)
      var added: [Digest] = []
      while let digest = open.popLast() {
        guard reached.insert(digest).inserted else { continue }
        added.append(digest)
        byteCount += size(digest)
        guard let blob = inventory.blobs[digest] else { continue }
        guard blob.byteCount <= Self.searchedByteCountMax, JournalDisk.real.exists(blob.path)
        else { continue }
        open += scan.references(in: try JournalDisk.real.read(blob.path))
      }
      return added
    }
  }
}
