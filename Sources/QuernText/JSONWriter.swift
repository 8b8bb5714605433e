extension JSON {
  /// The value as JSON text.
  ///
  /// Doubles are written with the fewest digits that read back as the same value; NaN and the
  /// infinities, which JSON lacks, as `null`.
  package func text(
    pretty: Bool = false, sortedKeys: Bool = false, indentWidth: Int = 2
  ) -> String {
    let bytes = utf8(pretty: pretty, sortedKeys: sortedKeys, indentWidth: indentWidth)
    return String(decoding: bytes, as: UTF8.self)
  }

  /// The value as the UTF-8 bytes of its JSON text.
  package func utf8(
    pretty: Bool = false, sortedKeys: Bool = false, indentWidth: Int = 2
  ) -> [UInt8] {
    var writer = JSONWriter(indent: pretty ? indentWidth : nil, sortedKeys: sortedKeys)
    writer.write(self)
    return writer.bytes
  }
}

extension JSON: CustomStringConvertible {
  package var description: String { text() }
}

struct JSONWriter {
  let indent: Int?
  let sortedKeys: Bool
  var bytes: [UInt8] = []
  private var depth = 0

  init(indent: Int?, sortedKeys: Bool) {
    self.indent = indent
    self.sortedKeys = sortedKeys
  }

  mutating func write(_ value: JSON) {
    switch value {
    case .null: bytes.append(contentsOf: "null".utf8)
    case .bool(let value): bytes.append(contentsOf: (value ? "true" : "false").utf8)
    case .int(let value): bytes.append(contentsOf: value.description.utf8)
    case .number(let value):
      bytes.append(contentsOf: (value.isFinite ? Numbers.shortest(value) : "null").utf8)
    case .string(let value): write(string: value)
    case .array(let elements): write(array: elements)
    case .object(let object): write(object: object)
    }
  }

  private mutating func write(array elements: [JSON]) {
    bytes.append(UInt8(ascii: "["))
    depth += 1
    for (index, element) in elements.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      breakLine()
      write(element)
    }
    depth -= 1
    if !elements.isEmpty { breakLine() }
    bytes.append(UInt8(ascii: "]"))
  }

  private mutating func write(object: JSONObject) {
    var members = object.members
    // Order of bytes, not Swift's order of canonical equivalents.
    if sortedKeys { members.sort { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) } }
    bytes.append(UInt8(ascii: "{"))
    depth += 1
    for (index, member) in members.enumerated() {
      if index > 0 { bytes.append(UInt8(ascii: ",")) }
      breakLine()
      write(string: member.key)
      bytes.append(UInt8(ascii: ":"))
      if indent != nil { bytes.append(32) }
      write(member.value)
    }
    depth -= 1
    if !members.isEmpty { breakLine() }
    bytes.append(UInt8(ascii: "}"))
  }

  private mutating func breakLine() {
    guard let indent else { return }
    bytes.append(10)
    bytes.append(contentsOf: repeatElement(32, count: indent * depth))
  }

  private mutating func write(string: String) {
    bytes.append(UInt8(ascii: "\""))
    var string = string
    string.withUTF8 { text in
      var start = 0
      for index in 0..<text.count {
        let byte = text[index]
        guard byte < 32 || byte == UInt8(ascii: "\"") || byte == UInt8(ascii: "\\") else {
          continue
        }
        bytes.append(contentsOf: text[start..<index])
        start = index + 1
        write(escape: byte)
      }
      bytes.append(contentsOf: text[start...])
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func write(escape byte: UInt8) {
    let short: StaticString? =
      switch byte {
      case 8: "\\b"
      case 9: "\\t"
      case 10: "\\n"
      case 12: "\\f"
      case 13: "\\r"
      case UInt8(ascii: "\""): "\\\""
      case UInt8(ascii: "\\"): "\\\\"
      default: nil
      }
    if let short {
      short.withUTF8Buffer { bytes.append(contentsOf: $0) }
    } else {
      bytes.append(contentsOf: "\\u00".utf8)
      bytes.append(contentsOf: Hex.encode([byte]).utf8)
    }
  }
}
