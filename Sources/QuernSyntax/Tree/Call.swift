/// A call: `f(a, b: 1)`, or `f` after a pipe.
package struct Call: Hashable, Sendable {
  package var callee: CallTarget
  package var arguments: [Argument]
  package var range: SourceRange
  /// False only after a pipe: `t |> head`.
  package var hasParentheses: Bool

  package init(
    callee: CallTarget, arguments: [Argument], range: SourceRange, hasParentheses: Bool = true
  ) {
    self.callee = callee
    self.arguments = arguments
    self.range = range
    self.hasParentheses = hasParentheses
  }
}

/// What is called.
package indirect enum CallTarget: Hashable, Sendable {
  /// `f(…)`.
  case name(Name)
  /// `lib.f(…)`: at least two names. Of a used file; of a value it is a mistake, or a field that
  /// holds a function.
  case path([Name])
  /// `(x => x + 1)(2)`, `fs[0](2)`.
  case expression(Expression)

  package var range: SourceRange {
    switch self {
    case .name(let name): name.range
    case .path(let names):
      names.dropFirst().reduce(names.first?.range ?? SourceRange(0, 0)) { $0.union($1.range) }
    case .expression(let expression): expression.range
    }
  }
}

/// One argument of a call.
package struct Argument: Hashable, Sendable {
  package enum Label: Hashable, Sendable {
    case none
    /// `x: e`: an option.
    case option(Name)
    /// `x = e`: the definition of a column.
    case definition(Name)
  }

  package var label: Label
  package var value: Expression
  package var range: SourceRange

  package init(label: Label, value: Expression, range: SourceRange) {
    self.label = label
    self.value = value
    self.range = range
  }
}
