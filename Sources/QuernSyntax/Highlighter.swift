/// What a stretch of text is, for colours.
package enum TokenClass: String, Hashable, Sendable, CaseIterable {
  case keyword
  /// `null`, `true`, `false`.
  case constant
  case number
  case string
  /// The braces of `{}` in a string.
  case interpolation
  case comment
  case column
  case field
  /// The name of an option, a defined column or a record's field.
  case label
  /// The name in a `let`, `param` or `fn`.
  case definition
  /// The name of what is called.
  case call
  case name
  case sign
  case invalid
}

/// Text to coloured text. It reads tokens alone, so that it works on every text, while it is typed.
package enum Highlighter {
  /// The classes of all that is not blank, in the order of the text, without overlap.
  package static func spans(_ source: SourceText) -> [(SourceRange, TokenClass)] {
    let lexed = Lexer.tokens(of: source)
    var spans: [(SourceRange, TokenClass)] = []
    for (index, token) in lexed.tokens.enumerated() {
      guard token.kind != .newline, !token.range.isEmpty else { continue }
      spans.append((token.range, tokenClass(lexed.tokens, index)))
    }
    spans += lexed.comments.map { ($0.range, .comment) }
    return spans.sorted { $0.0.lower < $1.0.lower }
  }

  /// The text with the colours of a terminal.
  package static func ansi(_ source: SourceText) -> String {
    var result = ""
    var offset = 0
    for (range, tokenClass) in spans(source) where range.lower >= offset {
      result += source.slice(SourceRange(offset, range.lower))
      let text = source.slice(range)
      result += color(of: tokenClass).map { "\u{1B}[\($0)m\(text)\u{1B}[0m" } ?? text
      offset = range.upper
    }
    return result + source.slice(SourceRange(offset, source.count))
  }

  private static func tokenClass(_ tokens: [Token], _ index: Int) -> TokenClass {
    switch tokens[index].kind {
    case .name: name(tokens, index)
    case .quotedName: .label
    case .keyword(let keyword):
      switch keyword {
      case .null, .true, .false: tokens.isLabel(index) ? .label : .constant
      case .let, .param, .fn, .use, .as, .do, .end, .if, .then, .else, .for, .in, .case, .when,
        .and, .or, .not, .is:
        tokens.isLabel(index) ? .label : .keyword
      }
    case .column: .column
    case .fieldName: .field
    case .int, .intMinimumMagnitude, .float, .date, .duration, .size: .number
    case .rawString, .stringOpen, .stringText, .stringClose: .string
    case .interpolationOpen, .interpolationClose: .interpolation
    case .sign: .sign
    case .invalid: .invalid
    case .newline, .endOfText: .sign
    }
  }

  private static func name(_ tokens: [Token], _ index: Int) -> TokenClass {
    if index > 0 {
      switch tokens[index - 1].kind {
      case .keyword(.let), .keyword(.param), .keyword(.fn): return .definition
      case .sign(.pipe): return .call
      default: break
      }
    }
    if tokens.isLabel(index) { return .label }
    guard index + 1 < tokens.count else { return .name }
    return tokens[index + 1].kind == .sign(.openParenthesis) ? .call : .name
  }

  /// The SGR parameters of a class, nil for the terminal's own colour.
  package static func color(of tokenClass: TokenClass) -> String? {
    switch tokenClass {
    case .keyword: "1;35"
    case .constant, .number: "36"
    case .string: "32"
    case .interpolation: "33"
    case .comment: "2"
    case .column: "34"
    case .field: "34"
    case .label: "33"
    case .definition: "1"
    case .call: "1;34"
    case .invalid: "31"
    case .name, .sign: nil
    }
  }
}
