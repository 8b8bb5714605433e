import Glibc
import QuernTable
import QuernText

/// Made-up customers of a telecom, with the dirt that a real export has.
///
/// Who leaves follows from contract length, support calls, price for the plan and age, with
/// interactions, plus chance. The dirt: the same plan spelt
/// in several ways, missing payments, ages, prices and totals, a few impossible tenures
/// (-1), and one row in a hundred that comes twice.
struct ChurnCustomers {
  static let schema = Schema(fields: [
    Field(name: "customer_id", type: .string),
    Field(name: "region", type: .string),
    Field(name: "plan", type: .string),
    Field(name: "payment", type: .string),
    Field(name: "signed_up", type: .date),
    Field(name: "age", type: .int),
    Field(name: "tenure", type: .int),
    Field(name: "monthly", type: .float),
    Field(name: "total", type: .float),
    Field(name: "calls", type: .int),
    Field(name: "churn", type: .bool),
  ])

  let stream: RandomStream

  /// Rows in order; a repeated row follows the one it repeats.
  func rows(count: Int) -> [[Scalar]] {
    var rows: [[Scalar]] = []
    rows.reserveCapacity(count)
    var customer = 0
    while rows.count < count {
      var draws = Draws(stream.child(customer))
      let row = self.row(customer, &draws)
      rows.append(row)
      if draws.chance(0.01), rows.count < count { rows.append(row) }
      customer += 1
    }
    return rows
  }

  private func row(_ customer: Int, _ draws: inout Draws) -> [Scalar] {
    let region = draws.pick(
      [("north", 0.3), ("south", 0.25), ("east", 0.25)], otherwise: "west")
    let plan = draws.pick([("basic", 0.5), ("plus", 0.32)], otherwise: "premium")
    let payment = draws.pick([("card", 0.45), ("transfer", 0.35)], otherwise: "invoice")
    let tenure = Int64(min(72, -22 * log(1 - draws.uniform() * 0.96)))
    let age = Int64(min(92, max(18, 44 + 15 * draws.normal())))
    let base: Double = ["basic": 32.0, "plus": 58.0, "premium": 94.0][plan] ?? 32
    let price = cents(max(15, base + 9 * draws.normal()))
    let calls = Int64(max(0, 2.2 + 1.9 * draws.normal() - Double(tenure) * 0.012))
    let total = cents(price * Double(tenure) * (0.94 + 0.1 * draws.uniform()))
    let leaves = draws.chance(
      probability(
        plan: plan, payment: payment, tenure: Double(tenure), price: price / base,
        calls: Double(calls), age: Double(age)))
    // Signed up so many months before the first of November 2026.
    let signedUp =
      CivilDate.days(year: 2026, month: 11, day: 1) - tenure * 30
      - Int64(draws.uniform() * 28)
    return [
      .string("c-\(10_000 + customer)"),
      .string(region),
      .string(dirty(plan, &draws)),
      draws.chance(0.04) ? .null : .string(payment),
      .date(signedUp),
      draws.chance(0.06) ? .null : .int(age),
      .int(draws.chance(0.003) ? -1 : tenure),
      draws.chance(0.015) ? .null : .float(price),
      tenure == 0 ? .null : .float(total),
      .int(calls),
      .bool(leaves),
    ]
  }

  private func probability(
    plan: String, payment: String, tenure: Double, price: Double, calls: Double, age: Double
  ) -> Double {
    var score = -1.1 - 0.055 * tenure + 0.42 * max(0, calls - 2) + 2.4 * (price - 1)
    score += ["invoice": 0.55, "transfer": 0.1][payment] ?? 0
    // Newcomers on the dear plan who call often leave; old hands forgive.
    if plan == "premium", tenure < 9 { score += 1.3 }
    if calls >= 4, tenure < 18 { score += 1.2 }
    if age < 27, plan != "basic" { score += 0.8 }
    if age > 62 { score -= 0.9 }
    return 1 / (1 + exp(-score))
  }

  /// The plan as one of three people typed it.
  private func dirty(_ plan: String, _ draws: inout Draws) -> String {
    let capital = plan.prefix(1).uppercased() + plan.dropFirst()
    return draws.pick(
      [(plan, 0.8), (capital, 0.1), (plan.uppercased(), 0.06)], otherwise: " \(plan) ")
  }

  private func cents(_ amount: Double) -> Double { (amount * 100).rounded() / 100 }
}
