/// `[label]: target "title"`, by label.
struct MarkdownReferences {
  struct Target {
    let url: String
    let title: String?
  }

  private var targets: [String: Target] = [:]

  subscript(label: [UInt8]) -> Target? { targets[Self.key(label)] }

  /// Takes the definitions at the beginning of a paragraph out of its lines.
  mutating func takeDefinitions(from lines: inout [[UInt8]]) {
    while let first = lines.first, first.first == UInt8(ascii: "[") {
      var scanner = MarkdownScanner(bytes: Array(lines.joined(separator: [10])))
      guard let label = scanner.label(), scanner.take(UInt8(ascii: ":")) else { return }
      scanner.skipSpace(lineMax: 1)
      guard let url = scanner.destination() else { return }
      var end = scanner.index
      var title: String?
      let isSpaced = scanner.skipSpace(lineMax: 1) > 0
      if isSpaced, let found = scanner.title(), scanner.isAtLineEnd {
        title = found
        end = scanner.index
      } else {
        scanner.index = end
        guard scanner.isAtLineEnd else { return }
      }
      let key = Self.key(label)
      guard !key.isEmpty else { return }
      if targets[key] == nil { targets[key] = Target(url: url, title: title) }
      let used = scanner.bytes[..<end].count { $0 == 10 } + 1
      lines.removeFirst(min(used, lines.count))
    }
  }

  /// Labels match without regard to case and to how much blank is in them.
  private static func key(_ label: [UInt8]) -> String {
    String(decoding: label, as: UTF8.self).split(whereSeparator: \.isWhitespace)
      .joined(separator: " ").lowercased().uppercased()
  }
}

/// The parts of links, read from a place in a text.
struct MarkdownScanner {
  let bytes: [UInt8]
  var index = 0

  init(bytes: [UInt8], index: Int = 0) {
    self.bytes = bytes
    self.index = index
  }

  var next: UInt8? { index < bytes.count ? bytes[index] : nil }

  /// Whether only blanks are left of the line; goes over them.
  var isAtLineEnd: Bool {
    mutating get {
      while let byte = next, byte == 32 || byte == 9 { index += 1 }
      return next == nil || next == 10
    }
  }

  mutating func take(_ byte: UInt8) -> Bool {
    guard next == byte else { return false }
    index += 1
    return true
  }

  @discardableResult
  mutating func skipSpace(lineMax: Int) -> Int {
    let start = index
    var lines = 0
    while let byte = next, MarkdownBytes.isSpace(byte) {
      if byte == 10 {
        lines += 1
        if lines > lineMax { break }
      }
      index += 1
    }
    return index - start
  }

  /// `[label]`: up to 999 bytes without brackets.
  mutating func label() -> [UInt8]? {
    guard next == UInt8(ascii: "[") else { return nil }
    var end = index + 1
    while end < bytes.count, bytes[end] != UInt8(ascii: "]") {
      if bytes[end] == UInt8(ascii: "[") || end - index > 1000 { return nil }
      end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard end < bytes.count else { return nil }
    let label = Array(bytes[(index + 1)..<end])
    index = end + 1
    return label
  }

  /// `<target>`, or a target without blanks and with balanced parentheses.
  mutating func destination() -> String? {
    var end = index
    if next == UInt8(ascii: "<") {
      end += 1
      while end < bytes.count, bytes[end] != UInt8(ascii: ">") {
        if bytes[end] == 10 || bytes[end] == UInt8(ascii: "<") { return nil }
        end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
      }
      guard end < bytes.count else { return nil }
      let url = MarkdownBytes.unescaped(Array(bytes[(index + 1)..<end]))
      index = end + 1
      return url
    }
    var depth = 0
    while end < bytes.count, bytes[end] > 32, bytes[end] != 127 {
      if bytes[end] == UInt8(ascii: "\\"), end + 1 < bytes.count,
        MarkdownBytes.isPunctuation(bytes[end + 1])
      {
        end += 2
        continue
      }
      if bytes[end] == UInt8(ascii: "(") { depth += 1 }
      if bytes[end] == UInt8(ascii: ")") {
        if depth == 0 { break }
        depth -= 1
      }
      end += 1
    }
    guard end > index, depth == 0 else { return nil }
    let url = MarkdownBytes.unescaped(Array(bytes[index..<end]))
    index = end
    return url
  }

  /// `"title"`, `'title'` or `(title)`.
  mutating func title() -> String? {
    guard let mark = next, "\"'(".utf8.contains(mark) else { return nil }
    let closing = mark == UInt8(ascii: "(") ? UInt8(ascii: ")") : mark
    var end = index + 1
    while end < bytes.count, bytes[end] != closing {
      if mark == UInt8(ascii: "("), bytes[end] == mark { return nil }
      end += bytes[end] == UInt8(ascii: "\\") ? 2 : 1
    }
    guard end < bytes.count else { return nil }
    let title = MarkdownBytes.unescaped(Array(bytes[(index + 1)..<end]))
    index = end + 1
    return title
  }
}
