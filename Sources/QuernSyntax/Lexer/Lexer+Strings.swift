extension Lexer {
  /// Reads the quote that begins a string with escapes and interpolation.
  mutating func beginString() {
    let lower = position
    if starts("\"\"\"") { return pythonTripleString() }
    position += 1
    emit(.stringOpen, from: lower)
    modes.append(.string(open: lower))
  }

  /// Reads on inside of a string: its text up to the next `{`, its end, or the end of the line.
  mutating func stringSegment(open: Int) {
    let lower = position
    var value = ""
    var runStart = position
    while position < bytes.count, !current.endsStringRun {
      guard current == UInt8(ascii: "\\") else {
        position += 1
        continue
      }
      value += text(runStart, position)
      value += escape()
      runStart = position
    }
    value += text(runStart, position)
    if position > lower, !value.isEmpty { emit(.stringText(value), from: lower) }
    guard position < bytes.count, current != UInt8(ascii: "\n") else { return closeOpenStrings() }
    let signStart = position
    position += 1
    if bytes[signStart] == UInt8(ascii: "\"") {
      modes.removeLast()
      return emit(.stringClose, from: signStart)
    }
    if current == UInt8(ascii: "{") { return doubledBrace(at: signStart) }
    emit(.interpolationOpen, from: signStart)
    modes.append(.interpolation(open: signStart, depth: 0))
  }

  /// `{{` of a Python f-string stands for a brace.
  private mutating func doubledBrace(at lower: Int) {
    position += 1
    report(.doubledBrace(SourceRange(lower, position)))
    var end = position
    while end < bytes.count, !bytes[end].endsStringRun { end += 1 }
    if byte(at: end) == UInt8(ascii: "}"), byte(at: end + 1) == UInt8(ascii: "}") {
      position = end + 2
    }
    emit(.stringText(text(lower, position)), from: lower)
  }

  /// The text of the escape at the backslash; nothing where it is none.
  private mutating func escape() -> String {
    let lower = position
    position += 1
    let letter = current
    guard position < bytes.count, letter != UInt8(ascii: "\n") else { return "" }
    position += scalar(at: position).length
    switch letter {
    case UInt8(ascii: "n"): return "\n"
    case UInt8(ascii: "t"): return "\t"
    case UInt8(ascii: "\""): return "\""
    case UInt8(ascii: "\\"): return "\\"
    case UInt8(ascii: "{"): return "{"
    case UInt8(ascii: "u"): return unicodeEscape(from: lower)
    default:
      report(.badEscape(text(lower, position), SourceRange(lower, position)))
      return ""
    }
  }

  /// The code point of `\u{1F600}`.
  private mutating func unicodeEscape(from lower: Int) -> String {
    let digitsStart = position + 1
    var end = digitsStart
    while byte(at: end).isHexDigit { end += 1 }
    if current == UInt8(ascii: "{"), byte(at: end) == UInt8(ascii: "}"),
      let value = UInt32(text(digitsStart, end), radix: 16), let scalar = Unicode.Scalar(value)
    {
      position = end + 1
      return String(scalar)
    }
    if current == UInt8(ascii: "{") {
      position = byte(at: end) == UInt8(ascii: "}") ? end + 1 : end
    }
    report(.badUnicodeEscape(SourceRange(lower, position)))
    return ""
  }

  /// Ends what is open inside of strings, at the end of a line or of the text.
  mutating func closeOpenStrings() {
    guard let innermost = modes.last else { return }
    if position == bytes.count, case .string(let open) = innermost { openString = open }
    switch innermost {
    case .interpolation(let open, _):
      report(.unterminatedInterpolation(SourceRange(open, position)))
    case .string(let open):
      if modes.count > 1, case .interpolation(let outer, _) = modes[modes.count - 2],
        !bytes[open..<position].contains(UInt8(ascii: "}"))
      {
        // The quote was meant to end the string around the interpolation.
        report(.unterminatedInterpolation(SourceRange(outer, position)))
      } else {
        report(.unterminatedString(SourceRange(open, position)))
      }
    }
    while let mode = modes.popLast() {
      switch mode {
      case .string: emit(.stringClose, from: position)
      case .interpolation:
        emit(.invalid, from: position)
        emit(.interpolationClose, from: position)
      }
    }
    emit(.invalid, from: position)
  }

  /// Reads `'…'`, or `'''…'''` over lines.
  mutating func rawString() {
    let lower = position
    if starts("'''") { return tripleRawString() }
    position += 1
    while position < bytes.count, current != UInt8(ascii: "'"), current != UInt8(ascii: "\n") {
      position += 1
    }
    guard current == UInt8(ascii: "'") else {
      if position == bytes.count { openString = lower }
      report(.unterminatedString(SourceRange(lower, position)))
      emit(.rawString(text(lower + 1, position)), from: lower)
      return emit(.invalid, from: position)
    }
    position += 1
    if endsAtApostrophe { return rawStringWithApostrophe(from: lower) }
    emit(.rawString(text(lower + 1, position - 1)), from: lower)
  }

  /// The quote just read stands in the middle of a word: `'it's'`.
  private var endsAtApostrophe: Bool {
    guard isNameStart(at: position) else { return false }
    let word = text(position, nameEnd(from: position))
    guard Keyword(rawValue: word) == nil else { return false }
    let rest = bytes[position...].prefix { $0 != UInt8(ascii: "\n") }
    return rest.contains(UInt8(ascii: "'"))
  }

  private mutating func rawStringWithApostrophe(from lower: Int) {
    while current != UInt8(ascii: "'") { position += 1 }
    position += 1
    report(.quoteInRawString(SourceRange(lower, position)))
    emit(.rawString(text(lower + 1, position - 1)), from: lower)
  }

  /// Reads text between quotes that a word processor made; false where it begins with none.
  mutating func typographicString(_ opening: Unicode.Scalar) -> Bool {
    guard "“”„«‘’".unicodeScalars.contains(opening) else { return false }
    let lower = position
    position += scalar(at: position).length
    let start = position
    while position < bytes.count, current != UInt8(ascii: "\n") {
      let (scalar, length) = scalar(at: position)
      guard "“”»‘’".unicodeScalars.contains(scalar) else {
        position += length
        continue
      }
      let value = text(start, position)
      position += length
      report(.typographicQuotes(value, SourceRange(lower, position)))
      emit(.rawString(value), from: lower)
      return true
    }
    report(.typographicQuotes(nil, SourceRange(lower, position)))
    emit(.invalid, from: lower)
    return true
  }

  private mutating func tripleRawString() {
    let lower = position
    position += 3
    while position < bytes.count, !starts("'''") { position += 1 }
    // A quote just before the closing ones belongs to the text.
    while position + 3 < bytes.count, bytes[position + 3] == UInt8(ascii: "'") { position += 1 }
    guard position < bytes.count else {
      isUnfinished = true
      openString = lower
      report(.unterminatedTriple(SourceRange(lower, lower + 3)))
      emit(.rawString(text(lower + 3, position)), from: lower)
      return emit(.invalid, from: position)
    }
    let value = text(lower + 3, position)
    position += 3
    emit(.rawString(value), from: lower)
  }

  /// Python's `"""…"""`: read whole, so that one diagnostic says it.
  private mutating func pythonTripleString() {
    let lower = position
    position += 3
    while position < bytes.count, !starts("\"\"\"") { position += 1 }
    let value = text(lower + 3, position)
    position = min(position + 3, bytes.count)
    report(.doubleTripleString(SourceRange(lower, lower + 3)))
    emit(.rawString(value), from: lower)
  }
}

extension UInt8 {
  /// Whether plain text of a string stops at this byte.
  fileprivate var endsStringRun: Bool {
    self == UInt8(ascii: "\"") || self == UInt8(ascii: "{") || self == UInt8(ascii: "\n")
  }
}
