/// The text of a block to its parts, by the algorithm in CommonMark's appendix.
struct MarkdownInlineParser {
  /// A part that is ready, or a run of marks that may still begin or end something.
  private enum Item {
    case part(MarkdownInline)
    case marks(Marks)
    case bracket(Bracket)
  }

  private struct Marks {
    let byte: UInt8
    var count: Int
    let original: Int
    let canOpen: Bool
    let canClose: Bool
  }

  private struct Bracket {
    let isImage: Bool
    /// Where the text behind it begins.
    let start: Int
    var isActive = true
  }

  private let bytes: [UInt8]
  private let references: MarkdownReferences
  private var index = 0
  private var items: [Item] = []
  private var text: [UInt8] = []

  static func parse(_ bytes: [UInt8], _ references: MarkdownReferences) -> [MarkdownInline] {
    var parser = MarkdownInlineParser(bytes: bytes, references: references)
    return parser.parse()
  }

  private init(bytes: [UInt8], references: MarkdownReferences) {
    self.bytes = bytes
    self.references = references
  }

  private mutating func parse() -> [MarkdownInline] {
    while index < bytes.count { step() }
    flush()
    return Self.joined(resolve(from: 0))
  }

  private var next: UInt8? { index + 1 < bytes.count ? bytes[index + 1] : nil }

  private mutating func flush() {
    guard !text.isEmpty else { return }
    items.append(.part(.text(String(decoding: text, as: UTF8.self))))
    text = []
  }

  private mutating func add(_ part: MarkdownInline, length: Int) {
    flush()
    items.append(.part(part))
    index += length
  }

  private mutating func step() {
    let byte = bytes[index]
    switch byte {
    case 10: lineBreak()
    case UInt8(ascii: "\\"): escape()
    case UInt8(ascii: "`"): code()
    case UInt8(ascii: "*"), UInt8(ascii: "_"), UInt8(ascii: "~"): marks(byte)
    case UInt8(ascii: "["): bracket(isImage: false, length: 1)
    case UInt8(ascii: "!") where next == UInt8(ascii: "["): bracket(isImage: true, length: 2)
    case UInt8(ascii: "]"): closeBracket()
    case UInt8(ascii: "<"): angle()
    case UInt8(ascii: "&"):
      if let (entity, length) = MarkdownBytes.entity(bytes[index...]) {
        if let decoded = MarkdownBytes.decoded(entity) {
          text += Array(decoded.utf8)
          index += length
        } else {
          add(.entity(entity), length: length)
        }
      } else {
        keep()
      }
    case UInt8(ascii: "$"): math()
    case UInt8(ascii: "h"): address()
    default: keep()
    }
  }

  private mutating func keep(_ count: Int = 1) {
    text += bytes[index..<(index + count)]
    index += count
  }

  private mutating func lineBreak() {
    var blanks = 0
    while text.last == 32 {
      text.removeLast()
      blanks += 1
    }
    add(blanks >= 2 ? .hardBreak : .softBreak, length: 1)
    while index < bytes.count, bytes[index] == 32 { index += 1 }
  }

  private mutating func escape() {
    guard let next else { return keep() }
    if next == 10 {
      add(.hardBreak, length: 2)
      while index < bytes.count, bytes[index] == 32 { index += 1 }
    } else if MarkdownBytes.isPunctuation(next) {
      index += 1
      keep()
    } else {
      keep()
    }
  }

  private mutating func code() {
    let length = bytes[index...].prefix { $0 == UInt8(ascii: "`") }.count
    guard let end = closing(UInt8(ascii: "`"), length, from: index + length) else {
      return keep(length)
    }
    var inner = bytes[(index + length)..<end].map { $0 == 10 ? 32 : $0 }
    if inner.first == 32, inner.last == 32, inner.contains(where: { $0 != 32 }) {
      inner.removeFirst()
      inner.removeLast()
    }
    add(.code(String(decoding: inner, as: UTF8.self)), length: end + length - index)
  }

