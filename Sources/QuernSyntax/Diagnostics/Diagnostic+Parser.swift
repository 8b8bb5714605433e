/// What the parser says of tokens, brackets and lines.
extension Diagnostic {
  static func unexpected(
    _ found: String, _ range: SourceRange, expected: String
  ) -> Diagnostic {
    Diagnostic(
      code: "unexpected-text", message: "\(found) does not belong here", range: range,
      label: "expected \(expected)")
  }

  static func missing(_ what: String, found: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "missing-text", message: "\(what) is missing", range: range,
      label: "found \(found)")
  }

  static func expressionExpected(found: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "missing-expression", message: "an expression is missing before \(found)",
      range: range,
      hints: found == "`?`"
        ? ["the manual of a word: ?filter at the prompt, `quern words filter` in a shell"] : [])
  }

  static func missingOperand(
    after previous: String, found: String, _ range: SourceRange
  ) -> Diagnostic {
    let shown = previous.count > 20 ? "this" : "`\(previous)`"
    return Diagnostic(
      code: "missing-expression", message: "an expression is missing after \(shown)",
      range: range, label: "found \(found)")
  }

  static func missingComma(before found: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "missing-comma", message: "a comma is missing before \(found)", range: range,
      fix: Fix(range: range, replacement: ","))
  }

  static func unclosedBracket(
    _ opener: String, _ range: SourceRange, before found: String
  ) -> Diagnostic {
    Diagnostic(
      code: "unclosed-bracket", message: "this `\(opener)` is not closed", range: range,
      label: "expected its closing one before \(found)")
  }

  static func unclosedWords(_ word: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "missing-end", message: "this `\(word)` has no `end`", range: range)
  }

  static func unmatched(_ sign: String, opener: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "unmatched-bracket", message: "there is no `\(opener)` that this `\(sign)` closes",
      range: range)
  }

  static func missingNewline(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "missing-newline", message: "a new line follows `do`", range: range,
      fix: Fix(range: range, replacement: "\n"))
  }

  static func tooDeep(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "too-deep", message: "this is nested too deep to be read", range: range,
      hints: ["give a part of it a name with `let`"])
  }

  static func detachedField(_ name: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "detached-field", message: "a column cannot stand right after a value",
      range: range, label: "a field is written without the blank: value.\(name)")
  }

  static func detachedUnit(_ number: String, _ unit: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "unexpected-text", message: "a unit stands right behind its number", range: range,
      label: "write \(number)\(unit), without the blank")
  }

  static func strayColon(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "unexpected-text", message: "`:` does not belong here", range: range,
      label: "`:` sets an option or a record's field; a name is defined by let x = …")
  }

  // MARK: Names

  static func keywordAsName(_ keyword: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "keyword-as-name", message: "`\(keyword)` is a keyword and cannot be a name here",
      range: range, notes: ["Columns, fields and options may be named by keywords; names may not."])
  }

  static func quotedName(_ name: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "quoted-name", message: "a name is of letters, digits and `_`", range: range,
      notes: ["Backticks are for columns, fields and options."])
  }

  static func quotedColumn(_ name: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "quoted-name", message: "a column begins with a dot", range: range,
      label: "write .`\(name)`",
      fix: Fix(range: SourceRange(range.lower, range.lower), replacement: "."))
  }

  static func dottedName(_ name: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "dotted-name", message: "a name is defined without the dot", range: range,
      label: "write \(name)", fix: Fix(range: range, replacement: name))
  }

  static func duplicateName(_ name: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "duplicate-name", message: "`\(name)` stands here twice", range: range)
  }

  // MARK: Blocks

  static func statementInBlock(_ word: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "misplaced-statement", message: "`\(word)` stands at the top of a cell only",
      range: range, label: "in a block stand `let` and expressions")
  }

  static func statementInExpression(_ word: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "misplaced-statement", message: "`\(word)` begins a statement, on a line of its own",
      range: range,
      hints: word == "let" ? ["a block may hold it: do … end, over lines"] : [])
  }

  static func functionInExpression(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "misplaced-statement", message: "a function inside of an expression has no `fn`",
      range: range, label: "write x => …, or (x, y) => …")
  }

  static func blockWithoutValue(isEmpty: Bool, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "block-without-value",
      message: isEmpty ? "this block is empty" : "this block ends in a `let`",
      range: range, label: "its last line is its value: an expression")
  }

  // MARK: Declarations

  static func letWithoutValue(_ name: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "let-without-value", message: "this `let` gives `\(name)` no value", range: range,
      label: "expected `=`")
  }

  static func assignWanted(_ reason: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "let-without-value", message: "`let` wants `=` here", range: range, label: reason,
      fix: Fix(range: range, replacement: " ="))
  }

  static func typedLet(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "typed-let", message: "a `let` takes no type", range: range, label: "leave it out",
      fix: Fix(range: range, replacement: ""))
  }

  static func patternWithoutNames(_ range: SourceRange) -> Diagnostic {
    Diagnostic(code: "missing-text", message: "a name is missing", range: range)
  }

  static func patternWithoutParentheses(_ names: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "needs-parentheses", message: "several names stand in parentheses", range: range,
      label: "write (\(names))", fix: Fix(range: range, replacement: "(\(names))"))
  }

  static func paramWithoutType(_ name: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "param-without-type", message: "a `param` has a type", range: range,
      label: "write param \(name): type = value",
      notes: ["Types: bool int float str date time datetime instant duration size secret."])
  }

  static func typeArguments(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "unexpected-text", message: "one type stands in the brackets of a type",
      range: range, label: "as in list[int]")
  }

  static func functionWithoutFormals(_ name: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "missing-text", message: "parentheses are missing after the function's name",
      range: range, label: "write fn \(name)() = …")
  }

  static func functionWithoutBody(_ name: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "missing-text", message: "`\(name)` has no body", range: range,
      label: "expected `= expression`, or `do` and `end` over lines")
  }

  static func functionBodySign(_ found: String, _ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "foreign-function", message: "a function's body does not begin with \(found)",
      range: range, label: "write `= expression`, or `do` and `end` over lines",
      fix: Fix(range: range, replacement: "="))
  }

  static func functionResultType(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "foreign-function", message: "a function's result takes no type", range: range,
      label: "leave it out", fix: Fix(range: range, replacement: ""))
  }

  static func usePathNotLiteral(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "use-path", message: "a used file's path is written out", range: range,
      label: "without {} in it", notes: ["What a cell can do is known before it runs."])
  }

  static func useWithoutName(_ range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "use-path", message: "a used file has a name", range: range,
      label: "write use \"file.qn\" as name")
  }
}
