/// An expression and where it stands. Parentheses leave no node: `(a + b)` is `a + b`, with the
/// range of the whole.
package struct Expression: Hashable, Sendable {
  package var kind: Kind
  package var range: SourceRange

  package init(_ kind: Kind, _ range: SourceRange) {
    self.kind = kind
    self.range = range
  }

  package indirect enum Kind: Hashable, Sendable {
    case null
    case bool(Bool)
    case int(Int64)
    case float(Double)
    case string([StringPart])
    case date(DateLiteral)
    case duration(DurationLiteral)
    /// A number of bytes: `2GiB`.
    case size(Int64)
    /// `.x`, in prefix position.
    case column(String)
    case name(String)
    case list([Expression])
    case record([RecordField])
    case call(Call)
    /// `v.x`, glued.
    case field(Expression, Name)
    case index(Expression, Expression)
    case unary(UnaryOperator, Expression)
    case binary(BinaryOperator, Expression, Expression)
    /// `e is null`, `e is not null`.
    case isNull(Expression, negated: Bool)
    /// `e |> f(a)`; the call is as written, without the piped value among its arguments.
    case pipe(Expression, Call)
    case lambda([Name], Expression)
    /// `if condition then a else b`.
    case conditional(Expression, Expression, Expression)
    /// `for pattern in source if condition: body`.
    case loop(Pattern, source: Expression, condition: Expression?, body: Expression)
    case cases([CaseArm], otherwise: Expression)
    /// `do … end`: statements are `let`s and expressions; the last expression is its result.
    case block([Statement], result: Expression)
    /// Stands where the text could not be read; a diagnostic says why.
    case error
  }
}

/// A piece of a string literal.
package enum StringPart: Hashable, Sendable {
  /// Text with its escapes already taken.
  case text(String)
  /// `{e}`.
  case expression(Expression)
}

/// `name: value` of a record.
package struct RecordField: Hashable, Sendable {
  package var name: Name
  package var value: Expression

  package init(name: Name, value: Expression) {
    self.name = name
    self.value = value
  }
}

/// `when condition then value`.
package struct CaseArm: Hashable, Sendable {
  package var condition: Expression
  package var value: Expression

  package init(condition: Expression, value: Expression) {
    self.condition = condition
    self.value = value
  }
}

extension Expression {
  /// The text of a string literal without interpolation; nil for every other expression.
  package var literalText: String? {
    guard case .string(let parts) = kind else { return nil }
    var whole = ""
    for part in parts {
      guard case .text(let text) = part else { return nil }
      whole += text
    }
    return whole
  }

  /// Whether it is a number, a string, a date or the like, which has a spelling of its own.
  package var isLiteral: Bool {
    switch kind {
    case .null, .bool, .int, .float, .string, .date, .duration, .size: true
    case .column, .name, .list, .record, .call, .field, .index, .unary, .binary, .isNull, .pipe,
      .lambda, .conditional, .loop, .cases, .block, .error:
      false
    }
  }

  /// A string literal without interpolation.
  package static func text(_ text: String, _ range: SourceRange) -> Expression {
    Expression(.string(text.isEmpty ? [] : [.text(text)]), range)
  }
}
