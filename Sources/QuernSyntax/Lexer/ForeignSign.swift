/// A sign of another language, and what is meant by it here.
struct ForeignSign: Sendable {
  let spelling: StaticString
  /// What to write instead, for the user.
  let advice: String
  var replacement: String? = nil
  var sign: Sign? = nil
  var keyword: Keyword? = nil
  var isSeparator = false
  var isComment = false
  /// Left out, once it has been said.
  var isSkipped = false
  var onlyAtLineStart = false

  /// Longer spellings before their beginnings.
  static let table: [ForeignSign] = [
    ForeignSign(spelling: "%in%", advice: "write `in`", replacement: "in", keyword: .in),
    ForeignSign(spelling: "%>%", advice: "a pipe is `|>`", replacement: "|>", sign: .pipe),
    ForeignSign(spelling: "===", advice: "write `==`", replacement: "==", sign: .equal),
    ForeignSign(spelling: "!==", advice: "write `!=`", replacement: "!=", sign: .notEqual),
    ForeignSign(spelling: "&&", advice: "write `and`", replacement: "and", keyword: .and),
    ForeignSign(spelling: "||", advice: "write `or`", replacement: "or", keyword: .or),
    ForeignSign(spelling: "**", advice: "a power is `^`", replacement: "^", sign: .power),
    ForeignSign(spelling: "<>", advice: "write `!=`", replacement: "!=", sign: .notEqual),
    ForeignSign(spelling: ":=", advice: "write `=`", replacement: "=", sign: .assign),
    ForeignSign(spelling: "->", advice: "write `=>`", replacement: "=>", sign: .arrow),
    ForeignSign(
      spelling: "--", advice: "a comment begins with `#`", replacement: "#", isComment: true,
      onlyAtLineStart: true),
    ForeignSign(
      spelling: "//", advice: "a comment begins with `#`; `//` divides and floors",
      replacement: "#", isComment: true, onlyAtLineStart: true),
    ForeignSign(
      spelling: "/*", advice: "a comment begins with `#`", replacement: "#", isComment: true),
    ForeignSign(
      spelling: ";", advice: "a statement ends with its line; the next one takes a new line",
      replacement: "\n", isSeparator: true),
    ForeignSign(
      spelling: "\\", advice: "a line goes on by itself after an operator, and before `|>`",
      replacement: "", isSkipped: true),
    ForeignSign(spelling: "+=", advice: nothingChanges),
    ForeignSign(spelling: "-=", advice: nothingChanges),
    ForeignSign(spelling: "*=", advice: nothingChanges),
    ForeignSign(spelling: "/=", advice: nothingChanges),
    ForeignSign(
      spelling: "$", advice: "a column is `.name`; a field of a value is `value.name`"),
  ]

  /// Those that begin a sign of ours, so that ours is looked for first.
  static let singles: [ForeignSign] = [
    ForeignSign(spelling: "&", advice: "write `and`", replacement: "and", keyword: .and),
    ForeignSign(
      spelling: "|", advice: "write `or`; a pipe is `|>`", replacement: "or", keyword: .or),
    ForeignSign(spelling: "!", advice: "write `not`", replacement: "not ", keyword: .not),
    ForeignSign(spelling: "~", advice: "write `not`", replacement: "not ", keyword: .not),
  ]

  /// `a ~ b`: what stands between two operands is no `not`.
  static let match = ForeignSign(
    spelling: "~", advice: "a pattern is asked by contains(text, regex('…')); equal is `==`",
    sign: .equal)

  private static let nothingChanges =
    "nothing changes in place; define the name again: `let x = x + 1`"

  /// Signs that word processors and chat programs put in the place of ours.
  static let typographic: [Unicode.Scalar: ForeignSign] = [
    "≤": ForeignSign(spelling: "≤", advice: "write `<=`", replacement: "<=", sign: .lessOrEqual),
    "≥": ForeignSign(spelling: "≥", advice: "write `>=`", replacement: ">=", sign: .greaterOrEqual),
    "≠": ForeignSign(spelling: "≠", advice: "write `!=`", replacement: "!=", sign: .notEqual),
    "−": ForeignSign(spelling: "−", advice: "write `-`", replacement: "-", sign: .subtract),
    "–": ForeignSign(spelling: "–", advice: "write `-`", replacement: "-", sign: .subtract),
    "×": ForeignSign(spelling: "×", advice: "write `*`", replacement: "*", sign: .multiply),
    "÷": ForeignSign(spelling: "÷", advice: "write `/`", replacement: "/", sign: .divide),
    "→": ForeignSign(spelling: "→", advice: "write `=>`", replacement: "=>", sign: .arrow),
    "…": ForeignSign(spelling: "…", advice: "a range is `..`", replacement: "..", sign: .range),
  ]
}

/// What Python puts before a string.
enum StringPrefix: String {
  case f
  case r
  case b
  case u
  case fr
  case rf
}