  /// Where a run of exactly so many marks begins.
  private func closing(_ mark: UInt8, _ length: Int, from start: Int) -> Int? {
    var place = start
    while place < bytes.count {
      guard bytes[place] == mark else {
        place += 1
        continue
      }
      let run = bytes[place...].prefix { $0 == mark }.count
      if run == length { return place }
      place += run
    }
    return nil
  }

  /// `$…$` and `$$…$$`: between them nothing is Markdown.
  private mutating func math() {
    let length = next == UInt8(ascii: "$") ? 2 : 1
    let start = index + length
    guard start < bytes.count, length == 2 || !MarkdownBytes.isSpace(bytes[start]),
      let end = closing(UInt8(ascii: "$"), length, from: start), end > start
    else { return keep(length) }
    let after = end + length < bytes.count ? bytes[end + length] : 32
    guard length == 2 || !MarkdownBytes.isSpace(bytes[end - 1]) && !MarkdownBytes.isDigit(after)
    else { return keep(length) }
    let whole = bytes[index..<(end + length)]
    add(.math(String(decoding: whole, as: UTF8.self)), length: whole.count)
  }

  private mutating func angle() {
    let rest = bytes[index...]
    if let (link, length) = autolink(rest) { return add(link, length: length) }
    if let length = MarkdownTag.length(rest) ?? special(rest) {
      return add(
        .html(String(decoding: rest.prefix(length), as: UTF8.self)), length: length)
    }
    keep()
  }

  private func autolink(_ rest: ArraySlice<UInt8>) -> (MarkdownInline, Int)? {
    guard let end = rest.firstIndex(of: UInt8(ascii: ">")) else { return nil }
    let inner = rest[(rest.startIndex + 1)..<end]
    guard !inner.isEmpty, inner.allSatisfy({ $0 > 32 && $0 != UInt8(ascii: "<") }) else {
      return nil
    }
    let text = String(decoding: inner, as: UTF8.self)
    let scheme = inner.prefix {
      MarkdownBytes.isLetter($0) || MarkdownBytes.isDigit($0) || "+.-".utf8.contains($0)
    }
    let isURL =
      (2...32).contains(scheme.count) && MarkdownBytes.isLetter(inner[inner.startIndex])
      && inner.dropFirst(scheme.count).first == UInt8(ascii: ":")
    if isURL { return (.link(to: text, title: nil, [.text(text)]), inner.count + 2) }
    let parts = text.split(separator: "@", omittingEmptySubsequences: false)
    let isAddress =
      parts.count == 2 && !parts[0].isEmpty && parts[1].first?.isLetter == true
      && parts[1].allSatisfy { $0.isLetter || $0.isNumber || $0 == "-" || $0 == "." }
      && !text.contains("\\")
    return isAddress
      ? (.link(to: "mailto:\(text)", title: nil, [.text(text)]), inner.count + 2) : nil
  }

  /// Comments, instructions, declarations and CDATA.
  private func special(_ rest: ArraySlice<UInt8>) -> Int? {
    for (opening, end) in [("<!--", "-->"), ("<?", "?>"), ("<![CDATA[", "]]>"), ("<!", ">")]
    where rest.starts(with: opening.utf8) {
      let text = String(decoding: rest, as: UTF8.self)
      if opening == "<!--" {
        for short in ["<!-->", "<!--->"] where text.hasPrefix(short) { return short.utf8.count }
      }
      guard let found = text.dropFirst(opening.count).firstRange(of: end) else { return nil }
      return text.utf8.distance(from: text.startIndex, to: found.upperBound)
    }
    return nil
  }

