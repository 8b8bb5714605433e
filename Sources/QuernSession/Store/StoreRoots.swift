internal import QuernSystem
internal import QuernText
internal import QuernWire

/// From where values of a home are reached: sessions, runs, the platform, locks of notebooks.
struct StoreRoots {
  /// A session, and what it names.
  struct Session {
    var directory: SessionDirectory
    var origin: SessionOrigin
    var notebook: String
    /// Nobody has it, and nobody sits before it.
    var isAtRest: Bool
    /// Microseconds since 1970.
    var usedAt: Int64
    var references: Set<Digest>
    /// Of its journal and whatever else is in its directory.
    var byteCount: Int
  }

  let home: String
  private let scan: DigestScan
  /// Nothing younger may go: what a running cell has put is told only at its end.
  private(set) var oldestRunning: Int64?
  private(set) var sessions: [Session] = []
  private var notebooks: Set<String> = []

  /// The largest file that is searched; no record of ours is larger.
  static let searchedByteCountMax = 256 << 20

  /// Reads the sessions.
  init(home: String, scan: DigestScan) throws(SessionError) {
    self.home = home
    self.scan = scan
    for name in try JournalDisk.real.list(Path.join(home, "sessions")) {
      try take(SessionDirectory(path: Path.join(home, "sessions/\(name)")))
    }
    // Of sessions that were removed the ledger still knows the notebooks.
    for use in SessionLedger(home: home).uses(.real) { notebooks.insert(use.notebook) }
  }

  private mutating func take(_ directory: SessionDirectory) throws(SessionError) {
    let disk = JournalDisk.real
    var session = Session(
      directory: directory, origin: SessionOrigin(of: directory), notebook: "",
      isAtRest: !directory.isOwned && !directory.isHeldByFrontEnd,
      usedAt: directory.usedAt ?? .max, references: [],
      byteCount: FolderSize.bytes(of: directory.path))
    do throws(SessionError) {
      let restored = try Journal.look(folder: directory.journal, disk: disk)
      // What cannot be read by its form is searched as it lies there.
      if !restored.damages.isEmpty { session.references = try search(directory.journal) }
      let state = SessionRestoration(restored, bootId: HostFacts.bootId) { _ in true }.state
      if let running = state.running, directory.isOwned {
        oldestRunning = min(oldestRunning ?? .max, running.startedAt)
      }
      session.notebook = state.settings?.notebook ?? ""
      session.references.formUnion(scan.references(in: state.snapshot.json.utf8()))
    } catch {
      session.references = try search(directory.journal)
      session.isAtRest = false
    }
    notebooks.insert(session.notebook)
    sessions.append(session)
  }

  /// What runs, models and locks of notebooks name.
  func others() throws(SessionError) -> Set<Digest> {
    var found: Set<Digest> = []
    for folder in ["runs", "platform"] { found.formUnion(try search(Path.join(home, folder))) }
    for notebook in notebooks.sorted() where notebook.hasPrefix("/") {
      found.formUnion(try lock(of: notebook))
    }
    return found
  }

  private func lock(of notebook: String) throws(SessionError) -> Set<Digest> {
    let folder = Path.join(Path.parent(notebook), Path.stem(notebook) + ".out")
    var paths = [Path.join(folder, "lock.json")]
    let runs = Path.join(folder, "runs")
    if Disk.real.isDirectory(runs) {
      paths += try JournalDisk.real.list(runs).map { Path.join(runs, "\($0)/lock.json") }
    }
    var found: Set<Digest> = []
    for path in paths where Disk.real.exists(path) {
      found.formUnion(scan.references(in: try JournalDisk.real.read(path)))
    }
    return found
  }

  /// Every file of a folder, whatever it is.
  private func search(_ folder: String) throws(SessionError) -> Set<Digest> {
    var found: Set<Digest> = []
    guard Disk.real.isDirectory(folder) else { return found }
    for name in try JournalDisk.real.list(folder) {
      let path = "\(folder)/\(name)"
      let status: FileStatus
      do throws(SystemError) {
        status = try FileStatus.of(path)
      } catch {
        continue
      }
      if status.isDirectory {
        found.formUnion(try search(path))
      } else if status.isRegular, status.size <= Self.searchedByteCountMax {
        found.formUnion(scan.references(in: try JournalDisk.real.read(path)))
      }
    }
    return found
  }
}
