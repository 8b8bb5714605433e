/// A word with which a statement of another language begins.
struct ForeignStatement {
  let word: String
  /// What to write instead.
  let advice: String
  /// The word means nothing else here, even with brackets after it.
  let beforeParenthesis: Bool

  init?(_ word: String) {
    guard let known = Self.known[word.lowercased()] else { return nil }
    // Words in capitals are SQL's; Python's and others' are in small letters.
    guard word == word.lowercased() || Self.sql.contains(word.lowercased()) else { return nil }
    self.word = word
    advice = known
    beforeParenthesis = word == "while" || word == "elif"
  }

  private static let sql: Set<String> = ["select", "with", "insert", "update", "delete", "create"]

  private static let known: [String: String] = [
    "def": "a function is fn name(x) = …",
    "func": "a function is fn name(x) = …",
    "function": "a function is fn name(x) = …",
    "return": "leave it out: a function's value is its expression, a block's its last one",
    "import": "every word is there already; another file is use \"file.qn\" as name",
    "from": "every word is there already; another file is use \"file.qn\" as name",
    "library": "every word is there already; another file is use \"file.qn\" as name",
    "while": "the only loop is for x in xs: …, which makes a list",
    "class": "there are no classes; a record is {name: value}",
    "try": "write try(e, default: v)",
    "except": "write try(e, default: v)",
    "with": "a name for a part of the work is let name = …",
    "elif": "write else if, after the value of the `if` before",
    "var": "write let",
    "const": "write let",
    "val": "write let",
    "del": "nothing needs to be deleted",
    "global": "a name means the nearest definition above",
    "raise": "write assert(condition, \"message\")",
    "await": "leave it out: a value is there when it is needed",
    "yield": "the only loop is for x in xs: …, which makes a list",
    "pass": "leave it out",
    "select": "write table |> select(.a, .b), or sql(\"select …\")",
    "insert": "write append(table, rows)",
    "update": "write table |> update(column = …)",
    "delete": "write table |> filter(…)",
    "create": "write let name = table(…)",
  ]
}

extension TokenParser {
  /// Whether the present word is meant as the statement of another language: something follows it
  /// on its line that cannot follow a name.
  func isForeign(_ foreign: ForeignStatement) -> Bool {
    let after = next
    if after.kind == .sign(.colon) { return true }
    if after.kind == .newline || after.kind == .endOfText { return foreign.word == "pass" }
    if after.kind == .sign(.openParenthesis) {
      return foreign.beforeParenthesis && after.range.lower > current.range.upper
    }
    if after.kind == .sign(.openBracket) || after.kind == .sign(.assign) { return false }
    if after.kind == .sign(.multiply) { return foreign.word.lowercased() == "select" }
    return beginsOperand(after)
  }

  /// Says what to write; `var x = 3` and the like are read as the `let` that is meant.
  mutating func foreignStatement(_ foreign: ForeignStatement) -> Statement? {
    let range = current.range
    if foreign.advice == "write let" {
      complain(.foreignStatement(foreign, range))
      return letStatement()
    }
    if foreign.word == "return" {
      complain(.foreignStatement(foreign, range))
      advance()
      return expressionStatement(expression())
    }
    fail(.foreignStatement(foreign, range))
    return nil
  }
}
