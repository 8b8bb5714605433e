import ArgumentParser
import QuernNotebook
import QuernSession
import QuernSystem
import QuernText

struct BudgetCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "budget",
    abstract: "What sessions may use: a budget warns, and then stops them with nothing lost.",
    discussion: """
      Amounts are US dollars at the price list's prices (running here is free), or hours:
        quern budget set '20 usd/month'
        quern budget set 2h/day --session mine
        quern budget set '$0.50' --notebook churn.md --warn-only
      A notebook can say its own in its front matter: budget: 5 usd/month
      Days and months are those of UTC. The file budgets.csv of the home can be edited as well.
      """,
    subcommands: [ListBudgets.self, SetBudget.self, RemoveBudget.self],
    defaultSubcommand: ListBudgets.self)
}

/// For what a budget is.
struct BudgetTarget: ParsableArguments {
  @Option(
    help: ArgumentHelp("One session.", valueName: "name"), completion: .custom(HomeNames.sessions))
  var session: String?

  @Option(help: ArgumentHelp("One notebook.", valueName: "file"), completion: .file())
  var notebook: String?

  func validate() throws {
    if session != nil, notebook != nil {
      throw ValidationError("--session and --notebook exclude each other")
    }
  }

  var scope: BudgetScope {
    if let session { return .session(session) }
    return notebook.map { .notebook(Path.absolute($0)) } ?? .home
  }
}

/// The budgets of this home, for commands.
enum HomeBudgets {
  static func find(_ home: HomeDirectory) throws -> Budgets {
    try perform { () throws(SystemError) in try Budgets.find(home: home.path) }
  }

  static func perform<Answer>(_ body: () throws(SystemError) -> Answer) throws -> Answer {
    do throws(SystemError) {
      return try body()
    } catch {
      throw CommandStatus.failure(error.message, code: ExitCode.sessionLost)
    }
  }
}

struct ListBudgets: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list", abstract: "The budgets of this home, and how much of each is spent.")

  @Flag(help: "As JSON.")
  var json = false

  func run() throws {
    let home = try HomeFolder.find()
    let budgets = try HomeBudgets.find(home)
    let standings = try HomeSessions.perform { () throws(SessionError) in
      try BudgetStanding.of(budgets.all, home: home.path)
    }
    if json {
      Console.out.line(JSON.array(standings.map(Self.json)).text(pretty: true))
      return
    }
    guard !standings.isEmpty else {
      Console.out.line("no budgets. `quern budget set '20 usd/month'` makes one.")
      return
    }
    let styles = Dictionary(standings.map { ($0.words, Self.style($0)) }) { first, _ in first }
    Columns.show(
      [
        .left("for", mayBeCut: true), .left("spent", style: { styles[$0] ?? nil }),
        .left("at the end"),
      ],
      rows: standings.map { standing in
        [
          standing.budget.scope.words, standing.words,
          standing.budget.stops ? "stops" : "warns",
        ]
      })
  }

  private static func style(_ standing: BudgetStanding) -> Console.Style? {
    standing.isSpent ? .red : standing.share >= standing.budget.warnsAt ? .yellow : .green
  }

  private static func json(_ standing: BudgetStanding) -> JSON {
    .members([
      ("for", .string(standing.budget.scope.words)),
      ("amount", .string(standing.budget.amount.text)), ("spent", .number(standing.spent)),
      ("share", .number(standing.share)), ("stops", .bool(standing.budget.stops)),
      ("warns_at", .number(standing.budget.warnsAt)),
    ])
  }
}

struct SetBudget: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "set", abstract: "Make a budget, or change the one for the same and period.")

  @Argument(help: "Such as '20 usd/month', '$0.50', 2h/day, 3h.")
  var amount: String

  @OptionGroup
  var target: BudgetTarget

  @Option(help: ArgumentHelp("Warn at this share, in per cent.", valueName: "per cent"))
  var warn = 80

  @Flag(help: "Say when it is spent, but stop nothing.")
  var warnOnly = false

  func validate() throws {
    if BudgetAmount(text: amount) == nil { throw ValidationError(BudgetAmount.problem(amount)) }
    if !(1...100).contains(warn) { throw ValidationError("--warn: from 1 to 100") }
  }

  func run() throws {
    let home = try HomeFolder.find()
    guard let amount = BudgetAmount(text: amount) else { return }
    var budgets = try HomeBudgets.find(home)
    let budget = Budget(
      scope: target.scope, amount: amount, warnsAt: Double(warn) / 100, stops: !warnOnly)
    budgets.set(budget)
    let changed = budgets
    try HomeBudgets.perform { () throws(SystemError) in try changed.save(home: home.path) }
    let standing = try HomeSessions.perform { () throws(SessionError) in
      try BudgetStanding.of([budget], home: home.path)
    }
    Console.out.line("\(budget.scope.words): \(standing.first?.words ?? amount.words)")
  }
}

struct RemoveBudget: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "remove", abstract: "Take the budgets of the home, a session or a notebook away.")

  @OptionGroup
  var target: BudgetTarget

  func run() throws {
    let home = try HomeFolder.find()
    var budgets = try HomeBudgets.find(home)
    let before = budgets.all.count
    budgets.all.removeAll { $0.scope == target.scope }
    guard budgets.all.count < before else {
      throw CommandStatus.failure(
        "there is no budget for \(target.scope.words)", code: ExitCode.cellFailed)
    }
    let changed = budgets
    try HomeBudgets.perform { () throws(SystemError) in try changed.save(home: home.path) }
    Console.out.line("\(target.scope.words): no budget")
  }
}
