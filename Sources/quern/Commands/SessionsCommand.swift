import ArgumentParser
import QuernNotebook
import QuernSession
import QuernSystem
import QuernText

struct SessionsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "sessions",
    abstract: "List, attach to, describe, interrupt, hibernate, stop and delete sessions.",
    discussion: """
      A session keeps names, values and outputs on disk. One that stands idle (15 minutes, or \
      `idle:` of its notebook) or whose front ends have gone hibernates: no process, no memory. \
      The next cell of any front end, `quern run --session NAME` or \
      `quern repl --session NAME` wakes it.
      """,
    subcommands: [
      ListSessions.self, AttachSession.self, DescribeSession.self, InterruptSession.self,
      HibernateSessions.self, StopSessions.self, DeleteSessions.self,
    ],
    defaultSubcommand: ListSessions.self)
}

/// The sessions of this home, for commands.
enum HomeSessions {
  static func listing() throws -> (listing: SessionListing, home: HomeDirectory) {
    do throws(SystemError) {
      let home = try HomeDirectory.find()
      return (SessionListing(home: home), home)
    } catch {
      throw CommandStatus.failure(error.message, code: ExitCode.sessionLost)
    }
  }

  static func perform<Answer>(_ body: () throws(SessionError) -> Answer) throws -> Answer {
    do throws(SessionError) {
      return try body()
    } catch {
      throw CommandStatus.failure(error.message, code: ExitCode.sessionLost)
    }
  }

  /// The session of that name; where there is none, the error names the nearest.
  static func named(_ name: String, _ listing: SessionListing) throws -> SessionSummary {
    if let summary = try perform({ () throws(SessionError) in try listing.session(name) }) {
      return summary
    }
    let names = try perform { () throws(SessionError) in try listing.names() }
    let near = EditDistance.nearest(name, in: names).first.map { "; did you mean \($0)?" } ?? ""
    throw CommandStatus.failure(
      "there is no session `\(name)`\(near.isEmpty ? ". `quern sessions` lists them" : near)",
      code: ExitCode.cellFailed)
  }

  /// The worker of a session that is awake; nil where it sleeps.
  static func worker(
    _ name: String, _ listing: SessionListing, _ home: HomeDirectory
  ) throws -> SessionClient? {
    try perform { () throws(SessionError) in
      try SessionClient.openIfRunning(
        directory: listing.directory(name).path,
        options: SessionOptions(home: home, settings: nil, build: QuernProgram.build))
    }
  }
}

struct ListSessions: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "The sessions of this home, those used last first.")

  @Flag(help: "As JSON.")
  var json = false

  func run() throws {
    let (listing, home) = try HomeSessions.listing()
    let sessions = try HomeSessions.perform { () throws(SessionError) in try listing.all() }
    let used = try SessionSpending.find(home)
    if json {
      let list = sessions.map { $0.json(used[$0.name]) }
      Console.out.line(JSON.array(list).text(pretty: true))
      return
    }
    guard !sessions.isEmpty else {
      Console.out.line("no sessions. `quern run notebook.md` makes one.")
      return
    }
    let now = Clock.system.now()
    let rows = sessions.map { session in
      [
        session.name, session.state.rawValue + (session.cell.map { " \($0)" } ?? ""),
        session.residentByteCount.map(Numbers.bytes) ?? "–",
        session.idleWords(now),
        session.instance, Self.cost(used[session.name]), "\(session.nameCount)",
        session.notebook,
      ]
    }
    Columns.show(
      [
        .left("name", mayBeCut: true), .left("state", mayBeCut: true, style: Self.style),
        .right("memory"), .right("idle"), .left("instance"), .right("at AWS"), .right("names"),
        .path("notebook"),
      ], rows: rows)
    for session in sessions {
      guard let problem = session.problem else { continue }
      Console.out.line(Console.out.styled("\(session.name): \(problem)", .yellow))
    }
  }

  /// By the state at the beginning of the text.
  @Sendable private static func style(_ text: String) -> Console.Style? {
    switch SessionSummary.State(rawValue: String(text.prefix { $0 != " " })) {
    case .running: .green
    case .idle: .cyan
    case .killed: .yellow
    case .damaged: .red
    case .asleep, .hibernated, nil: .dim
    }
  }

  private static func cost(_ spending: SessionSpending?) -> String {
    spending?.usd.map { BudgetAmount.words($0, .usd) } ?? "–"
  }
}

struct DescribeSession: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "describe", abstract: "Everything that is known of a session, as JSON.")

  @Argument(help: "The session's name.", completion: .custom(HomeNames.sessions))
  var name: String

  func run() throws {
    let (listing, home) = try HomeSessions.listing()
    let session = try HomeSessions.named(name, listing)
    let used = try SessionSpending.find(home)
    Console.out.line(session.json(used[name]).text(pretty: true))
  }
}