  /// An address that stands bare in the text, as GitHub links it.
  private mutating func address() {
    let rest = bytes[index...]
    let isFree = text.last.map { !MarkdownBytes.isLetter($0) && !MarkdownBytes.isDigit($0) } ?? true
    guard isFree, rest.starts(with: "https://".utf8) || rest.starts(with: "http://".utf8),
      !items.contains(where: { if case .bracket(let open) = $0 { open.isActive } else { false } })
    else { return keep() }
    var end = rest.prefix { !MarkdownBytes.isSpace($0) && $0 != UInt8(ascii: "<") }
    while let last = end.last {
      let isUnbalanced =
        last == UInt8(ascii: ")")
        && end.count { $0 == UInt8(ascii: ")") } > end.count { $0 == UInt8(ascii: "(") }
      guard "?!.,:*_~'\"".utf8.contains(last) || isUnbalanced else { break }
      end.removeLast()
    }
    guard end.count > 8 else { return keep() }
    let url = String(decoding: end, as: UTF8.self)
    add(.link(to: url, title: nil, [.text(url)]), length: end.count)
  }
}

extension MarkdownInlineParser {
  private mutating func marks(_ byte: UInt8) {
    let count = bytes[index...].prefix { $0 == byte }.count
    let before = scalar(before: index)
    let after = scalar(at: index + count)
    let (spaceBefore, punctuationBefore) = Self.classes(before)
    let (spaceAfter, punctuationAfter) = Self.classes(after)
    let isLeft = !spaceAfter && (!punctuationAfter || spaceBefore || punctuationBefore)
    let isRight = !spaceBefore && (!punctuationBefore || spaceAfter || punctuationAfter)
    let isUnderscore = byte == UInt8(ascii: "_")
    if byte == UInt8(ascii: "~"), count > 2 { return keep(count) }
    flush()
    items.append(
      .marks(
        Marks(
          byte: byte, count: count, original: count,
          canOpen: isLeft && (!isUnderscore || !isRight || punctuationBefore),
          canClose: isRight && (!isUnderscore || !isLeft || punctuationAfter))))
    index += count
  }

  private func scalar(before place: Int) -> Unicode.Scalar? {
    var start = place - 1
    while start > 0, bytes[start] & 0xC0 == 0x80 { start -= 1 }
    return start < 0
      ? nil : String(decoding: bytes[start..<place], as: UTF8.self).unicodeScalars.first
  }

  private func scalar(at place: Int) -> Unicode.Scalar? {
    guard place < bytes.count else { return nil }
    return String(decoding: bytes[place..<min(bytes.count, place + 4)], as: UTF8.self)
      .unicodeScalars.first
  }

  private static func classes(_ scalar: Unicode.Scalar?) -> (isSpace: Bool, isPunctuation: Bool) {
    guard let scalar else { return (true, false) }
    switch scalar.properties.generalCategory {
    case .spaceSeparator, .lineSeparator, .paragraphSeparator: return (true, false)
    case .control: return (MarkdownBytes.isSpace(UInt8(truncatingIfNeeded: scalar.value)), false)
    case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
      .initialPunctuation, .finalPunctuation, .otherPunctuation, .mathSymbol, .currencySymbol,
      .modifierSymbol, .otherSymbol:
      return (false, true)
    default: return (false, false)
    }
  }

  private mutating func bracket(isImage: Bool, length: Int) {
    flush()
    index += length
    items.append(.bracket(Bracket(isImage: isImage, start: index)))
  }

  private mutating func closeBracket() {
    flush()
    let open = items.lastIndex { if case .bracket = $0 { true } else { false } }
    guard let open, case .bracket(let bracket) = items[open] else { return keep() }
    guard bracket.isActive, let (target, end) = target(bracket) else {
      items[open] = .part(.text(bracket.isImage ? "![" : "["))
      return keep()
    }
    let parts = Self.joined(resolve(from: open + 1))
    items.removeSubrange(open...)
    items.append(
      .part(
        bracket.isImage
          ? .image(of: target.url, title: target.title, parts)
          : .link(to: target.url, title: target.title, parts)))
    index = end
    guard !bracket.isImage else { return }
    // Links do not stand in links.
    for place in items.indices {
      if case .bracket(var outer) = items[place], !outer.isImage {
        outer.isActive = false
        items[place] = .bracket(outer)
      }
    }
  }

