import QuernPlan
import QuernSyntax
import QuernTable
import QuernValue

/// `left op right` for every operator that looks at both sides.
final class BinaryNode: Node {
  private let operation: BinaryOperator
  private let left: Node
  private let right: Node

  init(_ operation: BinaryOperator, _ left: Node, _ right: Node, _ range: SourceRange) {
    self.operation = operation
    self.left = left
    self.right = right
    super.init(range)
  }

  override func evaluate(_ frame: Frame) throws(RuntimeError) -> Value {
    let a = try left.evaluate(frame)
    let b = try right.evaluate(frame)
    if case .int(let x) = a, case .int(let y) = b {
      switch operation {
      case .add:
        let (sum, overflow) = x.addingReportingOverflow(y)
        if !overflow { return .int(sum) }
      case .subtract:
        let (difference, overflow) = x.subtractingReportingOverflow(y)
        if !overflow { return .int(difference) }
      case .multiply:
        let (product, overflow) = x.multipliedReportingOverflow(by: y)
        if !overflow { return .int(product) }
      case .less: return .bool(x < y)
      case .lessOrEqual: return .bool(x <= y)
      case .greater: return .bool(x > y)
      case .greaterOrEqual: return .bool(x >= y)
      case .equal: return .bool(x == y)
      case .notEqual: return .bool(x != y)
      case .divide, .floorDivide, .remainder, .power, .in, .notIn, .and, .or, .coalesce, .range:
        break
      }
    }
    return try Operators.binary(operation, a, b, frame.machine, at: range)
  }
}

/// `and`, `or`: the right side is not looked at where the left one decides.
final class LogicNode: Node {
  private let isAnd: Bool
  private let left: Node
  private let right: Node

  init(isAnd: Bool, _ left: Node, _ right: Node, _ range: SourceRange) {
    self.isAnd = isAnd
    self.left = left
    self.right = right
    super.init(range)
  }

  override func evaluate(_ frame: Frame) throws(RuntimeError) -> Value {
    let a = try left.evaluate(frame)
    if case .bool(let value) = a, value != isAnd { return a }
    let b = try right.evaluate(frame)
    return try Operators.binary(isAnd ? .and : .or, a, b, frame.machine, at: range)
  }
}

/// `??`: the right side is not looked at where the left one is there.
final class CoalesceNode: Node {
  private let left: Node
  private let right: Node

  init(_ left: Node, _ right: Node, _ range: SourceRange) {
    self.left = left
    self.right = right
    super.init(range)
  }

  override func evaluate(_ frame: Frame) throws(RuntimeError) -> Value {
    let a = try left.evaluate(frame)
    switch a {
    case .null: return try right.evaluate(frame)
    case .column:
      return try Operators.binary(
        .coalesce, a, right.evaluate(frame), frame.machine, at: range)
    default: return a
    }
  }
}

final class UnaryNode: Node {
  private let operation: UnaryOperator
  private let operand: Node

  init(_ operation: UnaryOperator, _ operand: Node, _ range: SourceRange) {
    self.operation = operation
    self.operand = operand
    super.init(range)
  }

  override func evaluate(_ frame: Frame) throws(RuntimeError) -> Value {
    try Operators.unary(operation, operand.evaluate(frame), at: range)
  }
}

/// `is null`, `is not null`.
final class IsNullNode: Node {
  private let operand: Node
  private let negated: Bool

  init(_ operand: Node, negated: Bool, _ range: SourceRange) {
    self.operand = operand
    self.negated = negated
    super.init(range)
  }

  override func evaluate(_ frame: Frame) throws(RuntimeError) -> Value {
    let value = try operand.evaluate(frame)
    if case .column(let expression) = value {
      return .column(.isNull(expression, negated: negated))
    }
    return .bool(value.isNull != negated)
  }
}
