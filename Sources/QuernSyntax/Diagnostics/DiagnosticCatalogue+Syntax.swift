extension DiagnosticCatalogue {
  /// What the lexer and the parser find.
  package static let syntax: [DiagnosticKind] =
    characters + literals + brackets + statements + expressions + foreign

  private static func kind(
    _ code: String, _ title: String, _ explanation: String, _ example: String
  ) -> DiagnosticKind {
    DiagnosticKind(code, .syntax, title: title, explanation: explanation, example: example)
  }

  private static let characters: [DiagnosticKind] = [
    kind(
      "unexpected-character", "A character without a meaning",
      "Outside of strings and comments a cell holds names, numbers and the signs of the language.",
      "a § b"),
    kind(
      "lone-dot", "A dot without a name",
      "`.x` is a column and `v.x` a field: the name follows its dot at once. Other characters go in "
        + "backticks.",
      "table |> select(. x)"),
    kind(
      "unterminated-name", "A backtick without its second one",
      "A name in backticks ends on its line.", "select(t, .`Charge Amount)"),
    kind(
      "empty-name", "A name of nothing",
      "There is at least one character between two backticks.", "select(t, .``)"),
    kind(
      "quoted-name", "Backticks where a plain name stands",
      "Names of `let`, `fn` and `param` are of letters, digits and `_`. Columns, fields and options "
        + "may have other names, in backticks; a column keeps its dot.",
      "let `net price` = 3"),
    kind(
      "dotted-name", "A definition with a dot",
      "`.x` reads a column. A name is defined without a dot.", "let .total = 3"),
    kind(
      "keyword-as-name", "A keyword as a name",
      "Keywords cannot be hidden by a definition, so that they always mean the same. Columns, "
        + "fields and options may be named by them.",
      "let end = 3"),
  ]

  private static let literals: [DiagnosticKind] = [
    kind(
      "bad-number", "A number that is not written like one",
      "Numbers are decimal, with digits on both sides of the point: 0.5, 1.0, 1_000, 1e-3. Durations "
        + "and sizes are whole numbers of their unit.",
      ".5 + 1"),
    kind(
      "unknown-unit", "A unit that does not exist",
      "Durations end in ms, s, min, h, d, w, mo or y; sizes in KB, MB, GB, TB, KiB, MiB, GiB or TiB.",
      "3days"),
    kind(
      "number-too-large", "A number beyond its type",
      "An int has 64 bits, a float is at most about 1.8e308.", "99999999999999999999"),
    kind(
      "bad-date", "A date that is not written like one",
      "A date is @2024-01-31; with a time it is a datetime: @2024-01-31T10:00, and with Z, an offset "
        + "or a zone in brackets an instant.",
      "@2024-1-5"),
    kind(
      "impossible-date", "A date that does not exist",
      "Months, days, hours, minutes and seconds are in their ranges; February has 29 days in leap "
        + "years alone.",
      "@2023-02-29"),
    kind(
      "unterminated-string", "A string without its end",
      "Strings end on their line, and so does {} in them. Text over lines stands between ''' and '''.",
      "let s = \"abc"),
    kind(
      "bad-escape", "An escape that does not exist",
      "The escapes are \\n \\t \\\" \\\\ \\{ and \\u{…}. Patterns are easier in '…', which has none.",
      "regex(\"\\d+\")"),
    kind(
      "string-prefix", "A string with a prefix, or Python's triple quotes",
      "\"…\" takes {} as it is, '…' is raw, '''…''' is raw over lines.", "f\"{x}\""),
    kind(
      "foreign-quotes", "Quotes of a word processor",
      "Text stands between straight quotes.", "let s = “abc”"),
    kind(
      "empty-interpolation", "{} without an expression",
      "{} in a string holds an expression. A brace that stands for itself is \\{.", "\"{}\""),
    kind(
      "format-specification", "A format in {}",
      "{} holds an expression and nothing more. Round a number with round.", "\"{x:.2f}\""),
  ]

  private static let brackets: [DiagnosticKind] = [
    kind(
      "unclosed-bracket", "A bracket without its second one",
      "Inside of brackets lines do not end, so that all that follows would belong to them.",
      "f(1, [2, 3)"),
    kind(
      "unmatched-bracket", "A closing bracket or `end` without an opening one",
      "Every closing bracket and every `end` closes something that was opened before.", "f(1])"),
    kind(
      "missing-end", "A block without its end",
      "`do` and `case` end with `end`.", "case when a then b else c"),
    kind(
      "missing-comma", "Two values without a comma",
      "Arguments and elements are separated by commas.", "[1 2]"),
    kind(
      "missing-newline", "A block on one line",
      "The statements of a block stand on lines of their own, the first one too.", "do x end"),
    kind(
      "missing-expression", "A place without its value",
      "An operator has a value on each side, an argument or element is one.", "1 +"),
    kind(
      "missing-text", "A word, sign or name that has to be there",
      "The message says which, and what was found in its place.", "fn f = 3"),
    kind(
      "unexpected-text", "Text that does not belong there",
      "A statement is whole before it, and nothing that may follow begins with it.", "f(x) y"),
    kind(
      "too-deep", "Nesting beyond the limit",
      "Expressions nest up to 120 deep and chain up to 1000 long, so that reading and running a "
        + "cell never exhausts the stack.",
      String(repeating: "(", count: 250) + "1" + String(repeating: ")", count: 250)),
  ]

  private static let statements: [DiagnosticKind] = [
    kind(
      "missing-let", "A definition without `let`",
      "`let x = 3` defines a name; `x = 3` alone is not a statement.", "x = 3"),
    kind(
      "let-without-value", "A `let` without `=`",
      "`let name = value` gives a name its value.", "let x == 3"),
    kind(
      "typed-let", "A `let` with a type",
      "A `let` takes its value's type. Types are written in `param` and `fn`.", "let x: int = 3"),
    kind(
      "assignment", "An assignment to a part",
      "Values do not change. A new table is made by derive or update, a new record is written out.",
      "t[\"a\"] = 3"),
    kind(
      "duplicate-name", "A name that stands twice",
      "The names of one pattern, one function's parameters or one record are different.",
      "let (a, a) = f()"),
    kind(
      "param-without-type", "A `param` without a type",
      "A parameter comes from outside and is checked against its type: param n: int = 3.",
      "param n = 3"),
    kind(
      "use-path", "A `use` that is not written out",
      "A used file's path is a literal string, and its definitions are reached by a name: "
        + "use \"file.qn\" as name.",
      "use \"{dir}/file.qn\" as lib"),
    kind(
      "misplaced-statement", "A statement inside of something",
      "`param`, `fn` and `use` stand at the top of a cell; `let` there and in blocks.",
      "f(let x = 3)"),
    kind(
      "block-without-value", "A block without a value",
      "A block's value is its last expression.", "do\n  let a = 1\nend"),
  ]

  private static let expressions: [DiagnosticKind] = [
    kind(
      "pipe-needs-parentheses", "An operator or a field right after a pipe",
      "`|>` binds looser than everything else, so that `t |> f() > 1` could be read in two ways.",
      "t |> f() > 1"),
    kind(
      "needs-parentheses", "Something that wants parentheses",
      "`if`, `for`, `not` and functions inside of an operator, and several names after `let` or "
        + "`for`, stand in parentheses.",
      "1 + if a then b else c"),
    kind(
      "chained-comparison", "Comparisons or ranges in a row",
      "`a < b < c` is written `a < b and b < c`.", "1 < x < 3"),
    kind(
      "equals-in-condition", "`=` that compares",
      "`==` compares; `=` gives a name to a value or a column.", "if a = 3 then b else c"),
    kind(
      "is-without-null", "`is` with a value",
      "`is null` and `is not null` ask for missing values; `==` and `!=` compare.", "x is 3"),
    kind(
      "call-without-parentheses", "A call without parentheses",
      "Arguments stand in parentheses. Only after `|>` may a call without arguments go without.",
      "print x"),
    kind(
      "method-call", "A method",
      "There are no methods. A value is piped into a word: `t |> head(5)`.", "read(\"a\").head(5)"),
    kind(
      "detached-field", "A field apart from its value",
      "`.x` after a blank is a column; a field is glued to its value: `v.x`.", "t .x"),
    kind(
      "pipe-target", "A pipe into something that is no call",
      "`|>` passes its value to a call, as the first argument.", "t |> 3"),
    kind(
      "option-name", "An option's name in quotes or with a dot",
      "An option is name: value.", "f(\"a\": 1)"),
    kind(
      "record-field", "A record's field that is not name: value",
      "A record is {name: value, …}.", "{a = 1}"),
    kind(
      "case-subject", "A `case` with a value",
      "Each `when` of a `case` has a condition of its own.",
      "case x when 1 then 2 else 3 end"),
    kind(
      "missing-then", "An `if` or `when` without `then`",
      "A choice is if condition then value else value.", "if a { b }"),
    kind(
      "missing-else", "A choice without `else`",
      "Every expression has a value, so a choice has one in every case.", "if a then b"),
  ]

  private static let foreign: [DiagnosticKind] = [
    kind(
      "foreign-sign", "A sign of another language",
      "`and`, `or`, `not`, `^`, `!=`, `#` and line breaks are what is written here.", "a && b"),
    kind(
      "foreign-constant", "A constant of another language",
      "The constants are `true`, `false` and `null`; NaN becomes null.", "x == None"),
    kind(
      "foreign-statement", "A statement of another language",
      "There are `let`, `param`, `fn`, `use` and expressions.", "import pandas"),
    kind(
      "foreign-function", "A function as other languages write it",
      "`fn f(x) = …` defines a function, `x => …` is one.", "map(xs, lambda x: x + 1)"),
    kind(
      "foreign-if", "A choice as other languages write it",
      "A choice is if condition then value else if condition then value else value.",
      "a if b else c"),
    kind(
      "foreign-for", "A loop as other languages write it",
      "`for x in values: expression` makes a list.", "[x for x in xs]"),
    kind(
      "foreign-index", "An index as other languages write it",
      "One index stands in brackets. Stretches are taken by slice, rows by filter, columns by select.",
      "xs[1:3]"),
    kind(
      "tuple", "A tuple", "A list is [a, b]; a record is {name: value}.", "let p = (1, 2)"),
  ]
}
