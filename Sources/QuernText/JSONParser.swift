/// Why a text is not JSON, and where.
package struct JSONError: Error, Hashable, Sendable, CustomStringConvertible {
  /// The offset in bytes from the start of the text.
  package let offset: Int
  /// The line, from 1.
  package let line: Int
  /// The column in code points, from 1.
  package let column: Int
  package let message: String

  package var description: String { "not JSON: \(message) (line \(line), column \(column))" }
}

/// Which texts are accepted.
package enum JSONDialect: Sendable {
  /// RFC 8259.
  case strict
  /// Also `NaN`, `Infinity` and `-Infinity`, which Python's json and XGBoost write.
  case python
}

extension JSON {
  /// Values nested deeper than this are refused.
  package static let depthMax = 512

  /// Parses one JSON text; only white space may follow it.
  package static func parse(
    _ bytes: UnsafeRawBufferPointer, dialect: JSONDialect = .strict
  ) throws(JSONError) -> JSON {
    var parser = JSONParser(bytes: bytes, dialect: dialect)
    return try parser.document()
  }

  /// Parses one JSON text.
  package static func parse(
    _ bytes: [UInt8], dialect: JSONDialect = .strict
  ) throws(JSONError) -> JSON {
    let result: Result<JSON, JSONError> = bytes.withUnsafeBytes { raw in
      do throws(JSONError) {
        return .success(try parse(raw, dialect: dialect))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  /// Parses one JSON text.
  package static func parse(
    _ text: String, dialect: JSONDialect = .strict
  ) throws(JSONError) -> JSON {
    try parse(Array(text.utf8), dialect: dialect)
  }
}

/// A recursive descent over the bytes of one text.
struct JSONParser {
  let bytes: UnsafeRawBufferPointer
  let dialect: JSONDialect
  private var position = 0
  private var depth = 0

  init(bytes: UnsafeRawBufferPointer, dialect: JSONDialect) {
    self.bytes = bytes
    self.dialect = dialect
    if bytes.count >= 3, bytes[0] == 0xEF, bytes[1] == 0xBB, bytes[2] == 0xBF { position = 3 }
  }

  mutating func document() throws(JSONError) -> JSON {
    let value = try value()
    skipSpace()
    guard position == bytes.count else { throw error("unexpected text after the value") }
    return value
  }

  private var current: UInt8? { position < bytes.count ? bytes[position] : nil }

  private mutating func skipSpace() {
    while position < bytes.count {
      switch bytes[position] {
      case 32, 10, 13, 9: position += 1
      default: return
      }
    }
  }

  private mutating func value() throws(JSONError) -> JSON {
    skipSpace()
    guard let character = current else { throw error("the text ends where a value is expected") }
    switch character {
    case UInt8(ascii: "{"): return try object()
    case UInt8(ascii: "["): return try array()
    case UInt8(ascii: "\""): return .string(try string())
    case UInt8(ascii: "t"): return try word("true", .bool(true))
    case UInt8(ascii: "f"): return try word("false", .bool(false))
    case UInt8(ascii: "n"): return try word("null", .null)
    case UInt8(ascii: "-"), 48...57: return try number()
    case UInt8(ascii: "N") where dialect == .python: return try word("NaN", .number(.nan))
    case UInt8(ascii: "I") where dialect == .python: return try word("Infinity", .number(.infinity))
    default: throw error("a value is expected here")
    }
  }

  private mutating func word(_ text: StaticString, _ value: JSON) throws(JSONError) -> JSON {
    let count = text.utf8CodeUnitCount
    guard position + count <= bytes.count else { throw error("a value is expected here") }
    for index in 0..<count where bytes[position + index] != text.utf8Start[index] {
      throw error("a value is expected here")
    }
    position += count
    return value
  }

  private mutating func enter() throws(JSONError) {
    depth += 1
    guard depth <= JSON.depthMax else {
      throw error("nested deeper than \(JSON.depthMax) levels")
    }
    position += 1
    skipSpace()
  }

  private mutating func array() throws(JSONError) -> JSON {
    try enter()
    var elements: [JSON] = []
    if current == UInt8(ascii: "]") {
      position += 1
      depth -= 1
      return .array(elements)
    }
    while true {
      elements.append(try value())
      skipSpace()
      switch current {
      case UInt8(ascii: ","): position += 1
      case UInt8(ascii: "]"):
        position += 1
        depth -= 1
        return .array(elements)
      default: throw error("`,` or `]` is expected here")
      }
    }
  }

  /// The last of several members with one name counts, at the place of the first (as in Python).
  private mutating func object() throws(JSONError) -> JSON {
    try enter()
    var object = JSONObject()
    var places: [String: Int] = [:]
    if current == UInt8(ascii: "}") {
      position += 1
      depth -= 1
      return .object(object)
    }
    while true {
      skipSpace()
      guard current == UInt8(ascii: "\"") else { throw error("a member's name is expected here") }
      let key = try string()
      skipSpace()
      guard current == UInt8(ascii: ":") else { throw error("`:` is expected here") }
      position += 1
      let value = try value()
      if object.count < 16 {
        if let place = object.index(of: key) {
          object.members[place].value = value
        } else {
          object.members.append((key: key, value: value))
        }
      } else {
        if places.isEmpty {
          for (index, member) in object.members.enumerated() { places[member.key] = index }
        }
        if let place = places[key] {
          object.members[place].value = value
        } else {
          places[key] = object.count
          object.members.append((key: key, value: value))
        }
      }
      skipSpace()
      switch current {
      case UInt8(ascii: ","): position += 1
      case UInt8(ascii: "}"):
        position += 1
        depth -= 1
        return .object(object)
      default: throw error("`,` or `}` is expected here")
      }
    }
  }

  private mutating func number() throws(JSONError) -> JSON {
    let start = position
    let negative = current == UInt8(ascii: "-")
    if negative { position += 1 }
    if negative, dialect == .python, current == UInt8(ascii: "I") {
      return try word("Infinity", .number(-.infinity))
    }
    guard let first = current, isDigit(first) else { throw error("a digit is expected here") }
    position += 1
    if first == 48 {
      if let next = current, isDigit(next) { throw error("a number may not begin with 0") }
    } else {
      skipDigits()
    }
    var isInteger = true
    if current == UInt8(ascii: ".") {
      isInteger = false
      position += 1
      try digits()
    }
    if current == UInt8(ascii: "e") || current == UInt8(ascii: "E") {
      isInteger = false
      position += 1
      if current == UInt8(ascii: "+") || current == UInt8(ascii: "-") { position += 1 }
      try digits()
    }
    let text = UnsafeBufferPointer(
      rebasing: bytes.assumingMemoryBound(to: UInt8.self)[start..<position])
    // "-0" would lose its sign as an integer.
    if isInteger, !(negative && first == 48), let integer = Numbers.parseInt(text) {
      return .int(integer)
    }
    guard let value = Numbers.parseDouble(text), value.isFinite else {
      position = start
      throw error("the number is too large")
    }
    return .number(value)
  }

  private func isDigit(_ character: UInt8) -> Bool { character &- 48 < 10 }

  private mutating func skipDigits() {
    while let character = current, isDigit(character) { position += 1 }
  }

  private mutating func digits() throws(JSONError) {
    guard let character = current, isDigit(character) else {
      throw error("a digit is expected here")
    }
    skipDigits()
  }

  private mutating func string() throws(JSONError) -> String {
    let start = position + 1
    position = start
    while position < bytes.count {
      switch bytes[position] {
      case UInt8(ascii: "\""):
        let text = try validated(UnsafeRawBufferPointer(rebasing: bytes[start..<position]), start)
        position += 1
        return text
      case UInt8(ascii: "\\"): return try escapedString(from: start)
      case 0..<32: throw error("a control character must be escaped")
      default: position += 1
      }
    }
    throw error("the string has no end")
  }

  private func validated(
    _ raw: UnsafeRawBufferPointer, _ start: Int
  ) throws(JSONError) -> String {
    guard let text = UTF8Text.string(raw.assumingMemoryBound(to: UInt8.self)) else {
      throw error("the string is not UTF-8", at: start)
    }
    return text
  }

  private mutating func escapedString(from start: Int) throws(JSONError) -> String {
    var text = Array(bytes[start..<position])
    while position < bytes.count {
      let character = bytes[position]
      switch character {
      case UInt8(ascii: "\""):
        guard let result = UTF8Text.string(text) else {
          throw error("the string is not UTF-8", at: start)
        }
        position += 1
        return result
      case UInt8(ascii: "\\"): try appendEscape(to: &text)
      case 0..<32: throw error("a control character must be escaped")
      default:
        text.append(character)
        position += 1
      }
    }
    throw error("the string has no end")
  }

  private mutating func appendEscape(to text: inout [UInt8]) throws(JSONError) {
    let start = position
    position += 1
    guard let character = current else { throw error("the string has no end") }
    position += 1
    switch character {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): text.append(character)
    case UInt8(ascii: "b"): text.append(8)
    case UInt8(ascii: "f"): text.append(12)
    case UInt8(ascii: "n"): text.append(10)
    case UInt8(ascii: "r"): text.append(13)
    case UInt8(ascii: "t"): text.append(9)
    case UInt8(ascii: "u"):
      var code = try hexadecimal()
      if code & 0xFC00 == 0xD800, current == UInt8(ascii: "\\"), position + 1 < bytes.count,
        bytes[position + 1] == UInt8(ascii: "u")
      {
        position += 2
        let low = try hexadecimal()
        guard low & 0xFC00 == 0xDC00 else { throw error("half of a surrogate pair", at: start) }
        code = 0x10000 + (code & 0x3FF) << 10 + low & 0x3FF
      }
      guard let scalar = Unicode.Scalar(code) else {
        throw error("half of a surrogate pair", at: start)
      }
      text.append(contentsOf: UTF8.encode(scalar) ?? UTF8.encodedReplacementCharacter)
    default: throw error("an unknown escape", at: start)
    }
  }

  private mutating func hexadecimal() throws(JSONError) -> UInt32 {
    var code: UInt32 = 0
    for _ in 0..<4 {
      guard let digit = current.flatMap(Hex.value) else {
        throw error("four hexadecimal digits are expected here")
      }
      code = code << 4 | UInt32(digit)
      position += 1
    }
    return code
  }

  private func error(_ message: String, at offset: Int? = nil) -> JSONError {
    let offset = offset ?? position
    var line = 1
    var column = 1
    for byte in bytes[0..<min(offset, bytes.count)] {
      if byte == 10 {
        line += 1
        column = 1
      } else if byte & 0xC0 != 0x80 {
        column += 1
      }
    }
    return JSONError(offset: offset, line: line, column: column, message: message)
  }
}
