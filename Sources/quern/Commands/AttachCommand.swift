import ArgumentParser
import QuernSession
import QuernSystem
import QuernText
import QuernWire

struct AttachSession: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "attach",
    abstract: "Show what a session did since you last looked, and then what it does.",
    discussion: """
      Everything that a session shows has a number. What came while nobody was attached is shown \
      first, then cells as they run. Ctrl-C leaves; the session goes on. A session that is asleep \
      is not woken. To type cells into the same session: quern repl --session NAME
      """)

  @Argument(help: "The session's name.", completion: .custom(HomeNames.sessions))
  var name: String

  @Option(
    help: ArgumentHelp("Begin with this number; 1 is the beginning.", valueName: "number"))
  var from: Int?

  @Flag(help: "Leave when everything has been shown.")
  var noFollow = false

  @Flag(help: "Ctrl-C stops the cell that runs; when none runs, it leaves.")
  var interrupt = false

  @Flag(help: "One JSON object a line, with all that is known.")
  var json = false

  func validate() throws {
    if let from, from < 1 { throw ValidationError("--from: numbers begin with 1") }
  }

  func run() throws {
    let (listing, home) = try HomeSessions.listing()
    let session = try HomeSessions.named(name, listing)
    let mark = FollowMark(home: home, session: session)
    let folder = listing.directory(name).journal
    var view = FollowView(console: .out, asJSON: json)
    let start = try from.map { UInt64($0) } ?? mark.next ?? firstOfRecent(folder, &view)
    view.begin(session, from: start)
    Interruption.watch()
    do {
      try Journal.events(in: folder, from: start) { view.show($0) }
      if !noFollow, let worker = try HomeSessions.worker(name, listing, home) {
        try follow(worker, &view, start)
      }
    } catch let error as SessionError {
      guard case .workerDied = error else {
        throw CommandStatus.failure(error.message, code: ExitCode.sessionLost)
      }
      view.end(error.message)
    }
    mark.keep(max(view.last, start - 1))
    if let status = try listing.session(name), !json { view.end(Self.leaving(status)) }
  }

  /// Where the last few cells begin, for somebody who looks for the first time.
  private func firstOfRecent(_ folder: String, _ view: inout FollowView) throws -> UInt64 {
    var starts: [UInt64] = []
    var count = 0
    try Journal.events(in: folder, from: 1) { event in
      guard case .accepted = event.body else { return }
      count += 1
      starts.append(event.sequence)
      if starts.count > Self.recentCellCount { starts.removeFirst() }
    }
    view.earlierCellCount = count - starts.count
    return count > starts.count ? starts.first ?? 1 : 1
  }

  private static let recentCellCount = 10

  /// Shows events as they come until the user leaves or the session ends.
  private func follow(
    _ worker: SessionClient, _ view: inout FollowView, _ start: UInt64
  ) throws(SessionError) {
    defer { worker.detach() }
    try worker.replay(from: max(view.last + 1, start))
    // One that came while the past was shown counts as well.
    var interruptions = 0
    var hasCaughtUp = false
    while true {
      if Interruption.count > interruptions {
        interruptions = Interruption.count
        guard interrupt, view.running != nil else { return }
        try worker.interrupt()
      }
      switch try worker.nextEvent(timeoutSeconds: 0.1) {
      case .event(let event):
        // What comes before the gap is closed comes once more behind it.
        if event.sequence == view.last + 1 || (hasCaughtUp && event.sequence > view.last) {
          view.show(event)
        }
      case .replayed: hasCaughtUp = true
      case .progress(_, let json): view.progress(json)
      case .closing(let reason):
        view.end("the session's worker ended: \(reason)")
        return
      case .refused(let code, let message): throw .refused(code: code, message: message)
      case .hello, .ask, .state, .described, nil: view.tick()
      }
    }
  }

  private static func leaving(_ session: SessionSummary) -> String {
    let state: String
    switch session.state {
    case .running: state = "goes on with \(session.cell ?? "its cell")"
    case .idle: state = "waits for cells"
    case .asleep, .hibernated:
      state = "is \(session.state.rawValue): quern repl --session \(session.name) wakes it"
    case .killed: state = "was killed; what was finished is there when it is woken"
    case .damaged: state = "cannot be read: \(session.problem ?? "")"
    }
    return "\(session.name) \(state)"
  }
}

/// How far somebody has looked into a session: `HOME/attach/NAME`, the last number and when the
/// session began, for another one of that name counts anew.
struct FollowMark {
  private let folder: String
  private let path: String
  private let startedAt: String

  init(home: HomeDirectory, session: SessionSummary) {
    folder = home.file("attach")
    path = Path.join(folder, session.name)
    startedAt = "\(session.startedAt ?? 0)"
  }

  /// The number to go on with; nil where nobody has looked.
  var next: UInt64? {
    do throws(SystemError) {
      guard Disk.real.exists(path) else { return nil }
      let parts = try Disk.real.readText(path).split { $0 == " " || $0 == "\n" }
      guard parts.count == 2, parts[1] == startedAt else { return nil }
      return UInt64(parts[0]).map { $0 + 1 }
    } catch {
      return nil
    }
  }

  func keep(_ last: UInt64) {
    do throws(SystemError) {
      try Disk.real.makeDirectory(folder)
      try Disk.real.writeAtomically(path, text: "\(last) \(startedAt)\n")
    } catch {
      Console.error.line("quern: how far you have looked is not kept: \(error.message)")
    }
  }
}