  /// Where the link goes whose text ends here, and where it ends itself.
  private func target(_ bracket: Bracket) -> (MarkdownReferences.Target, Int)? {
    var scanner = MarkdownScanner(bytes: bytes, index: index + 1)
    if scanner.take(UInt8(ascii: "(")), let found = inlineTarget(&scanner) {
      return (found, scanner.index)
    }
    scanner.index = index + 1
    let inner = Array(bytes[bracket.start..<index])
    if let label = scanner.label() {
      return references[label.isEmpty ? inner : label].map { ($0, scanner.index) }
    }
    return references[inner].map { ($0, index + 1) }
  }

  private func inlineTarget(_ scanner: inout MarkdownScanner) -> MarkdownReferences.Target? {
    scanner.skipSpace(lineMax: 1)
    if scanner.take(UInt8(ascii: ")")) { return MarkdownReferences.Target(url: "", title: nil) }
    guard let url = scanner.destination() else { return nil }
    let isSpaced = scanner.skipSpace(lineMax: 1) > 0
    let title = isSpaced ? scanner.title() : nil
    scanner.skipSpace(lineMax: 1)
    guard scanner.take(UInt8(ascii: ")")) else { return nil }
    return MarkdownReferences.Target(url: url, title: title)
  }

  /// The items from a place on with their marks paired; what found no pair is text.
  private func resolve(from start: Int) -> [MarkdownInline] {
    var items = Array(items[start...])
    var place = 0
    while place < items.count {
      guard case .marks(let closer) = items[place], closer.canClose,
        let open = Self.opener(of: closer, before: place, in: items),
        case .marks(let opener) = items[open]
      else {
        place += 1
        continue
      }
      let isStrike = closer.byte == UInt8(ascii: "~")
      let used = isStrike ? closer.count : closer.count >= 2 && opener.count >= 2 ? 2 : 1
      let parts = Self.joined(items[(open + 1)..<place].compactMap(Self.part))
      let part: MarkdownInline =
        isStrike ? .strike(parts) : used == 2 ? .strong(parts) : .emphasis(parts)
      var replacement: [Item] = [.part(part)]
      if opener.count > used {
        var rest = opener
        rest.count -= used
        replacement.insert(.marks(rest), at: 0)
      }
      if closer.count > used {
        var rest = closer
        rest.count -= used
        replacement.append(.marks(rest))
      }
      items.replaceSubrange(open...place, with: replacement)
      place = open + (opener.count > used ? 2 : 1)
    }
    return items.compactMap(Self.part)
  }

  private static func opener(of closer: Marks, before place: Int, in items: [Item]) -> Int? {
    for index in items[..<place].indices.reversed() {
      guard case .marks(let opener) = items[index], opener.byte == closer.byte, opener.canOpen
      else { continue }
      if closer.byte == UInt8(ascii: "~") {
        if opener.count == closer.count { return index }
        continue
      }
      // The rule of three keeps `*a**b*` from being read in two ways.
      let isOdd =
        (opener.canClose || closer.canOpen) && (opener.original + closer.original) % 3 == 0
        && !(opener.original % 3 == 0 && closer.original % 3 == 0)
      if !isOdd { return index }
    }
    return nil
  }

  private static func part(_ item: Item) -> MarkdownInline? {
    switch item {
    case .part(let part): part
    case .marks(let marks):
      .text(String(repeating: Character(Unicode.Scalar(marks.byte)), count: marks.count))
    case .bracket(let bracket): .text(bracket.isImage ? "![" : "[")
    }
  }

  /// Neighbouring texts as one.
  private static func joined(_ parts: [MarkdownInline]) -> [MarkdownInline] {
    var result: [MarkdownInline] = []
    for part in parts {
      if case .text(let text) = part, case .text(let before)? = result.last {
        result[result.count - 1] = .text(before + text)
      } else {
        result.append(part)
      }
    }
    return result
  }
}
