package import QuernSystem
internal import QuernText
internal import QuernWire

/// What is known of one session without waking it.
package struct SessionSummary: Sendable, Hashable {
  package enum State: String, Sendable, Hashable, CaseIterable {
    /// A cell runs.
    case running
    /// Its worker waits for cells.
    case idle
    /// No worker: names and outputs are on disk, and the next front end wakes it.
    case asleep
    /// As asleep: its worker stood idle, or was told to hibernate, and gave its memory back.
    case hibernated
    /// As asleep; its last worker was killed, and what ran then was lost.
    case killed
    /// Its journal cannot be read.
    case damaged
  }

  package var name: String
  package var state: State
  /// The notebook or folder it belongs to.
  package var notebook: String
  package var instance: String
  /// The cell that runs now, or ran when the worker was killed.
  package var cell: String?
  /// Memory that its worker holds now; nil where none runs.
  package var residentByteCount: Int?
  /// Size of its journal on disk.
  package var journalByteCount: Int
  package var nameCount: Int
  package var finishedCount: Int
  /// Microseconds since 1970: first and last event that are known.
  package var startedAt: Int64?
  package var lastAt: Int64?
  /// What is wrong with a damaged one.
  package var problem: String?

  package var isAwake: Bool { state == .running || state == .idle }
}

/// The sessions of a home, read from their journals: nothing is woken, locked or written.
package struct SessionListing: Sendable {
  private let home: HomeDirectory
  private let disk: JournalDisk

  package init(home: HomeDirectory, disk: JournalDisk = .real) {
    self.home = home
    self.disk = disk
  }

  /// Where a session of that name is, or would be.
  package func directory(_ name: String) -> SessionDirectory {
    SessionDirectory(path: Path.join(home.path, "sessions/\(name)"))
  }

  /// All sessions, those used last first.
  package func all() throws(SessionError) -> [SessionSummary] {
    var found: [SessionSummary] = []
    for name in try names() { found.append(summary(name)) }
    return found.sorted { ($0.lastAt ?? 0, $1.name) > ($1.lastAt ?? 0, $0.name) }
  }

  /// The session of that name; nil where there is none.
  package func session(_ name: String) throws(SessionError) -> SessionSummary? {
    try names().contains(name) ? summary(name) : nil
  }

  package func names() throws(SessionError) -> [String] {
    let folder = Path.join(home.path, "sessions")
    guard Disk.real.exists(folder) else { return [] }
    return try disk.list(folder).filter { Disk.real.exists("\(folder)/\($0)/journal") }.sorted()
  }

  private func summary(_ name: String) -> SessionSummary {
    let directory = directory(name)
    var summary = SessionSummary(
      name: name, state: .asleep, notebook: "", instance: "", journalByteCount: 0, nameCount: 0,
      finishedCount: 0)
    do throws(SessionError) {
      summary.journalByteCount = try byteCount(directory.journal)
      // A worker that runs may write while we read: what is whole by then is what is told.
      let found = try Journal.look(folder: directory.journal, disk: disk)
      describe(found, directory, &summary)
    } catch {
      summary.state = .damaged
      summary.problem = error.message
    }
    return summary
  }

  private func describe(
    _ found: Journal.Restored, _ directory: SessionDirectory, _ summary: inout SessionSummary
  ) {
    let restoration = SessionRestoration(found, bootId: HostFacts.bootId) { _ in true }
    let state = restoration.state
    // A torn tail of a worker that runs is what it is just writing.
    if !found.damages.isEmpty { summary.problem = restoration.notices.first }
    summary.instance = state.opening?.instance ?? ""
    summary.startedAt = state.startedAt
    summary.lastAt = state.lastAt
    summary.notebook = state.settings?.notebook ?? ""
    summary.nameCount = state.names.count
    summary.finishedCount = state.finished.count
    summary.cell = state.running?.submission.id
    if directory.isOwned {
      summary.state = state.running == nil ? .idle : .running
      summary.residentByteCount = state.opening.flatMap {
        ProcessIdentity.residentBytes(ofPid: Int32(clamping: $0.pid))
      }
    } else if state.closedReason == SessionEnd.hibernated {
      summary.state = .hibernated
    } else if state.opening != nil, state.closedReason == nil {
      summary.state = .killed
    }
  }

  private func byteCount(_ folder: String) throws(SessionError) -> Int {
    var count = 0
    for name in try disk.list(folder) {
      do throws(SystemError) {
        count += Int(try Disk.real.status("\(folder)/\(name)").size)
      } catch {
        continue
      }
    }
    return count
  }
}
