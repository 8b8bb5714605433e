internal import QuernNotebook
internal import QuernSystem
internal import QuernText

/// How much of a budget is spent.
package struct BudgetStanding: Sendable, Hashable {
  package var budget: Budget
  /// In the budget's unit.
  package var spent: Double
  /// When its period began, in microseconds since 1970.
  package var since: Int64

  package var share: Double { spent / budget.amount.value }
  package var isSpent: Bool { share >= 1 }

  /// `$0.41 of $0.50 a day (82 %)`
  package var words: String {
    let amount = budget.amount
    return "\(BudgetAmount.words(spent, amount.unit)) of \(amount.words) (\(Int(share * 100)) %)"
  }

  /// Why a session is stopped, or not begun, and how to go on.
  package var stopMessage: String {
    "the budget of \(budget.scope.words) is spent: \(words). Nothing is lost. Hint: \(remedy)"
  }

  /// What is said when it is nearly spent.
  package var warning: String {
    let end = budget.stops ? "; at the end the session is stopped, with all values kept" : ""
    return "the budget of \(budget.scope.words): \(words)\(end)"
  }

  private var remedy: String {
    let raise =
      budget.isOfNotebook
      ? "raise `budget:` in the notebook's front matter"
      : "`quern budget set AMOUNT\(budget.scope.option)` raises it"
    switch budget.amount.period {
    case .total: return raise
    case .day: return raise + ", or go on tomorrow (UTC)"
    case .month: return raise + ", or go on next month (UTC)"
    }
  }

  /// How budgets stand now.
  package static func of(
    _ budgets: [Budget], home: String, now: Int64 = Clock.system.now()
  ) throws(SessionError) -> [BudgetStanding] {
    guard !budgets.isEmpty else { return [] }
    let uses = try SessionUses(home: home, now: now).all()
    let prices = InstancePrices.find(home: home)
    return budgets.map { budget in
      let since = start(of: budget.amount.period, now)
      var spent = 0.0
      for use in uses where budget.scope.covers(use) {
        let hours = use.seconds(from: since, until: now) / 3600
        switch budget.amount.unit {
        case .hours: spent += hours
        case .usd: spent += hours * (prices[use.instance]?.usdPerHour ?? 0)
        }
      }
      return BudgetStanding(budget: budget, spent: spent, since: since)
    }
  }

  private static func start(of period: BudgetAmount.Period, _ now: Int64) -> Int64 {
    let dayMicroseconds: Int64 = 86_400_000_000
    let day = now / dayMicroseconds
    switch period {
    case .total: return 0
    case .day: return day * dayMicroseconds
    case .month:
      let date = CivilDate(days: day)
      return (CivilDate(year: date.year, month: date.month, day: 1)?.days ?? day)
        * dayMicroseconds
    }
  }

  /// Seconds until more than so much of it is spent, where one session spends it at this price;
  /// nil where it never will be.
  func secondsUntil(share: Double, usdPerHour: Double?) -> Double? {
    let left = max(0, share * budget.amount.value - spent)
    switch budget.amount.unit {
    case .hours: return left * 3600
    case .usd:
      guard let usdPerHour, usdPerHour > 0 else { return nil }
      return left / usdPerHour * 3600
    }
  }
}