struct InterruptSession: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "interrupt", abstract: "End the cell that runs, as Ctrl-C does.")

  @Argument(help: "The session's name.", completion: .custom(HomeNames.sessions))
  var name: String

  func run() throws {
    let (listing, home) = try HomeSessions.listing()
    let session = try HomeSessions.named(name, listing)
    guard session.state == .running, let worker = try HomeSessions.worker(name, listing, home)
    else {
      Console.out.line("\(name): nothing runs")
      return
    }
    try HomeSessions.perform { () throws(SessionError) in try worker.interrupt() }
    worker.detach()
    Console.out.line("\(name): \(session.cell ?? "the cell") is interrupted")
  }
}

struct HibernateSessions: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "hibernate",
    abstract: "Give the memory of idle sessions back now; front ends stay, the next cell wakes it.")

  @Argument(help: "Names of sessions.", completion: .custom(HomeNames.sessions))
  var names: [String] = []

  @Flag(help: "All sessions of this home that are idle.")
  var all = false

  func validate() throws {
    if names.isEmpty != all { throw ValidationError("give names of sessions, or --all") }
  }

  func run() throws {
    let (listing, home) = try HomeSessions.listing()
    let chosen =
      all
      ? try HomeSessions.perform { () throws(SessionError) in try listing.all() }
        .filter { $0.state == .idle }.map(\.name) : names
    for name in chosen {
      _ = try HomeSessions.named(name, listing)
      guard let worker = try HomeSessions.worker(name, listing, home) else {
        Console.out.line("\(name): was not running")
        continue
      }
      do throws(SessionError) {
        try worker.hibernate()
        worker.detach()
      } catch {
        throw CommandStatus.failure("\(name): \(error.message)", code: ExitCode.cellFailed)
      }
      Console.out.line("\(name): hibernated")
    }
    if chosen.isEmpty { Console.out.line("no session is idle") }
  }
}

struct StopSessions: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stop",
    abstract: "End the workers of sessions; names, values and outputs stay on disk.")

  @Argument(help: "Names of sessions.", completion: .custom(HomeNames.sessions))
  var names: [String] = []

  @Flag(help: "All sessions of this home.")
  var all = false

  func validate() throws {
    if names.isEmpty != all { throw ValidationError("give names of sessions, or --all") }
  }

  func run() throws {
    let (listing, home) = try HomeSessions.listing()
    let chosen =
      all
      ? try HomeSessions.perform { () throws(SessionError) in try listing.all() }
        .filter(\.isAwake).map(\.name) : names
    for name in chosen {
      _ = try HomeSessions.named(name, listing)
      guard let worker = try HomeSessions.worker(name, listing, home) else {
        Console.out.line("\(name): was not running")
        continue
      }
      try HomeSessions.perform { () throws(SessionError) in try worker.close() }
      Console.out.line("\(name): stopped")
    }
    if chosen.isEmpty { Console.out.line("no session is awake") }
  }
}

extension SessionSummary {
  /// How long nothing has happened, for a listing.
  func idleWords(_ now: Int64) -> String {
    state == .running ? "–" : idleSeconds(now).map(Numbers.seconds) ?? "–"
  }

  /// Seconds since anything happened.
  fileprivate func idleSeconds(_ now: Int64) -> Double? {
    lastAt.map { Double(max(0, now - $0)) / 1e6 }
  }

  fileprivate func json(_ spending: SessionSpending?) -> JSON {
    func time(_ at: Int64?) -> JSON {
      at.map { .string(Instant(microseconds: $0).isoString) } ?? .null
    }
    let idle = state == .running ? 0 : idleSeconds(Clock.system.now())
    let use: [(String, JSON)] = [
      ("idle_seconds", idle.map { .number($0) } ?? .null),
      ("seconds", spending.map { .number($0.seconds) } ?? .null),
      ("busy_seconds", spending.map { .number($0.busySeconds) } ?? .null),
      ("cost", .number(0)), ("aws_usd", spending?.usd.map { .number($0) } ?? .null),
      ("problem", problem.map { .string($0) } ?? .null),
    ]
    let facts: [(String, JSON)] = [
      ("name", .string(name)), ("state", .string(state.rawValue)),
      ("notebook", .string(notebook)), ("instance", .string(instance)),
      ("cell", cell.map { .string($0) } ?? .null),
      ("memory_bytes", residentByteCount.map { .int(Int64($0)) } ?? .null),
      ("journal_bytes", .int(Int64(journalByteCount))), ("names", .int(Int64(nameCount))),
      ("finished_cells", .int(Int64(finishedCount))), ("started", time(startedAt)),
      ("last_used", time(lastAt)),
    ]
    return .object(JSONObject(facts + use))
  }
}
