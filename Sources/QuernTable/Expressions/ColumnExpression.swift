/// An expression over the columns of a table: what `.x > 3` is as a value.
///
/// It holds names only. A verb checks it against a schema once and binds it to slots.
package indirect enum ColumnExpression: Hashable, Sendable {
  case column(String)
  case literal(Scalar)
  case unary(UnaryOperation, ColumnExpression)
  case binary(BinaryOperation, ColumnExpression, ColumnExpression)
  /// `is null`, or `is not null`.
  case isNull(ColumnExpression, negated: Bool)
  /// `in [a, b]`, or `not in`; a null value, or a null among the list, follows Kleene logic.
  case member(ColumnExpression, [Scalar], negated: Bool)
  /// `in a..b`, both ends included.
  case between(ColumnExpression, ColumnExpression, ColumnExpression)
  /// Condition, value where it is true, value elsewhere (also where the condition is null).
  case conditional(ColumnExpression, ColumnExpression, ColumnExpression)
  case function(ScalarFunction, [ColumnExpression])
  /// In `derive` and `filter` over the whole table, or over `by:`.
  case aggregate(Aggregate, ColumnExpression?)
  /// Argument and order, as many of them as the window has; within `by:`, or the whole table.
  case window(Window, [ColumnExpression])

  package enum UnaryOperation: String, Hashable, Sendable, CaseIterable {
    case negate
    case not
  }

  package enum BinaryOperation: String, Hashable, Sendable, CaseIterable {
    case add, subtract, multiply, divide, floorDivide, modulo, power
    case equal, notEqual, less, lessEqual, greater, greaterEqual
    case and, or
    case coalesce

    /// The operator as users write it.
    package var symbol: String {
      switch self {
      case .add: "+"
      case .subtract: "-"
      case .multiply: "*"
      case .divide: "/"
      case .floorDivide: "//"
      case .modulo: "%"
      case .power: "^"
      case .equal: "=="
      case .notEqual: "!="
      case .less: "<"
      case .lessEqual: "<="
      case .greater: ">"
      case .greaterEqual: ">="
      case .and: "and"
      case .or: "or"
      case .coalesce: "??"
      }
    }

    package var isComparison: Bool {
      switch self {
      case .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual: true
      case .add, .subtract, .multiply, .divide, .floorDivide, .modulo, .power, .and, .or,
        .coalesce:
        false
      }
    }
  }
}

extension ColumnExpression {
  /// The direct parts of the expression.
  package var children: [ColumnExpression] {
    switch self {
    case .column, .literal: []
    case .unary(_, let a), .isNull(let a, _), .member(let a, _, _): [a]
    case .binary(_, let a, let b): [a, b]
    case .between(let a, let b, let c), .conditional(let a, let b, let c): [a, b, c]
    case .function(_, let arguments), .window(_, let arguments): arguments
    case .aggregate(_, let argument): argument.map { [$0] } ?? []
    }
  }

  /// The same expression with other parts, in the order of `children`.
  func replacing(children new: [ColumnExpression]) -> ColumnExpression {
    switch self {
    case .column, .literal: self
    case .unary(let operation, _): .unary(operation, new[0])
    case .isNull(_, let negated): .isNull(new[0], negated: negated)
    case .member(_, let values, let negated): .member(new[0], values, negated: negated)
    case .binary(let operation, _, _): .binary(operation, new[0], new[1])
    case .between: .between(new[0], new[1], new[2])
    case .conditional: .conditional(new[0], new[1], new[2])
    case .function(let function, _): .function(function, new)
    case .aggregate(let aggregate, let argument):
      .aggregate(aggregate, argument == nil ? nil : new[0])
    case .window(let window, _): .window(window, new)
    }
  }

  /// The same expression with another one in place of a column.
  package func substituting(
    _ expression: ColumnExpression, for column: String
  ) -> ColumnExpression {
    if case .column(let name) = self, NameKey(name) == NameKey(column) { return expression }
    return replacing(children: children.map { $0.substituting(expression, for: column) })
  }

  /// The names of all columns the expression reads.
  package var columns: Set<String> {
    var names: Set<String> = []
    collectColumns(into: &names)
    return names
  }

  private func collectColumns(into names: inout Set<String>) {
    if case .column(let name) = self { names.insert(name) }
    for child in children { child.collectColumns(into: &names) }
  }

  /// Whether an aggregate or a window stands anywhere in it: a row's value needs other rows.
  package var hasAggregate: Bool {
    switch self {
    case .aggregate, .window: true
    case .column, .literal, .unary, .binary, .isNull, .member, .between, .conditional, .function:
      children.contains(where: \.hasAggregate)
    }
  }

  /// Whether it draws a number for each row: by the row's place in its table.
  var drawsByRow: Bool {
    if case .function(.normal, _) = self { return true }
    return children.contains(where: \.drawsByRow)
  }

  /// How deep the tree is; verbs refuse what is deeper than `Limits.expressionDepthMax`.
  var depth: Int { 1 + (children.map(\.depth).max() ?? 0) }
}
