/// An operator before its operand.
package enum UnaryOperator: String, Hashable, Sendable, CaseIterable {
  case negate = "-"
  case not = "not"
}

/// An operator between two operands, with its spelling.
package enum BinaryOperator: String, Hashable, Sendable, CaseIterable {
  case add = "+"
  case subtract = "-"
  case multiply = "*"
  /// Floats, always: `7 / 2` is 3.5.
  case divide = "/"
  case floorDivide = "//"
  case remainder = "%"
  case power = "^"
  case equal = "=="
  case notEqual = "!="
  case less = "<"
  case lessOrEqual = "<="
  case greater = ">"
  case greaterOrEqual = ">="
  case `in` = "in"
  case notIn = "not in"
  case and = "and"
  case or = "or"
  case coalesce = "??"
  case range = ".."

  package var spelling: String { rawValue }

  /// Comparisons do not chain.
  package var isComparison: Bool {
    switch self {
    case .equal, .notEqual, .less, .lessOrEqual, .greater, .greaterOrEqual, .in, .notIn: true
    case .add, .subtract, .multiply, .divide, .floorDivide, .remainder, .power, .and, .or,
      .coalesce, .range:
      false
    }
  }
}
