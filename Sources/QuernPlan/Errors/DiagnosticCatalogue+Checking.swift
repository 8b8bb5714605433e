package import QuernSyntax

extension DiagnosticCatalogue {
  /// What the checker finds; most of it can also be found at run time, in the same words.
  package static let checking: [DiagnosticKind] = names + calls + effects

  private static func kind(
    _ code: String, _ title: String, _ explanation: String, _ example: String
  ) -> DiagnosticKind {
    DiagnosticKind(code, .checking, title: title, explanation: explanation, example: example)
  }

  private static let names: [DiagnosticKind] = [
    kind(
      "unknown-name", "A name that nothing bears",
      "A name means the nearest definition above, or a built-in word. A column is written with its "
        + "dot.", "tenure + 1"),
    kind(
      "unknown-field", "A field that the value does not have",
      "`v.x` is a field of a record, a column of a table, or a fact of a model.", "{a: 1}.b"),
    kind(
      "no-result-yet", "`_` before there is a result",
      "`_` is the last result of the session.", "_ + 1"),
    kind(
      "hides-word", "A definition with the name of a word",
      "Allowed: below it, the name means the definition. The word cannot be reached any more.",
      "let sum = 5"),
    kind(
      "unknown-type", "A type that does not exist", "Types of `param` and of formals.",
      "param n: integer = 1"),
    kind(
      "no-methods", "A call on a value",
      "There are no methods: a value is piped into a word.", "t.head(5)"),
  ]

  private static let calls: [DiagnosticKind] = [
    kind(
      "missing-argument", "An argument that must be given", "The word cannot do without it.",
      "sum()"),
    kind(
      "extra-argument", "More arguments than the word takes",
      "What comes after the last argument by place is given by its name.", "sum(1, 2)"),
    kind(
      "unknown-option", "An option that the word does not have",
      "Options are given by name: `rows: 5`.", "show(1, row: 5)"),
    kind(
      "repeated-argument", "One argument twice", "Each is given once, by place or by name.",
      "show(1, rows: 3, rows: 4)"),
    kind(
      "argument-type", "An argument of another type", "The message names the type that is taken.",
      "read(1)"),
    kind(
      "argument-out-of-range", "A number outside of what the option allows",
      "The message names the limits.", "show(1, rows: -1)"),
    kind(
      "argument-count", "A function called with too few or too many arguments",
      "The message shows its form.", "map([1], (a, b) => a)"),
    kind(
      "unknown-constant", "A constant that the option does not have",
      "Constants are looked up among those of the option that they are given to, and nowhere else.",
      "read(\"a.csv\", on_error: ignore)"),
    kind(
      "definition-for-option", "`=` where `:` was meant",
      "`=` names a column, `:` sets an option.", "show(1, rows = 3)"),
    kind(
      "option-for-definition", "`:` where `=` was meant",
      "`=` names a column, `:` sets an option.", "t |> derive(total: .a)"),
    kind(
      "definition-type", "A column defined by what no column can hold",
      "A column is an expression over columns, or one value for all rows.",
      "t |> derive(f = x => x)"),
    kind(
      "default-order", "A formal without a default after one with a default",
      "Arguments by place could not reach it.", "fn f(a = 1, b) = a"),
    kind(
      "not-callable", "A call of what is no function", "Only functions and words are called.",
      "5(1)"),
    kind(
      "value-type", "A value of another type than declared",
      "`param` and formals may declare a type.", "param n: int = \"a\""),
  ]

  private static let effects: [DiagnosticKind] = [
    kind(
      "act-not-allowed", "An act where none may stand",
      "Acting words stand in a cell, never in functions, lambdas, `try` or used files: what a cell "
        + "can do is known before it runs.", "fn f(t) = t |> write(\"a.csv\")"),
    kind(
      "not-a-step", "A verb that is no step of a recipe",
      "A recipe is replayed row by row: what adds, drops or reorders rows is refused.",
      "recipe(filter(.a > 0))"),
    kind(
      "unreadable-file", "A file that cannot be used",
      "`use` reads a file of definitions.", "use \"absent.qn\" as a"),
    kind(
      "not-a-definition", "A used file that does more than define",
      "A used file holds `let` and `fn` alone.", "use \"script.qn\" as s"),
  ]
}
