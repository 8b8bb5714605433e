import QuernPlan
import QuernSyntax
import QuernText
import QuernValue

/// Arithmetic of dates, times, durations and sizes.
enum Moments {
  /// Nil where the operator does not go between the two.
  static func apply(
    _ operation: BinaryOperator, _ a: Value, _ b: Value, _ machine: Machine,
    at range: SourceRange
  ) throws(RuntimeError) -> Value? {
    switch (operation, a, b) {
    case (.add, .duration(let m, let x), .duration(let n, let y)):
      return try span(
        TimeSpan(months: m, microseconds: x).adding(
          TimeSpan(months: n, microseconds: y)), range)
    case (.subtract, .duration(let m, let x), .duration(let n, let y)):
      return try span(
        TimeSpan(months: n, microseconds: y).negated.flatMap {
          TimeSpan(months: m, microseconds: x).adding($0)
        }, range)
    case (.add, _, .duration(let months, let microseconds)):
      return try move(a, TimeSpan(months: months, microseconds: microseconds), range)
    case (.add, .duration(let months, let microseconds), _):
      return try move(b, TimeSpan(months: months, microseconds: microseconds), range)
    case (.subtract, _, .duration(let months, let microseconds)):
      let back = TimeSpan(months: months, microseconds: microseconds).negated
      return try back.flatMap { (span: TimeSpan) throws(RuntimeError) in
        try move(a, span, range)
      }
    case (.subtract, _, _): return try distance(a, b, range)
    case (.multiply, .duration, _), (.multiply, .size, _):
      return try scaled(a, by: b, range)
    case (.multiply, _, .duration), (.multiply, _, .size):
      return try scaled(b, by: a, range)
    case (.add, .size(let x), .size(let y)):
      return .size(try whole(x.addingReportingOverflow(y), "+", range))
    case (.divide, _, _), (.floorDivide, _, _), (.remainder, _, _):
      return try divided(operation, a, b, machine, range)
    default: return nil
    }
  }

  /// A date stays a date: only whole days can be added to it.
  private static func move(
    _ value: Value, _ span: TimeSpan, _ range: SourceRange
  ) throws(RuntimeError) -> Value? {
    switch value {
    case .date(let days):
      guard span.microseconds % CivilTime.perDay == 0 else {
        throw RuntimeError(.partOfDay(at: range))
      }
      guard let moved = CivilDateTime(microseconds: days * CivilTime.perDay).adding(span) else {
        throw RuntimeError(.dateOverflow(at: range))
      }
      return .date(moved.date.days)
    case .datetime(let microseconds):
      guard let moved = CivilDateTime(microseconds: microseconds).adding(span) else {
        throw RuntimeError(.dateOverflow(at: range))
      }
      return .datetime(moved.microseconds)
    case .instant(let microseconds):
      guard let moved = Instant(microseconds: microseconds).adding(span) else {
        throw RuntimeError(.dateOverflow(at: range))
      }
      return .instant(moved.microseconds)
    case .time(let microseconds):
      guard span.months == 0 else { throw RuntimeError(.monthsOfDay(at: range)) }
      // A time of day goes round the clock.
      let day = CivilTime.perDay
      let moved = (microseconds + span.microseconds % day) % day
      return .time(moved < 0 ? moved + day : moved)
    default: return nil
    }
  }

  /// The exact time between two moments of one kind, or two sizes.
  private static func distance(
    _ a: Value, _ b: Value, _ range: SourceRange
  ) throws(RuntimeError) -> Value? {
    switch (a, b) {
    case (.date(let x), .date(let y)):
      let (span, overflow) = (x - y).multipliedReportingOverflow(by: CivilTime.perDay)
      return .duration(months: 0, microseconds: try whole((span, overflow), "-", range))
    case (.datetime(let x), .datetime(let y)), (.instant(let x), .instant(let y)),
      (.time(let x), .time(let y)):
      return .duration(
        months: 0, microseconds: try whole(x.subtractingReportingOverflow(y), "-", range))
    case (.size(let x), .size(let y)):
      return .size(try whole(x.subtractingReportingOverflow(y), "-", range))
    default: return nil
    }
  }

  private static func scaled(
    _ value: Value, by factor: Value, _ range: SourceRange
  ) throws(RuntimeError) -> Value? {
    switch (value, factor) {
    case (.duration(let months, let microseconds), .int(let times)):
      return try span(
        TimeSpan(months: months, microseconds: microseconds).multiplied(by: times), range)
    case (.duration(let months, let microseconds), .float(let times)):
      guard months == 0 else { throw RuntimeError(.monthLength(at: range)) }
      return .duration(
        months: 0, microseconds: try rounded(Double(microseconds) * times, "*", range))
    case (.size(let size), .int(let times)):
      return .size(try whole(size.multipliedReportingOverflow(by: times), "*", range))
    case (.size(let size), .float(let times)):
      return .size(try rounded(Double(size) * times, "*", range))
    default: return nil
    }
  }

  private static func divided(
    _ operation: BinaryOperator, _ a: Value, _ b: Value, _ machine: Machine,
    _ range: SourceRange
  ) throws(RuntimeError) -> Value? {
    let isSize: Bool
    let numerator: Int64
    switch a {
    case .size(let value): (isSize, numerator) = (true, value)
    case .duration(let months, let value):
      guard months == 0 else { throw RuntimeError(.monthLength(at: range)) }
      (isSize, numerator) = (false, value)
    default: return nil
    }
    func same(_ value: Int64) -> Value {
      isSize ? .size(value) : .duration(months: 0, microseconds: value)
    }
    switch b {
    case .size(let y) where isSize, .duration(0, let y) where !isSize:
      switch try Arithmetic.apply(operation, .int(numerator), .int(y), machine, at: range) {
      case .int(let rest) where operation == .remainder: return same(rest)
      case let result: return result
      }
    case .duration where !isSize: throw RuntimeError(.monthLength(at: range))
    case .int(let y) where operation == .divide:
      return try share(numerator, Double(y), machine, range).map(same) ?? .null
    case .float(let y) where operation == .divide:
      return try share(numerator, y, machine, range).map(same) ?? .null
    default: return nil
    }
  }

  private static func share(
    _ value: Int64, _ divisor: Double, _ machine: Machine, _ range: SourceRange
  ) throws(RuntimeError) -> Int64? {
    if divisor == 0 {
      machine.divisionsByZero += 1
      return nil
    }
    return try rounded(Double(value) / divisor, "/", range)
  }

  private static func span(
    _ span: TimeSpan?, _ range: SourceRange
  ) throws(RuntimeError) -> Value {
    guard let span else { throw RuntimeError(.integerOverflow("duration", at: range)) }
    return .duration(months: span.months, microseconds: span.microseconds)
  }

  private static func whole(
    _ outcome: (partialValue: Int64, overflow: Bool), _ operation: String, _ range: SourceRange
  ) throws(RuntimeError) -> Int64 {
    guard !outcome.overflow else {
      throw RuntimeError(.integerOverflow(operation, at: range))
    }
    return outcome.partialValue
  }

  private static func rounded(
    _ value: Double, _ operation: String, _ range: SourceRange
  ) throws(RuntimeError) -> Int64 {
    guard let result = Int64(exactly: value.rounded(.toNearestOrEven)) else {
      throw RuntimeError(.integerOverflow(operation, at: range))
    }
    return result
  }
}
