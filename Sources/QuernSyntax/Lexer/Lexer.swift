/// Text to tokens, in one pass, for any text whatever.
///
/// It knows where a dot is a column and where it takes a field, and which line breaks end a line.
/// Whether such a break counts is the parser's matter: inside brackets it does not.
struct Lexer {
  enum Mode {
    /// Between the quotes of a string that began at this offset.
    case string(open: Int)
    /// Between the braces of an interpolation; `depth` counts the braces open inside of it.
    case interpolation(open: Int, depth: Int)
  }

  let source: SourceText
  let bytes: [UInt8]
  var position = 0
  var tokens: [Token] = []
  var comments: [Comment] = []
  var diagnostics: [Diagnostic] = []
  var modes: [Mode] = []
  var isUnfinished = false
  var openString: Int?

  private init(_ source: SourceText) {
    self.source = source
    bytes = source.utf8
  }

  static func tokens(of source: SourceText) -> TokenList {
    var lexer = Lexer(source)
    lexer.run()
    return TokenList(
      tokens: LineJoining.joined(lexer.tokens), comments: lexer.comments,
      diagnostics: lexer.diagnostics, isUnfinished: lexer.isUnfinished,
      openString: lexer.openString)
  }

  private mutating func run() {
    while position < bytes.count {
      let (before, wasInString) = (position, !modes.isEmpty)
      if case .string(let open) = modes.last {
        stringSegment(open: open)
      } else {
        token()
      }
      assert(position > before || wasInString, "the lexer stands still")
    }
    closeOpenStrings()
    tokens.append(Token(kind: .endOfText, range: SourceRange(bytes.count, bytes.count)))
  }

  // MARK: Looking

  func byte(at offset: Int) -> UInt8 {
    offset < bytes.count ? bytes[offset] : 0
  }

  var current: UInt8 { byte(at: position) }

  func starts(_ text: StaticString, at offset: Int? = nil) -> Bool {
    let offset = offset ?? position
    guard offset + text.utf8CodeUnitCount <= bytes.count else { return false }
    for index in 0..<text.utf8CodeUnitCount where bytes[offset + index] != text.utf8Start[index] {
      return false
    }
    return true
  }

  /// The code point at an offset, and its length in bytes.
  func scalar(at offset: Int) -> (scalar: Unicode.Scalar, length: Int) {
    let first = byte(at: offset)
    if first < 0x80 { return (Unicode.Scalar(first), 1) }
    let length = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2
    var value = UInt32(first) & (0xFF >> UInt32(length + 1))
    for index in 1..<length { value = value << 6 | UInt32(byte(at: offset + index) & 0x3F) }
    return (Unicode.Scalar(value) ?? "\u{FFFD}", length)
  }

  func isNameStart(at offset: Int) -> Bool {
    let first = byte(at: offset)
    if first < 0x80 { return first.isLetter || first == UInt8(ascii: "_") }
    return scalar(at: offset).scalar.properties.isXIDStart
  }

  /// The end of the name that goes on at an offset.
  func nameEnd(from offset: Int) -> Int {
    var offset = offset
    while offset < bytes.count {
      let first = bytes[offset]
      if first < 0x80 {
        guard first.isLetter || first.isDigit || first == UInt8(ascii: "_") else { break }
        offset += 1
      } else {
        let (scalar, length) = scalar(at: offset)
        guard scalar.properties.isXIDContinue else { break }
        offset += length
      }
    }
    return offset
  }

  func text(_ lower: Int, _ upper: Int) -> String {
    String(decoding: bytes[lower..<max(lower, upper)], as: UTF8.self)
  }

  // MARK: Giving

  mutating func emit(_ kind: Token.Kind, from lower: Int) {
    let startsLine = tokens.last.map { $0.kind == .newline } ?? true
    tokens.append(
      Token(kind: kind, range: SourceRange(lower, position), startsLine: startsLine))
  }

  mutating func report(_ diagnostic: Diagnostic) {
    diagnostics.append(diagnostic)
  }

  // MARK: One token

  private mutating func token() {
    let first = current
    if first == UInt8(ascii: "\n") { return lineBreak() }
    if first.isBlank {
      position += 1
      return
    }
    if first == UInt8(ascii: "#") { return comment() }
    if first.isDigit { return number() }
    if isNameStart(at: position) { return name() }
    if first >= 0x80 { return beyondASCII() }
    switch first {
    case UInt8(ascii: "\""): beginString()
    case UInt8(ascii: "'"): rawString()
    case UInt8(ascii: "`"): quotedName()
    case UInt8(ascii: "@"): date()
    case UInt8(ascii: "."): dot()
    case UInt8(ascii: "("): single(.openParenthesis)
    case UInt8(ascii: ")"): single(.closeParenthesis)
    case UInt8(ascii: ","): single(.comma)
    default: sign()
    }
  }

  private mutating func lineBreak() {
    closeOpenStrings()
    let lower = position
    position += 1
    if tokens.last?.kind != .newline { emit(.newline, from: lower) }
  }

  private mutating func comment() {
    let lower = position
    while position < bytes.count, current != UInt8(ascii: "\n") { position += 1 }
    var upper = position
    while upper > lower, bytes[upper - 1].isBlank { upper -= 1 }
    comments.append(Comment(text: text(lower, upper), range: SourceRange(lower, upper)))
  }

