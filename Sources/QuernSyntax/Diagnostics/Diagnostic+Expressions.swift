/// What the parser says of expressions, and of what other languages write in them.
extension Diagnostic {
  /// Text short enough to be repeated in a message; what is longer or over lines becomes `…`.
  private static func short(_ text: String) -> String {
    text.count > 40 || text.contains("\n") ? "…" : text
  }

  // MARK: Parentheses

  static func pipeNeedsParentheses(
    _ pipe: String, rest: String, _ range: SourceRange, at place: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      code: "pipe-needs-parentheses",
      message: "after a piped call this needs parentheses around the pipe", range: place,
      label: "write (\(short(pipe)))\(short(rest))",
      fix: Fix(range: range, replacement: "(\(pipe))"))
  }

  static func needsParentheses(_ what: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "needs-parentheses", message: "\(what) needs parentheses around it here",
      range: range)
  }

  static func chainedComparison(
    first: String, middle: String?, rest: String, _ range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      code: "chained-comparison", message: "comparisons do not chain", range: range,
      label: middle.map { "write \(short(first)) and \(short($0)) \(short(rest))" }
        ?? "join them with `and`")
  }

  static func chainedRange(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "chained-comparison", message: "a range has two ends", range: range,
      label: "it takes no third part")
  }

  static func plusSign(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "foreign-sign", message: "a value takes no `+` before it", range: range,
      label: "leave it out", fix: Fix(range: range, replacement: ""))
  }

  static func doubleMinus(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "foreign-sign", message: "a value takes one `-` before it", range: range,
      label: "-(-x) is written with parentheses", hints: ["a comment begins with `#`"])
  }

  static func equalsInCondition(_ left: Expression, _ range: SourceRange) -> Diagnostic {
    var notes: [String] = []
    if case .column(let name) = left.kind {
      notes.append("A column is defined without its dot: \(name) = …")
    }
    return Diagnostic(
      code: "equals-in-condition", message: "`=` names a column or a value; `==` compares",
      range: range, label: "write ==", notes: notes,
      fix: Fix(range: range, replacement: "=="))
  }

  static func isWithoutNull(negated: Bool, _ range: SourceRange) -> Diagnostic {
    let sign = negated ? "!=" : "=="
    return Diagnostic(
      code: "is-without-null", message: "`is` asks for null alone", range: range,
      label: "write \(sign) to compare",
      fix: Fix(range: range, replacement: sign))
  }

  // MARK: Calls

  static func callWithoutParentheses(
    _ name: String, argument: String, _ range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      code: "call-without-parentheses", message: "a call has parentheses", range: range,
      label: "did you mean \(name)(\(short(argument)))?")
  }

  static func misspelledKeyword(_ name: String, _ keyword: String, _ range: SourceRange)
    -> Diagnostic
  {
    Diagnostic(
      code: "unexpected-text", message: "`\(name)` begins no statement", range: range,
      label: "did you mean \(keyword)?", fix: Fix(range: range, replacement: keyword))
  }

  /// `value.name(…)` where `value` is no used file. The parser finds it where the value is itself
  /// the result of something, the checker where it is a name.
  package static func methodCall(
    _ name: String, isColumn: Bool, _ range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      code: "method-call", message: "there are no methods", range: range,
      label: "pipe the value: value |> \(name)(…)")
  }

  static func columnCalled(_ name: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "method-call", message: "a column cannot be called", range: range,
      label: "a step is piped: |> \(name)(…)",
      fix: Fix(range: range, replacement: "|> \(name)"))
  }

  static func pipeTarget(found: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "pipe-target", message: "a call follows `|>`, not \(found)", range: range,
      label: "expected a word's or a function's name")
  }

  static func pipeIntoColumn(
    _ name: String, isCalled: Bool, _ range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      code: "pipe-target", message: "a call follows `|>`, not a column", range: range,
      label: isCalled
        ? "write \(name)(…), without the dot" : "a column is taken by select(.\(name))")
  }

  static func optionName(_ name: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "option-name", message: "an option's name is written bare", range: range,
      label: "write \(CanonicalName.spelled(name)): …",
      fix: Fix(range: range, replacement: CanonicalName.spelled(name)))
  }

  static func pythonSlice(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "foreign-index", message: "one element stands in brackets, not a stretch",
      range: range, label: "of a list: list[0..1], both ends in it; of a text: slice(text, 0, 2)")
  }

  static func indexCount(_ count: Int, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "foreign-index", message: "one index stands in brackets, not \(count)",
      range: range, notes: ["Rows of a table: filter; its columns: select(.a, .b)."])
  }

  static func emptyParentheses(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "missing-expression", message: "an expression is missing in the parentheses",
      range: range)
  }

  static func tuple(_ items: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "tuple", message: "there are no tuples", range: range,
      label: "write the list [\(short(items))]",
      fix: Fix(range: range, replacement: "[\(items)]"))
  }

  // MARK: Records

  static func recordSign(_ found: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "record-field", message: "a record's field takes `:`, not \(found)", range: range,
      label: "write :", fix: Fix(range: range, replacement: ":"))
  }

  static func recordShorthand(_ name: String, _ range: SourceRange) -> Diagnostic {
    let spelled = CanonicalName.spelled(name)
    return Diagnostic(
      code: "record-field", message: "this field has no value", range: range,
      label: "write \(spelled): …",
      notes: ["Braces hold a record: {name: value}; a block is do … end."])
  }

  static func recordNameQuoted(_ name: String, _ range: SourceRange) -> Diagnostic {
    let spelled = CanonicalName.spelled(name)
    return Diagnostic(
      code: "record-field", message: "a record's field is named without quotes or a dot",
      range: range, label: "write \(spelled): …",
      fix: Fix(range: range, replacement: spelled))
  }

  static func recordNameComputed(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "record-field", message: "the name of a record's field is written out",
      range: range, label: "without {} in it")
  }

  // MARK: if, for, case

  static func missingThen(after word: String, found: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "missing-then", message: "this `\(word)` has no `then`", range: range,
      label: "expected `then`, found \(found)")
  }

  static func missingElse(_ range: SourceRange, found: String) -> Diagnostic {
    Diagnostic(
      code: "missing-else", message: "this `if` has no `else`", range: range,
      label: "every `if` gives a value; `else null` where there is none")
  }

  static func elif(_ word: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "foreign-if", message: "`\(word)` is written `else if`", range: range,
      label: "write else if", fix: Fix(range: range, replacement: "else if"))
  }

  static func elseColon(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "foreign-if", message: "`else` takes no colon", range: range,
      label: "leave it out", fix: Fix(range: range, replacement: ""))
  }

  static func trailingIf(
    value: String, condition: String, other: String, _ range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      code: "foreign-if", message: "the condition comes first", range: range,
      label: "write if \(short(condition)) then \(short(value)) else \(short(other))",
      fix: Fix(range: range, replacement: "if \(condition) then \(value) else \(other)"))
  }

  static func questionMark(condition: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "foreign-if", message: "`?` does not belong here", range: range,
      label: "a choice is if \(short(condition)) then … else …")
  }

  static func missingIn(found: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "foreign-for", message: "this `for` has no `in`", range: range,
      label: "write for x in values: …")
  }

  static func missingColon(found: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "foreign-for", message: "a colon is missing before the body of this `for`",
      range: range, label: "found \(found)")
  }

  static func trailingFor(value: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "foreign-for", message: "the `for` comes first, and makes a list by itself",
      range: range, label: "write for x in values: \(short(value))")
  }

  static func caseSubject(_ subject: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "case-subject", message: "a `case` takes conditions, not a value", range: range,
      label: "write case when \(short(subject)) == … then …")
  }

  static func caseWithoutElse(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "missing-else", message: "this `case` has no `else`", range: range,
      label: "write else null where there is no value")
  }

  // MARK: Other languages

  static func pythonLambda(_ names: [String], _ range: SourceRange) -> Diagnostic {
    let head = names.count == 1 ? names[0] : "(\(names.joined(separator: ", ")))"
    return Diagnostic(
      code: "foreign-function", message: "a function value is written with `=>`", range: range,
      label: "write \(head) => …")
  }

  static func foreignConstant(
    _ name: String, meant: String, _ range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      code: "foreign-constant", message: "`\(name)` is written `\(meant)`", range: range,
      label: "write \(meant)", fix: Fix(range: range, replacement: meant))
  }

  static func foreignStatement(
    _ statement: ForeignStatement, _ range: SourceRange
  ) -> Diagnostic {
    Diagnostic(
      code: "foreign-statement", message: "there is no `\(statement.word)` statement",
      range: range, label: statement.advice)
  }

  static func missingLet(_ name: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "missing-let", message: "a name is defined by `let`", range: range,
      label: "write let \(name) = …",
      fix: Fix(range: SourceRange(range.lower, range.lower), replacement: "let "))
  }

  static func nothingChanges(_ target: Expression.Kind, _ range: SourceRange) -> Diagnostic {
    let advice =
      switch target {
      case .column(let name): "a column is made by table |> derive(\(name) = …)"
      case .index, .field: "a new table is made by derive or update, a new record by {…}"
      default: "`==` compares; a name is defined by let x = …"
      }
    return Diagnostic(
      code: "assignment", message: "nothing changes in place", range: range, label: advice)
  }

  static func emptyInterpolation(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "empty-interpolation", message: "an expression is missing in {}", range: range,
      label: "a brace that stands for itself is \\{")
  }

  static func formatSpecification(_ text: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "format-specification", message: "`\(short(text))` does not belong in {}",
      range: range, label: "numbers are rounded by round(x, 2)")
  }
}
