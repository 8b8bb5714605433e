internal import QuernSystem
internal import QuernText
internal import QuernWire

/// From where values of a home are reached: sessions, runs, the platform, locks of notebooks.
struct StoreRoots {
  let home: String
  /// Nothing younger may go: what a running cell has put is told only at its end.
  private(set) var oldestRunning: Int64?

  /// The largest file that is searched; no record of ours is larger.
  static let searchedByteCountMax = 256 << 20

  init(home: String) { self.home = home }

  /// Bytes that may name blobs, one piece at a time.
  mutating func eachPiece(_ body: ([UInt8]) -> Void) throws(SessionError) {
    let disk = JournalDisk.real
    var notebooks: Set<String> = []
    for name in try disk.list(Path.join(home, "sessions")) {
      let directory = SessionDirectory(path: Path.join(home, "sessions/\(name)"))
      let restored: Journal.Restored
      do throws(SessionError) {
        restored = try Journal.look(folder: directory.journal, disk: disk)
      } catch {
        // What cannot be read by its form is searched as it lies there.
        try search(directory.journal, body)
        continue
      }
      if !restored.damages.isEmpty { try search(directory.journal, body) }
      let state = SessionRestoration(restored, bootId: HostFacts.bootId) { _ in true }.state
      if let running = state.running, directory.isOwned {
        oldestRunning = min(oldestRunning ?? .max, running.startedAt)
      }
      if let notebook = state.settings?.notebook { notebooks.insert(notebook) }
      body(state.snapshot.json.utf8())
    }
    for folder in ["runs", "platform"] { try search(Path.join(home, folder), body) }
    for notebook in notebooks.sorted() { try lock(of: notebook, body) }
  }

  private func lock(of notebook: String, _ body: ([UInt8]) -> Void) throws(SessionError) {
    guard notebook.hasPrefix("/") else { return }
    let folder = Path.join(Path.parent(notebook), Path.stem(notebook) + ".out")
    let path = Path.join(folder, "lock.json")
    if Disk.real.exists(path) { body(try JournalDisk.real.read(path)) }
    let runs = Path.join(folder, "runs")
    guard Disk.real.isDirectory(runs) else { return }
    for name in try JournalDisk.real.list(runs) {
      let path = Path.join(runs, "\(name)/lock.json")
      if Disk.real.exists(path) { body(try JournalDisk.real.read(path)) }
    }
  }

  /// Every file of a folder, whatever it is.
  private func search(_ folder: String, _ body: ([UInt8]) -> Void) throws(SessionError) {
    guard Disk.real.isDirectory(folder) else { return }
    for name in try JournalDisk.real.list(folder) {
      let path = "\(folder)/\(name)"
      let status: FileStatus
      do throws(SystemError) {
        status = try FileStatus.of(path)
      } catch {
        continue
      }
      if status.isDirectory {
        try search(path, body)
      } else if status.isRegular, status.size <= Self.searchedByteCountMax {
        body(try JournalDisk.real.read(path))
      }
    }
  }
}
