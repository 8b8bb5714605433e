import ArgumentParser
import QuernNotebook
import QuernSession
import QuernSystem
import QuernTable
import QuernText

struct CostCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cost",
    abstract: "Seconds of sessions and endpoints by instance; free here, AWS's price beside it.",
    discussion: """
      Idle time is time in which an instance ran and no cell did: `idle:` of a notebook, or
      `quern sessions hibernate --all`, makes it less. Prices are data with a date:
      `quern instances prices` shows them, and --write makes them yours.
      """)

  @Option(
    help: ArgumentHelp(
      "Add up by session, notebook, instance or day (of UTC).", valueName: "what"))
  var by: CostGrouping?

  @Option(
    help: ArgumentHelp("Only what this session used.", valueName: "name"),
    completion: .custom(HomeNames.sessions))
  var session: String?

  @Flag(help: "As JSON.")
  var json = false

  /// Uses that a listing shows on a terminal; the total counts all.
  private static let shownCountMax = 40

  func run() throws {
    let home = try HomeFolder.find().path
    if let problem = InstancePrices.problem(home: home) {
      Console.error.line(Console.error.styled("quern: ", .yellow) + problem)
    }
    let uses = try HomeSessions.perform { () throws(SessionError) in
      try CostTable.uses(home: home)
    }.filter { session == nil || $0.session == session }
    if uses.isEmpty, let session {
      throw CommandStatus.failure(
        "nothing was used by a session `\(session)`", code: ExitCode.cellFailed)
    }
    let table =
      try by.map { try CostTable.table(uses, home: home, by: $0) }
      ?? CostTable.table(uses, home: home)
    if json { return try TableListing.show(table, asJSON: true) }
    guard !uses.isEmpty else {
      Console.out.line("nothing was used yet. `quern run notebook.md` runs a session.")
      return
    }
    let prices = InstancePrices.find(home: home)
    if let by { show(try Sums(table), by) } else { show(uses, prices) }
    tell(uses, prices)
  }

  private func show(_ uses: [SessionUse], _ prices: InstancePrices) {
    let isCut = Console.out.isTerminal && uses.count > Self.shownCountMax
    let shown = isCut ? Array(uses.suffix(Self.shownCountMax)) : uses
    if isCut { Console.out.line(Console.out.styled("… \(uses.count - shown.count) before", .dim)) }
    let rows = shown.map { use in
      [
        String(Instant(microseconds: use.startedAt).isoString.prefix(16)).replacing("T", with: " "),
        use.session, use.notebook, use.instance, Numbers.seconds(use.seconds),
        Numbers.seconds(use.idleSeconds), "\(use.cellCount)", Self.usd(prices.usd(of: use)),
      ]
    }
    Columns.show(
      [
        .left("started (UTC)"), .left("session", mayBeCut: true), .path("notebook"),
        .left("instance"), .right("time"), .right("of it idle"), .right("cells"),
        .right("at AWS"),
      ], rows: rows)
  }

  private func show(_ sums: Sums, _ grouping: CostGrouping) {
    let title = grouping == .day ? "day (UTC)" : grouping.rawValue
    Columns.show(
      [
        grouping == .notebook ? .path(title) : .left(title, mayBeCut: true), .right("time"),
        .right("of it idle"), .right("cells"), .right("uses"), .right("at AWS"),
      ], rows: sums.rows)
  }

  /// The total, and what the prices are.
  private func tell(_ uses: [SessionUse], _ prices: InstancePrices) {
    let seconds = uses.reduce(0) { $0 + $1.seconds }
    let idle = uses.reduce(0) { $0 + $1.idleSeconds }
    let usd = uses.compactMap(prices.usd(of:))
    var text = "together \(Numbers.seconds(seconds)), \(Numbers.seconds(idle)) of it idle; "
    text += "free here"
    if !usd.isEmpty { text += ", \(Self.usd(usd.reduce(0, +))) at AWS" }
    Console.out.line(Console.out.styled(text, .bold))
    let days = Set(uses.compactMap { prices[$0.instance]?.day })
    guard let last = days.max() else { return }
    Console.out.line(
      Console.out.styled(
        "AWS's prices are data of \(CivilDate(days: last).isoString), no fact: "
          + "quern instances prices", .dim))
  }

  fileprivate static func usd(_ value: Double?) -> String {
    value.map { $0 == 0 ? "$0.00" : BudgetAmount.words($0, .usd) } ?? "–"
  }

  /// The rows of a table of sums, for people.
  private struct Sums {
    let rows: [[String]]

    init(_ table: Table) throws {
      guard let data = table.materialised else {
        rows = []
        return
      }
      rows = (0..<data.rowCount).map { place in
        let row = data.row(place)
        return [
          row[0].text, Self.seconds(row[1]), Self.seconds(row[3]), row[4].text, row[5].text,
          CostCommand.usd(Self.number(row[7])),
        ]
      }
    }

    private static func number(_ scalar: Scalar) -> Double? {
      if case .float(let value) = scalar { return value }
      return nil
    }

    private static func seconds(_ scalar: Scalar) -> String {
      number(scalar).map(Numbers.seconds) ?? "–"
    }
  }
}

extension CostGrouping: ExpressibleByArgument {}
