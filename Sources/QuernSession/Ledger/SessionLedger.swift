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

  /// Keeps what a session used, before its journal goes; no loss of power takes it back.
  package static func takeUp(
    _ directory: SessionDirectory, _ disk: JournalDisk = .real
  ) throws(SessionError) {
    // A session elsewhere belongs to no home.
    guard Path.name(Path.parent(directory.path)) == "sessions" else { return }
    let ledger = SessionLedger(of: directory)
    let carried = ledger.open(directory, disk)
    let uses = try SessionUses(home: "", disk: disk).uses(of: directory, carried: carried)
    try ledger.add(uses.map { $0.closed }, disk)
  }

  /// Keeps what the oldest segments of a journal tell before they are removed; what goes on in the
  /// others stays open.
  static func takeUp(
    _ directory: SessionDirectory, segments: [String], _ disk: JournalDisk = .real
  ) throws(SessionError) {
    guard !segments.isEmpty, Path.name(Path.parent(directory.path)) == "sessions" else { return }
    let ledger = SessionLedger(of: directory)
    let carried = ledger.open(directory, disk)
    try ledger.add(
      try SessionUses(home: "", disk: disk).uses(
        of: directory, carried: carried, segments: segments), disk)
  }

  private func open(_ directory: SessionDirectory, _ disk: JournalDisk) -> SessionUse? {
    SessionUses.open(uses(disk), Path.name(directory.path))
  }

  func add(_ uses: [SessionUse], _ disk: JournalDisk) throws(SessionError) {
    guard !uses.isEmpty else { return }
    try disk.append(path, Array(uses.map { $0.json.text() + "\n" }.joined().utf8))
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
