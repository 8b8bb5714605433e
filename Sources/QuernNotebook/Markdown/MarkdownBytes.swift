import QuernText

/// Small questions about bytes of Markdown.
enum MarkdownBytes {
  static func trimmed(_ bytes: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    var slice = bytes
    while let first = slice.first, isSpace(first) { slice.removeFirst() }
    while let last = slice.last, isSpace(last) { slice.removeLast() }
    return slice
  }

  static func isSpace(_ byte: UInt8) -> Bool { byte == 32 || (9...13).contains(byte) }

  static func isPunctuation(_ byte: UInt8) -> Bool {
    (33...47).contains(byte) || (58...64).contains(byte) || (91...96).contains(byte)
      || (123...126).contains(byte)
  }

  static func isLetter(_ byte: UInt8) -> Bool {
    (65...90).contains(byte) || (97...122).contains(byte)
  }

  static func isDigit(_ byte: UInt8) -> Bool { (48...57).contains(byte) }

  /// Backslash escapes and the entities that texts need, decoded.
  static func unescaped(_ bytes: [UInt8]) -> String {
    var out: [UInt8] = []
    var index = 0
    while index < bytes.count {
      let byte = bytes[index]
      if byte == UInt8(ascii: "\\"), index + 1 < bytes.count, isPunctuation(bytes[index + 1]) {
        out.append(bytes[index + 1])
        index += 2
      } else if byte == UInt8(ascii: "&"), let (text, length) = entity(bytes[index...]),
        let decoded = decoded(text)
      {
        out += Array(decoded.utf8)
        index += length
      } else {
        out.append(byte)
        index += 1
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  /// `&name;`, `&#12;` or `&#x1F;` at the beginning, and its length.
  static func entity(_ bytes: ArraySlice<UInt8>) -> (text: String, length: Int)? {
    guard let end = bytes.prefix(34).firstIndex(of: UInt8(ascii: ";")) else { return nil }
    let inner = bytes[(bytes.startIndex + 1)..<end]
    guard let first = inner.first else { return nil }
    let isNamed = isLetter(first) && inner.allSatisfy { isLetter($0) || isDigit($0) }
    let rest = inner.dropFirst()
    let isDecimal =
      first == UInt8(ascii: "#") && (1...7).contains(rest.count) && rest.allSatisfy(isDigit)
    let digits = rest.dropFirst()
    let isHex =
      first == UInt8(ascii: "#") && rest.first.map { $0 | 32 } == UInt8(ascii: "x")
      && (1...6).contains(digits.count) && digits.allSatisfy { Hex.value($0) != nil }
    guard isNamed && inner.count >= 2 || isDecimal || isHex else { return nil }
    return (String(decoding: bytes[bytes.startIndex...end], as: UTF8.self), inner.count + 2)
  }

  /// What a numeric entity, or one of the commonest names, stands for.
  static func decoded(_ entity: String) -> String? {
    let inner = entity.dropFirst().dropLast()
    if inner.hasPrefix("#") {
      let digits = inner.dropFirst()
      let isHex = digits.first == "x" || digits.first == "X"
      let code = isHex ? UInt32(digits.dropFirst(), radix: 16) : UInt32(digits)
      guard let code, code != 0, let scalar = Unicode.Scalar(code) else { return "\u{FFFD}" }
      return String(Character(scalar))
    }
    let names = [
      "amp": "&", "lt": "<", "gt": ">", "quot": "\"", "nbsp": "\u{A0}", "copy": "©", "auml": "ä",
      "ouml": "ö", "uuml": "ü", "szlig": "ß",
    ]
    return names[String(inner)]
  }

  /// A link's target as an attribute holds it: what must not stand in a URL as `%XX`.
  static func url(_ text: String) -> String {
    var out = ""
    for byte in text.utf8 {
      let isKept =
        isLetter(byte) || isDigit(byte) || "-_.~!*'();:@&=+$,/?#%".utf8.contains(byte)
      if isKept {
        out.unicodeScalars.append(Unicode.Scalar(byte))
      } else {
        out += "%" + Hex.encode([byte]).uppercased()
      }
    }
    return out
  }
}

/// Blocks of HTML, which begin and end by CommonMark §4.6.
enum MarkdownHTMLBlock {
  private static let verbatim = ["script", "pre", "style", "textarea"]
  private static let blocks: Set<String> = [
    "address", "article", "aside", "base", "basefont", "blockquote", "body", "caption", "center",
    "col", "colgroup", "dd", "details", "dialog", "dir", "div", "dl", "dt", "fieldset",
    "figcaption", "figure", "footer", "form", "frame", "frameset", "h1", "h2", "h3", "h4", "h5",
    "h6", "head", "header", "hr", "html", "iframe", "legend", "li", "link", "main", "menu",
    "menuitem", "nav", "noframes", "ol", "optgroup", "option", "p", "param", "search", "section",
    "summary", "table", "tbody", "td", "tfoot", "th", "thead", "title", "tr", "track", "ul",
  ]

  /// Which kind of block the line begins, nil where it is none.
  static func type(_ line: ArraySlice<UInt8>, interrupts: Bool) -> Int? {
    let text = String(decoding: line.prefix(64), as: UTF8.self).lowercased()
    for name in verbatim where text.hasPrefix("<\(name)") {
      let after = text.dropFirst(name.count + 1).first
      if after == nil || after == " " || after == "\t" || after == ">" { return 1 }
    }
    if text.hasPrefix("<!--") { return 2 }
    if text.hasPrefix("<?") { return 3 }
    if text.hasPrefix("<![cdata[") { return 5 }
    if text.hasPrefix("<!"), text.dropFirst(2).first?.isLetter == true { return 4 }
    var name = text.dropFirst()
    if name.first == "/" { name = name.dropFirst() }
    let word = name.prefix { $0.isLetter || $0.isNumber }
    let after = name.dropFirst(word.count)
    let ends = after.isEmpty || " \t>".contains(after.first ?? " ") || after.hasPrefix("/>")
    if blocks.contains(String(word)), ends { return 6 }
    guard !interrupts, let tag = MarkdownTag.length(line) else { return nil }
    return line.dropFirst(tag).allSatisfy(MarkdownBytes.isSpace) ? 7 : nil
  }

  /// Whether a block ends with this line.
  static func ends(_ type: Int, _ line: [UInt8]) -> Bool {
    let text = String(decoding: line, as: UTF8.self)
    switch type {
    case 1: return verbatim.contains { text.lowercased().contains("</\($0)>") }
    case 2: return text.contains("-->")
    case 3: return text.contains("?>")
    case 4: return text.contains(">")
    case 5: return text.contains("]]>")
    default: return false
    }
  }
}

/// An HTML tag, comment or instruction within a line.
enum MarkdownTag {
  /// The length of the tag at the beginning; nil where there is none.
  static func length(_ bytes: ArraySlice<UInt8>) -> Int? {
    let text = Array(bytes)
    guard text.count >= 3, text[0] == UInt8(ascii: "<") else { return nil }
    var index = 1
    func skipSpace() { while index < text.count, MarkdownBytes.isSpace(text[index]) { index += 1 } }
    let isClosing = text[1] == UInt8(ascii: "/")
    if isClosing { index = 2 }
    guard index < text.count, MarkdownBytes.isLetter(text[index]) else { return nil }
    while index < text.count, isName(text[index]) { index += 1 }
    while !isClosing {
      let before = index
      skipSpace()
      guard index < text.count, index > before, isAttributeStart(text[index]) else { break }
      while index < text.count, isAttribute(text[index]) { index += 1 }
      let end = index
      skipSpace()
      guard index < text.count, text[index] == UInt8(ascii: "=") else {
        index = end
        continue
      }
      index += 1
      skipSpace()
      guard let after = value(text, index) else { return nil }
      index = after
    }
    skipSpace()
    if !isClosing, index < text.count, text[index] == UInt8(ascii: "/") { index += 1 }
    return index < text.count && text[index] == UInt8(ascii: ">") ? index + 1 : nil
  }

  /// The index after an attribute's value.
  private static func value(_ text: [UInt8], _ start: Int) -> Int? {
    guard start < text.count else { return nil }
    if text[start] == 34 || text[start] == 39 {
      return text[(start + 1)...].firstIndex(of: text[start]).map { $0 + 1 }
    }
    var index = start
    while index < text.count, !MarkdownBytes.isSpace(text[index]),
      !"\"'=<>`".utf8.contains(text[index])
    {
      index += 1
    }
    return index > start ? index : nil
  }

  private static func isName(_ byte: UInt8) -> Bool {
    MarkdownBytes.isLetter(byte) || MarkdownBytes.isDigit(byte) || byte == 45
  }

  private static func isAttributeStart(_ byte: UInt8) -> Bool {
    MarkdownBytes.isLetter(byte) || byte == 95 || byte == 58
  }

  private static func isAttribute(_ byte: UInt8) -> Bool {
    isName(byte) || byte == 95 || byte == 58 || byte == 46
  }
}
