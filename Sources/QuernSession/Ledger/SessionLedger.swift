internal import Glibc
internal import QuernSystem
internal import QuernText

/// What sessions used whose journals are gone: `HOME/ledger.jsonl`, one use a line.
///
/// A journal is taken up before it is removed; taking it up twice adds nothing, because each use
/// has an identity. A line that was torn by a loss of power is passed over.
package struct SessionLedger: Sendable {
  private let path: String

  package init(home: String) { path = Path.join(home, "ledger.jsonl") }

  /// The ledger of the home that a session's directory is in.
  init(of directory: SessionDirectory) {
    self.init(home: Path.parent(Path.parent(directory.path)))
  }

  /// Keeps what a session used, before its journal goes.
  package static func takeUp(_ directory: SessionDirectory) throws(SessionError) {
    // A session elsewhere belongs to no home.
    guard Path.name(Path.parent(directory.path)) == "sessions" else { return }
    let ledger = SessionLedger(of: directory)
    try ledger.add(
      try SessionUses(home: "").uses(of: directory, carried: ledger.open(directory)).map { use in
        var use = use
        use.isClosed = true
        return use
      })
  }

  /// Keeps what the oldest segments of a journal tell before they are removed; what goes on in the
  /// others stays open.
  static func takeUp(
    _ directory: SessionDirectory, segments: [String]
  ) throws(SessionError) {
    guard !segments.isEmpty, Path.name(Path.parent(directory.path)) == "sessions" else { return }
    let ledger = SessionLedger(of: directory)
    try ledger.add(
      try SessionUses(home: "").uses(
        of: directory, carried: ledger.open(directory), segments: segments))
  }

  private func open(_ directory: SessionDirectory) -> SessionUse? {
    SessionUses.open(uses(.real), Path.name(directory.path))
  }

  func add(_ uses: [SessionUse]) throws(SessionError) {
    guard !uses.isEmpty else { return }
    let text = uses.map { $0.json.text() + "\n" }.joined()
    do throws(SystemError) {
      let file = try FileHandle.open(path, .append, permissions: 0o600)
      defer { file.close() }
      try file.lock(exclusive: true)
      // Behind a line that was torn stands a new one.
      try file.write(Array((try Self.endsTorn(path) ? "\n" + text : text).utf8))
    } catch {
      throw .system(error)
    }
  }

  private static func endsTorn(_ path: String) throws(SystemError) -> Bool {
    let size = Int(try Disk.real.status(path).size)
    guard size > 0 else { return false }
    let file = try FileHandle.open(path, .read)
    defer { file.close() }
    return try file.pread(count: 1, at: Int64(size - 1)) != [10]
  }

  func uses(_ disk: JournalDisk) -> [SessionUse] {
    let bytes: [UInt8]
    do throws(SessionError) {
      bytes = try disk.read(path)
    } catch {
      // A home in which nothing was ever removed has none.
      return []
    }
    // A use that was taken up in parts is the last of them.
    var places: [SessionUse.Identity: Int] = [:]
    var uses: [SessionUse] = []
    for line in bytes.split(separator: 10) {
      guard let use = Self.parse(line) else { continue }
      if let place = places[use.identity] {
        uses[place] = use
      } else {
        places[use.identity] = uses.count
        uses.append(use)
      }
    }
    return uses
  }

  private static func parse(_ line: ArraySlice<UInt8>) -> SessionUse? {
    do {
      return SessionUse(json: try JSON.parse(Array(line)))
    } catch {
      return nil
    }
  }
}
