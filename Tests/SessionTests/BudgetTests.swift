import QuernNotebook
import QuernSystem
import QuernText
import QuernWire
import Testing

@testable import QuernSession

@Suite("Budgets")
struct BudgetTests {
  @Test(
    "amounts are read as people write them",
    arguments: [
      ("5 usd/month", "5 usd/month"), ("$0.50", "0.5 usd"), ("2h/day", "2 hours/day"),
      ("90min", "1.5 hours"), ("3 hours / total", "3 hours"), ("$ 20 / day", "20 usd/day"),
    ])
  func amountsAreRead(text: String, form: String) throws {
    let amount = try #require(BudgetAmount(text: text))
    #expect(amount.text == form)
    #expect(BudgetAmount(text: amount.text) == amount)
  }

  @Test("what is no amount is refused", arguments: ["", "5", "5 eur", "-1 usd", "0h", "2h/week"])
  func othersAreRefused(text: String) { #expect(BudgetAmount(text: text) == nil) }

  /// A home in which a session ran for an hour on a type, until `end`.
  private func home(_ notebook: String, end: Int64) throws -> Scratch {
    let scratch = Scratch()
    try LedgerTests.write(
      "s", in: scratch.path,
      [
        (end - 3600, LedgerTests.opened("ml.m5.xlarge")),
        (end - 3600, .configured(SessionSettings(folder: "/", notebook: notebook))),
        (end, .closed(reason: "idle")),
      ])
    return scratch
  }

  @Test("a budget warns at its share, stops at its amount, and begins anew with its period")
  func budgetsWarnAndStop() throws {
    let day: Int64 = 86_400
    let end = 20_000 * day + 7_200
    let scratch = try home("/n.md", end: end)
    var budgets = Budgets()
    let home = Budget(scope: .home, amount: BudgetAmount(value: 0.25, unit: .usd, period: .day))
    budgets.set(home)
    try budgets.save(home: scratch.path)
    #expect(try Budgets.find(home: scratch.path) == budgets, "the file is read as it was written")

    var watch = BudgetWatch(home: scratch.path, session: "s", instance: "ml.m5.xlarge")
    let near = watch.look(notebook: "/n.md", own: nil, now: end * 1_000_000)
    guard case .warning(let text) = near.finding else {
      Issue.record("\(near)")
      return
    }
    #expect(text.contains("$0.23 of $0.25 a day (92 %)"))
    let seconds = 0.02 / 0.23 * 3600
    #expect(near.againSeconds <= min(60, seconds))
    #expect(
      watch.look(notebook: "/n.md", own: nil, now: end * 1_000_000).finding == .fine,
      "it is said once")

    let spent = watch.look(notebook: "/n.md", own: "1h", now: end * 1_000_000)
    guard case .spent(let reason) = spent.finding else {
      Issue.record("\(spent)")
      return
    }
    #expect(reason.contains("the budget of n.md is spent"))
    #expect(reason.contains("`budget:` in the notebook's front matter"))

    let tomorrow = (end + day) * 1_000_000
    #expect(watch.look(notebook: "/n.md", own: nil, now: tomorrow).finding == .fine)
  }

  @Test("a session whose budget is spent is not begun, and says how to go on")
  func spentBudgetsRefuse() throws {
    let now = Clock.system.now() / 1_000_000
    let scratch = try home("/n.md", end: now)
    func refusal(_ session: String, _ notebook: String) throws -> String? {
      try Budgets.refusal(home: scratch.path, session: session, notebook: notebook, own: nil)
    }
    var budgets = Budgets()
    let hour = BudgetAmount(value: 1, unit: .hours, period: .total)
    budgets.set(Budget(scope: .session("s"), amount: hour))
    try budgets.save(home: scratch.path)
    #expect(try refusal("other", "/n.md") == nil)
    let text = try #require(try refusal("s", "/n.md"))
    #expect(text.contains("`quern budget set AMOUNT --session s` raises it"))
    budgets.set(Budget(scope: .session("s"), amount: hour, stops: false))
    try budgets.save(home: scratch.path)
    #expect(try refusal("s", "/n.md") == nil, "one that only warns stops nothing")
  }

  @Test("a budget that cannot be read is an error: it must not vanish")
  func brokenFilesAreErrors() throws {
    let scratch = Scratch()
    try Disk.real.writeAtomically(
      Budgets.file(home: scratch.path),
      text: "scope,name,amount,warns_at,stops\nhome,,five,0.8,true\n")
    #expect(throws: SystemError.self) { try Budgets.find(home: scratch.path) }
  }
}