  private mutating func name() {
    let lower = position
    position = nameEnd(from: position)
    let word = text(lower, position)
    // In an interpolation the quote more likely ends the string around it.
    if current == UInt8(ascii: "\"") || current == UInt8(ascii: "'"), modes.isEmpty,
      let known = StringPrefix(rawValue: word.lowercased())
    {
      return report(.stringPrefix(known, SourceRange(lower, position)))
    }
    if let keyword = Keyword(rawValue: word) {
      emit(.keyword(keyword), from: lower)
    } else {
      emit(.name(word), from: lower)
    }
  }

  private mutating func quotedName() {
    let lower = position
    if let name = backticks() {
      emit(.quotedName(name), from: lower)
    } else {
      emit(.invalid, from: lower)
    }
  }

  /// Reads a name in backticks; nil, with a diagnostic, where it is empty or not closed.
  private mutating func backticks() -> String? {
    let lower = position
    position += 1
    while position < bytes.count, current != UInt8(ascii: "`"), current != UInt8(ascii: "\n") {
      position += 1
    }
    guard current == UInt8(ascii: "`") else {
      report(.unterminatedName(SourceRange(lower, position)))
      return nil
    }
    position += 1
    guard position - lower > 2 else {
      report(.emptyName(SourceRange(lower, position)))
      return nil
    }
    return text(lower + 1, position - 1)
  }

  private mutating func dot() {
    let lower = position
    let isGlued = tokens.last.map { $0.range.upper == lower && $0.endsOperand } ?? false
    if starts("..") {
      position += 2
      emit(.sign(.range), from: lower)
    } else if byte(at: lower + 1).isDigit {
      numberWithoutWhole(isGlued: isGlued)
    } else if byte(at: lower + 1) == UInt8(ascii: "`") {
      position += 1
      guard let name = backticks() else { return emit(.invalid, from: lower) }
      emit(isGlued ? .fieldName(name) : .column(name), from: lower)
    } else if isNameStart(at: lower + 1) {
      position = nameEnd(from: lower + 1)
      let name = text(lower + 1, position)
      emit(isGlued ? .fieldName(name) : .column(name), from: lower)
    } else {
      position += 1
      report(.loneDot(SourceRange(lower, position), isGlued: isGlued))
      emit(.invalid, from: lower)
    }
  }

  private mutating func beyondASCII() {
    let lower = position
    let (scalar, length) = scalar(at: position)
    if typographicString(scalar) { return }
    position += length
    if scalar.properties.isWhitespace || scalar.properties.generalCategory == .format { return }
    if let known = ForeignSign.typographic[scalar] {
      report(.foreignSign(known, SourceRange(lower, position)))
      return emitMeant(known, from: lower)
    }
    report(.unexpectedCharacter(scalar, SourceRange(lower, position)))
    emit(.invalid, from: lower)
  }

  /// One of the commonest signs, which begins no other.
  private mutating func single(_ sign: Sign) {
    position += 1
    emit(.sign(sign), from: position - 1)
  }

  private mutating func sign() {
    let lower = position
    if let known = ForeignSign.table.first(where: { starts($0.spelling) && isMeant($0) }) {
      position += known.spelling.utf8CodeUnitCount
      report(.foreignSign(known, SourceRange(lower, position)))
      return emitMeant(known, from: lower)
    }
    for length in [2, 1] where lower + length <= bytes.count {
      guard let sign = Sign(rawValue: text(lower, lower + length)) else { continue }
      position += length
      return emitSign(sign, from: lower)
    }
    if let found = ForeignSign.singles.first(where: { starts($0.spelling) }) {
      let isInfix = starts(ForeignSign.match.spelling) && (tokens.last?.endsOperand ?? false)
      let known = isInfix ? ForeignSign.match : found
      position += known.spelling.utf8CodeUnitCount
      report(.foreignSign(known, SourceRange(lower, position)))
      return emitMeant(known, from: lower)
    }
    let (scalar, length) = scalar(at: position)
    position += length
    report(.unexpectedCharacter(scalar, SourceRange(lower, position)))
    emit(.invalid, from: lower)
  }

  private func isMeant(_ foreign: ForeignSign) -> Bool {
    guard foreign.onlyAtLineStart else { return true }
    return tokens.last.map { $0.kind == .newline } ?? true
  }

  private mutating func emitMeant(_ foreign: ForeignSign, from lower: Int) {
    if foreign.isComment {
      position = lower
      comment()
    } else if foreign.isSeparator {
      if tokens.last?.kind != .newline { emit(.newline, from: lower) }
    } else if let keyword = foreign.keyword {
      emit(.keyword(keyword), from: lower)
    } else if let sign = foreign.sign {
      emit(.sign(sign), from: lower)
    } else if !foreign.isSkipped {
      emit(.invalid, from: lower)
    }
  }

  /// Gives a sign; braces inside of an interpolation are counted.
  private mutating func emitSign(_ sign: Sign, from lower: Int) {
    if case .interpolation(let open, let depth) = modes.last {
      if sign == .openBrace {
        modes[modes.count - 1] = .interpolation(open: open, depth: depth + 1)
      } else if sign == .closeBrace {
        if depth == 0 {
          modes.removeLast()
          return emit(.interpolationClose, from: lower)
        }
        modes[modes.count - 1] = .interpolation(open: open, depth: depth - 1)
      }
    }
    emit(.sign(sign), from: lower)
  }
}

extension UInt8 {
  var isDigit: Bool { self >= 0x30 && self <= 0x39 }
  var isLetter: Bool { (self | 0x20) >= 0x61 && (self | 0x20) <= 0x7A }
  /// A blank that does not end a line; other control characters count as blanks too.
  var isBlank: Bool { (self <= 0x20 && self != 0x0A) || self == 0x7F }
}
