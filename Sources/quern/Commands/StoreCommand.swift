import ArgumentParser
import QuernSession
import QuernSystem
import QuernText

struct StoreCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "store",
    abstract: "What values, tables and cached results take on disk; remove what nothing needs.",
    discussion: """
      Values that a session, a recorded run, a model or a notebook's lock names are never removed. \
      Cached results of cells can be computed again: they stay up to the limit (20 GiB, or \
      QUERN_STORE_LIMIT), those used last before others. Sessions that nobody named (of runs, \
      commands, prompts, Jupyter notebooks) go when they were not used for long: 30 days, and 90 \
      for prompts and Jupyter; or earlier, after a day, when there is no room. What they used \
      stays in `quern cost`. All this happens by itself once a day.
      """,
    subcommands: [StoreSize.self, StoreCollect.self, StoreVerify.self],
    defaultSubcommand: StoreSize.self)

  static func limit(_ text: String?) throws -> Int {
    guard let text = text ?? Console.environment("QUERN_STORE_LIMIT") else {
      return StoreCollection.defaultLimitBytes
    }
    guard let count = bytes(text) else {
      throw ValidationError("the limit is a size such as 500MB or 20GiB, not `\(text)`")
    }
    return count
  }

  private static func bytes(_ text: String) -> Int? {
    let digits = text.prefix { $0.isNumber || $0 == "." }
    guard let number = Double(digits), number >= 0 else { return nil }
    let units: [String: Double] = [
      "": 1, "B": 1, "KB": 1e3, "MB": 1e6, "GB": 1e9, "TB": 1e12, "KIB": 1024,
      "MIB": 1_048_576, "GIB": 1_073_741_824, "TIB": 1_099_511_627_776,
    ]
    let unit = text.dropFirst(digits.count).filter { $0 != " " }.uppercased()
    return units[unit].map { Int($0 * number) }
  }

  static func collection(_ limit: String?, olderThan: Age? = nil) throws -> StoreCollection {
    let home = try HomeSessions.listing().home
    var terms = StoreCollection.Terms(limitBytes: try Self.limit(limit))
    if let seconds = olderThan?.seconds {
      terms.runSeconds = seconds
      terms.placeSeconds = seconds
    }
    let chosen = terms
    return try HomeSessions.perform { () throws(SessionError) in
      try StoreCollection(home: home.path, terms: chosen)
    }
  }

  static func show(_ shares: StoreCollection.Shares) {
    Columns.show(
      header: ["what", "size"],
      rows: [
        ["values of sessions, runs, models and locks", Numbers.bytes(shares.kept)],
        ["results that can be computed again", Numbers.bytes(shares.cached)],
        ["journals of sessions", Numbers.bytes(shares.journals)],
        ["not needed any more", Numbers.bytes(shares.removable)],
        ["just written", Numbers.bytes(shares.young)],
        ["all", Numbers.bytes(shares.total)],
      ])
  }
}

struct StoreSize: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "size", abstract: "How much there is, and what of it is needed.")

  @Flag(help: "As JSON.")
  var json = false

  func run() throws {
    let shares = try StoreCommand.collection(nil).shares
    guard json else { return StoreCommand.show(shares) }
    Console.out.line(
      JSON.members([
        ("kept_bytes", .int(Int64(shares.kept))), ("cached_bytes", .int(Int64(shares.cached))),
        ("journal_bytes", .int(Int64(shares.journals))),
        ("removable_bytes", .int(Int64(shares.removable))),
        ("young_bytes", .int(Int64(shares.young))), ("bytes", .int(Int64(shares.total))),
      ]).text(pretty: true))
  }
}

struct StoreCollect: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "gc",
    abstract: "Remove what nothing needs: cached results over the limit, old sessions without name.")

  @Option(help: ArgumentHelp("What the store may take.", valueName: "size"))
  var limit: String?

  @Option(
    help: ArgumentHelp(
      "Sessions that nobody named go when they were not used for so long: 30d, 12h, 2w.",
      valueName: "age"))
  var olderThan: Age?

  @Flag(help: "Say what would go, and leave it.")
  var dryRun = false

  func run() throws {
    let collection = try StoreCommand.collection(limit, olderThan: olderThan)
    guard !dryRun else {
      StoreCommand.show(collection.shares)
      return showRetired(collection)
    }
    let count = try HomeSessions.perform { () throws(SessionError) in try collection.sweep() }
    let left = collection.shares.total - count
    Console.out.line("\(Numbers.bytes(count)) removed, \(Numbers.bytes(left)) left")
  }

  private func showRetired(_ collection: StoreCollection) {
    guard !collection.retired.isEmpty else { return }
    let now = Clock.system.now()
    Columns.show(
      header: ["session that would go", "last used", "why", "size", "notebook"],
      rows: collection.retired.map { session in
        [
          session.name, Age.words(Double(now - session.usedAt) / 1e6) + " ago",
          session.isForRoom ? "no room" : "old", Numbers.bytes(session.byteCount),
          session.notebook,
        ]
      })
  }
}

struct StoreVerify: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify", abstract: "Read everything and find bytes that have changed.")

  @Flag(help: "Set damaged files aside, so that they are computed again where they can be.")
  var repair = false

  func run() throws {
    let home = try HomeSessions.listing().home
    let check = try StoreCheck(home: home.path)
    for (path, reason) in check.damaged { Console.out.line("\(path): \(reason)") }
    let read = "\(check.fileCount) files, \(Numbers.bytes(check.byteCount)) read"
    guard !check.damaged.isEmpty else {
      Console.out.line("\(read): all as they were written")
      return
    }
    if repair {
      try HomeSessions.perform { () throws(SessionError) in try check.setAside() }
      Console.out.line("\(read): \(check.damaged.count) damaged, set aside as *.damaged")
      return
    }
    throw CommandStatus.failure(
      "\(read): \(check.damaged.count) damaged. Hint: quern store verify --repair sets them "
        + "aside; run the cells that need them again",
      code: ExitCode.cellFailed)
  }
}
