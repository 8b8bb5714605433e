import QuernTable
import QuernText

/// Made-up orders of the customers that `ShopCustomers` makes, as a shop's system exports them.
///
/// Orders know their customer by a name that was typed; some name none. Dates come in three forms,
/// amounts in five with three currencies, some are missing or `n/a`; items are missing or typed
/// wrong at times; notes are free text with discount codes, times and phone numbers in them; two
/// orders in a hundred are exported twice.
struct ShopOrders {
  static let schema = Schema(fields: [
    Field(name: "order_id", type: .int),
    Field(name: "customer", type: .string),
    Field(name: "ordered", type: .string),
    Field(name: "items", type: .int),
    Field(name: "amount", type: .string),
    Field(name: "note", type: .string),
  ])

  /// Orders come from so many customers, the first ones of the register.
  private static let companyCount = 384
  /// From 2024-01-01 on.
  private static let dayCount = 560

  let stream: RandomStream

  /// Rows in order; an order that was exported twice follows itself.
  func rows(count: Int) -> [[Scalar]] {
    var rows: [[Scalar]] = []
    rows.reserveCapacity(count)
    var order = 0
    while rows.count < count {
      var draws = Draws(stream.child(order))
      let row = self.row(order, &draws)
      rows.append(row)
      if draws.chance(0.02), rows.count < count { rows.append(row) }
      order += 1
    }
    return rows
  }

  private func row(_ order: Int, _ draws: inout Draws) -> [Scalar] {
    // The product of two draws: some customers order far more often than others.
    let place = draws.uniform() * draws.uniform() * Double(Self.companyCount)
    let company = Company(Int(place))
    let customer = draws.pick(
      [("Cash sale", 0.012), ("TEST", 0.004), ("Unknown Ltd", 0.008)],
      otherwise: TypedText.name(company.name, &draws))
    let day =
      CivilDate.days(year: 2024, month: 1, day: 1) + Int64(draws.below(Self.dayCount))
    let items = 1 + Int64(draws.uniform() * draws.uniform() * 40)
    let code = draws.pick(
      [("SPRING25", 0.06), ("welcome10", 0.06), ("STAFF50", 0.015)], otherwise: "")
    let share: Double = ["SPRING25": 0.75, "welcome10": 0.9, "STAFF50": 0.5][code] ?? 1
    let price = company.segment.price * share * max(0.4, 1 + 0.25 * draws.normal())
    let cents = Int64((Double(items) * price * 100).rounded())
    return [
      .int(Int64(5001 + order)),
      .string(customer),
      draws.chance(0.012) ? .null : .string(TypedText.date(day, &draws)),
      draws.pick([(.null, 0.03), (.int(-1), 0.003), (.int(999), 0.002)], otherwise: .int(items)),
      draws.pick(
        [(.null, 0.02), (.string("n/a"), 0.01)],
        otherwise: .string(TypedText.amount(cents, &draws))),
      note(code, &draws),
    ]
  }

  private func note(_ code: String, _ draws: inout Draws) -> Scalar {
    var parts: [String] = []
    if !code.isEmpty { parts.append(draws.chance(0.5) ? "code \(code)" : "Code: \(code)!") }
    if draws.chance(0.22) { parts.append("please call \(TypedText.phone(&draws)) first") }
    if draws.chance(0.2) { parts.append("deliver before \(8 + draws.below(9)):00") }
    if draws.chance(0.07) { parts.append("URGENT!!") }
    if draws.chance(0.06) { parts.append("back door, ask for Zoë") }
    return parts.isEmpty ? .null : .string(parts.joined(separator: draws.chance(0.5) ? "; " : ", "))
  }
}
