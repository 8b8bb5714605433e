import ArgumentParser
import Glibc
import QuernSession
import QuernSystem

struct DeleteSessions: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete",
    abstract: "Forget sessions: their names, values and journals. Saved outputs stay.",
    discussion: """
      Many at once are listed first, and go when you say yes, here or by --yes:
        quern sessions delete --older-than 30d
      What they used stays in `quern cost`.
      """)

  @Argument(help: "Names of sessions.", completion: .custom(HomeNames.sessions))
  var names: [String] = []

  @Flag(help: "All sessions that are asleep.")
  var asleep = false

  @Option(
    help: ArgumentHelp(
      "All that are asleep and were last used so long ago: 30d, 12h, 2w.", valueName: "age"))
  var olderThan: Age?

  @Flag(help: "Also sessions that are awake: they are stopped first.")
  var force = false

  @Flag(help: "Ask nothing.")
  var yes = false

  func validate() throws {
    let ways = [!names.isEmpty, asleep, olderThan != nil].filter { $0 }.count
    if ways != 1 {
      throw ValidationError("give names of sessions, or --asleep, or --older-than 30d")
    }
  }

  func run() throws {
    let (listing, home) = try HomeSessions.listing()
    guard let age = olderThan else {
      let chosen =
        asleep
        ? try HomeSessions.perform { () throws(SessionError) in try listing.all() }
          .filter { !$0.isAwake }.map(\.name) : names
      for name in chosen { try delete(name, listing, home) }
      if chosen.isEmpty { Console.out.line("no session is asleep") }
      return
    }
    let now = Clock.system.now()
    let old = try HomeSessions.perform { () throws(SessionError) in try listing.all() }
      .filter { !$0.isAwake && Self.seconds($0, now) >= age.seconds }
    guard !old.isEmpty else { return Console.out.line("no session that sleeps is that old") }
    guard try isWanted(old, now) else { return Console.out.line("nothing was deleted") }
    for session in old { try delete(session.name, listing, home) }
  }

  private static func seconds(_ session: SessionSummary, _ now: Int64) -> Double {
    Double(now - (session.lastAt ?? now)) / 1e6
  }

  /// Shows what would go, and asks.
  private func isWanted(_ sessions: [SessionSummary], _ now: Int64) throws -> Bool {
    if yes { return true }
    Columns.show(
      header: ["name", "last used", "names", "notebook"],
      rows: sessions.map {
        [$0.name, Age.words(Self.seconds($0, now)) + " ago", "\($0.nameCount)", $0.notebook]
      })
    guard isatty(0) == 1 else {
      throw CommandStatus.failure(
        "\(sessions.count) sessions would be deleted; nobody is here to ask. Hint: --yes",
        code: ExitCode.usage)
    }
    Console.out.write("delete \(sessions.count == 1 ? "it" : "these \(sessions.count)")? [y/N] ")
    return ["y", "yes"].contains(readLine()?.lowercased())
  }

  private func delete(
    _ name: String, _ listing: SessionListing, _ home: HomeDirectory
  ) throws {
    _ = try HomeSessions.named(name, listing)
    if let worker = try HomeSessions.worker(name, listing, home) {
      guard force else {
        worker.detach()
        throw CommandStatus.failure(
          "\(name) is awake. Stop it first, or delete it with --force",
          code: ExitCode.cellFailed)
      }
      try HomeSessions.perform { () throws(SessionError) in try worker.close() }
    }
    do throws(SessionError) {
      try listing.directory(name).remove()
      Console.out.line("\(name): deleted")
    } catch {
      throw CommandStatus.failure("\(name): \(error.message)", code: ExitCode.cellFailed)
    }
  }
}
