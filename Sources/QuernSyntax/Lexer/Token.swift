/// The words that are no names.
package enum Keyword: String, Hashable, Sendable, CaseIterable {
  case `let`, param, fn, use, `as`
  case `do`, end
  case `if`, then, `else`, `for`, `in`, `case`, when
  case and, or, not, `is`
  case null, `true`, `false`

  /// Whether an operand may end with this word, so that a dot glued to it takes a field.
  var endsOperand: Bool {
    switch self {
    case .end, .null, .true, .false: true
    case .let, .param, .fn, .use, .as, .do, .if, .then, .else, .for, .in, .case, .when, .and,
      .or, .not, .is:
      false
    }
  }

  /// Whether a line that ends in this word goes on.
  var continuesLine: Bool {
    switch self {
    case .then, .else, .in, .and, .or, .not, .is: true
    case .let, .param, .fn, .use, .as, .do, .end, .if, .for, .case, .when, .null, .true, .false:
      false
    }
  }

  /// Whether a line that begins with this word goes on with the one before.
  var continuesPreviousLine: Bool {
    switch self {
    case .then, .else, .when, .end: true
    case .let, .param, .fn, .use, .as, .do, .if, .for, .in, .case, .and, .or, .not, .is, .null,
      .true, .false:
      false
    }
  }

  /// Whether a statement that is no expression begins with this word.
  var beginsStatement: Bool {
    switch self {
    case .let, .param, .fn, .use: true
    case .as, .do, .end, .if, .then, .else, .for, .in, .case, .when, .and, .or, .not, .is, .null,
      .true, .false:
      false
    }
  }
}

/// Signs, by their spelling.
enum Sign: String, Hashable, Sendable {
  case openParenthesis = "("
  case closeParenthesis = ")"
  case openBracket = "["
  case closeBracket = "]"
  case openBrace = "{"
  case closeBrace = "}"
  case comma = ","
  case colon = ":"
  case question = "?"
  case assign = "="
  case arrow = "=>"
  case pipe = "|>"
  case add = "+"
  case subtract = "-"
  case multiply = "*"
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
  case coalesce = "??"
  case range = ".."

  var opens: Bool { self == .openParenthesis || self == .openBracket || self == .openBrace }
  var closes: Bool { self == .closeParenthesis || self == .closeBracket || self == .closeBrace }

  /// The sign that closes this one.
  var closer: Sign? {
    if self == .openParenthesis { return .closeParenthesis }
    if self == .openBracket { return .closeBracket }
    return self == .openBrace ? .closeBrace : nil
  }

  /// The spelling of the sign that this one closes.
  var openerSpelling: String {
    if self == .closeParenthesis { return "(" }
    return self == .closeBracket ? "[" : "{"
  }

  /// Whether a line that ends in this sign goes on, outside of brackets too.
  var continuesLine: Bool {
    !opens && !closes && self != .comma && self != .question
  }
}

/// A piece of the text.
struct Token: Hashable, Sendable {
  enum Kind: Hashable, Sendable {
    case name(String)
    /// In backticks, where it is neither a column nor a field: the name of an option.
    case quotedName(String)
    case keyword(Keyword)
    /// `.x` in prefix position.
    case column(String)
    /// `.x` glued to the operand before it.
    case fieldName(String)
    case int(Int64)
    /// 9223372036854775808, which is a number only after a minus.
    case intMinimumMagnitude
    case float(Double)
    indirect case date(DateLiteral)
    case duration(DurationLiteral)
    case size(Int64)
    /// A whole raw string.
    case rawString(String)
    /// `"`, then texts and interpolations, then `stringClose`.
    case stringOpen
    case stringText(String)
    case interpolationOpen
    case interpolationClose
    case stringClose
    case sign(Sign)
    /// One or more line breaks that end a line which does not go on by itself.
    case newline
    /// What could not be read; a diagnostic says why, so the parser says nothing more.
    case invalid
    case endOfText
  }

  var kind: Kind
  var range: SourceRange
  /// It is the first on its line, whether or not the line before goes on.
  var startsLine = false

  /// Whether an operand may end with this token.
  var endsOperand: Bool {
    switch kind {
    case .name, .quotedName, .column, .fieldName, .int, .intMinimumMagnitude, .float, .date,
      .duration, .size, .rawString, .stringClose:
      true
    case .keyword(let keyword): keyword.endsOperand
    case .sign(let sign): sign.closes
    case .stringOpen, .stringText, .interpolationOpen, .interpolationClose, .newline, .invalid,
      .endOfText:
      false
    }
  }
}

/// What the lexer makes of a text.
struct TokenList: Sendable {
  /// Never empty: the last one is `endOfText`.
  var tokens: [Token]
  var comments: [Comment]
  var diagnostics: [Diagnostic]
  /// The text ends inside of a `'''` string.
  var isUnfinished: Bool
  /// Where the string begins in which the text ends, if it ends in one.
  var openString: Int?
}
