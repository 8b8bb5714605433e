import Glibc
import QuernPlan
import QuernSyntax
import QuernValue

/// `+ - * / // % ^` on values that are not null.
enum Arithmetic {
  static func apply(
    _ operation: BinaryOperator, _ a: Value, _ b: Value, _ machine: Machine,
    at range: SourceRange
  ) throws(RuntimeError) -> Value {
    switch (a, b) {
    case (.int(let x), .int(let y)): return try ints(operation, x, y, machine, range)
    case (.float(let x), .float(let y)): return floats(operation, x, y, machine)
    case (.int(let x), .float(let y)): return floats(operation, Double(x), y, machine)
    case (.float(let x), .int(let y)): return floats(operation, x, Double(y), machine)
    case (.string(let x), .string(let y)) where operation == .add: return .string(x + y)
    case (.list(let x), .list(let y)) where operation == .add:
      try machine.tooLong(x.count + y.count, at: range)
      return .list(x + y)
    default:
      guard let value = try Moments.apply(operation, a, b, machine, at: range) else {
        throw Operators.mismatch(operation, a, b, range)
      }
      return value
    }
  }

  private static func ints(
    _ operation: BinaryOperator, _ x: Int64, _ y: Int64, _ machine: Machine,
    _ range: SourceRange
  ) throws(RuntimeError) -> Value {
    let outcome: (partialValue: Int64, overflow: Bool)
    switch operation {
    case .add: outcome = x.addingReportingOverflow(y)
    case .subtract: outcome = x.subtractingReportingOverflow(y)
    case .multiply: outcome = x.multipliedReportingOverflow(by: y)
    case .floorDivide:
      if y == 0 { return byZero(machine) }
      outcome = floorQuotient(x, y)
    case .remainder:
      if y == 0 { return byZero(machine) }
      return .int(floorRemainder(x, y))
    case .power:
      if y < 0 { return floats(.power, Double(x), Double(y), machine) }
      outcome = power(x, y)
    case .divide, .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in, .notIn,
      .and, .or, .coalesce, .range:
      return floats(operation, Double(x), Double(y), machine)
    }
    guard !outcome.overflow else {
      throw RuntimeError(.integerOverflow(operation.spelling, at: range))
    }
    return .int(outcome.partialValue)
  }

  static func floorQuotient(_ x: Int64, _ y: Int64) -> (partialValue: Int64, overflow: Bool) {
    let (quotient, overflow) = x.dividedReportingOverflow(by: y)
    if overflow { return (0, true) }
    let isInexact = quotient &* y != x
    return (isInexact && (x < 0) != (y < 0) ? quotient - 1 : quotient, false)
  }

  static func floorRemainder(_ x: Int64, _ y: Int64) -> Int64 {
    if y == -1 { return 0 }
    let rest = x % y
    return rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest
  }

  private static func power(_ base: Int64, _ exponent: Int64) -> (Int64, Bool) {
    var result: Int64 = 1
    var square = base
    var left = exponent
    while true {
      if left & 1 == 1 {
        let (product, overflow) = result.multipliedReportingOverflow(by: square)
        if overflow { return (0, true) }
        result = product
      }
      left >>= 1
      if left == 0 { return (result, false) }
      let (next, overflow) = square.multipliedReportingOverflow(by: square)
      if overflow { return (0, true) }
      square = next
    }
  }

  static func floats(
    _ operation: BinaryOperator, _ x: Double, _ y: Double, _ machine: Machine
  ) -> Value {
    let result: Double
    switch operation {
    case .add: result = x + y
    case .subtract: result = x - y
    case .multiply: result = x * y
    case .divide:
      if y == 0 { return byZero(machine) }
      result = x / y
    case .floorDivide:
      if y == 0 { return byZero(machine) }
      result = floor(x / y)
    case .remainder:
      if y == 0 { return byZero(machine) }
      let rest = fmod(x, y)
      result = rest != 0 && (rest < 0) != (y < 0) ? rest + y : rest
    case .power: result = pow(x, y)
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in, .notIn, .and,
      .or, .coalesce, .range:
      return .null
    }
    guard result.isFinite else {
      machine.numbersLost += 1
      return .null
    }
    return .float(result)
  }

  private static func byZero(_ machine: Machine) -> Value {
    machine.divisionsByZero += 1
    return .null
  }
}
