internal import QuernText

/// How much may be spent, and in which time: `5 usd/month`, `$0.50`, `2h/day`.
package struct BudgetAmount: Sendable, Hashable {
  package enum Unit: String, Sendable, Hashable, CaseIterable {
    /// US dollars at the price list's prices: running here is free.
    case usd
    case hours
  }

  /// Days and months of UTC.
  package enum Period: String, Sendable, Hashable, CaseIterable {
    case day
    case month
    case total
  }

  package var value: Double
  package var unit: Unit
  package var period: Period

  package init(value: Double, unit: Unit, period: Period) {
    self.value = value
    self.unit = unit
    self.period = period
  }

  /// What is wrong with a text that is no amount.
  package static func problem(_ text: String) -> String {
    "expected an amount such as `5 usd/month`, `$0.50`, `2h/day` or `3h`, found `\(text)`"
  }

  /// Reads the forms above; nil where the text is none of them.
  package init?(text: String) {
    var body = text.filter { $0 != " " }.lowercased()[...]
    var period = Period.total
    if let slash = body.firstIndex(of: "/") {
      guard let named = Period(rawValue: String(body[body.index(after: slash)...])) else {
        return nil
      }
      period = named
      body = body[..<slash]
    }
    var unit: Unit?
    if body.hasPrefix("$") {
      unit = .usd
      body = body.dropFirst()
    }
    for (suffix, named) in Self.suffixes where unit == nil && body.hasSuffix(suffix) {
      unit = named.unit
      body = body.dropLast(suffix.count)
      guard let number = Double(body), number > 0, number.isFinite else { return nil }
      self.init(value: number * named.factor, unit: named.unit, period: period)
      return
    }
    guard let unit, let number = Double(body), number > 0, number.isFinite else { return nil }
    self.init(value: number, unit: unit, period: period)
  }

  private static let suffixes: [(String, (unit: Unit, factor: Double))] = [
    ("usd", (.usd, 1)), ("hours", (.hours, 1)), ("hour", (.hours, 1)), ("min", (.hours, 1.0 / 60)),
    ("h", (.hours, 1)), ("s", (.hours, 1.0 / 3600)),
  ]

  /// As it is read again: `0.5 usd/day`.
  package var text: String {
    let end = period == .total ? "" : "/\(period.rawValue)"
    let isWhole = value == value.rounded() && value < 1e15
    let number = isWhole ? "\(Int64(value))" : Numbers.shortest(value)
    return "\(number) \(unit.rawValue)\(end)"
  }

  /// `$0.50 a day`, `2 h`.
  package var words: String {
    let end = period == .total ? " in all" : " a \(period.rawValue)"
    return Self.words(value, unit) + end
  }

  /// `$0.41`, `2 h`.
  package static func words(_ value: Double, _ unit: Unit) -> String {
    switch unit {
    case .usd:
      guard value > 0, value < 0.1 else { return "$" + Numbers.fixed(value, places: 2) }
      // Two digits that mean something, and no exponent.
      guard value >= 0.000_001 else { return "<$0.000001" }
      var places = 2
      var least = 0.1
      while value < least, places < 7 {
        places += 1
        least /= 10
      }
      return "$" + Numbers.fixed(value, places: min(7, places))
    case .hours: return Numbers.seconds(value * 3600)
    }
  }
}
