import QuernText

/// One value of a record: what it is and where its text lies.
struct JSONNode: BitwiseCopyable {
  enum Kind: UInt8 {
    case null, yes, no
    /// Digits with an optional minus alone.
    case integer
    case number
    /// `NaN`, `Infinity`: no JSON, and written by Python all the same.
    case noNumber
    /// Between the quotes; as it stands there.
    case text
    /// With escapes to be undone.
    case escaped
    case array
    /// Names and values in turn.
    case object
  }

  var kind: Kind
  var start: Int
  var end: Int
  /// The node behind this one and all its parts.
  var next: Int
}

/// What is wrong with a record, and at which of its bytes.
struct JSONFault: Error, Hashable {
  let offset: Int
  let message: String
}

/// A record's values, outer ones before their parts; the memory is used again for each record.
///
/// The text may be read `CSVLimits.paddingBytes` past its end.
struct JSONTape {
  private(set) var nodes: [JSONNode] = []
  private(set) var base: UnsafePointer<UInt8> = emptyBytes
  private var count = 0
  private var at = 0

  static let depthMax = 64

  /// Reads one value, with blanks around it and nothing else.
  mutating func read(_ base: UnsafePointer<UInt8>, count: Int) throws(JSONFault) {
    nodes.removeAll(keepingCapacity: true)
    self.base = base
    self.count = count
    at = 0
    try value(depth: 0)
    skipBlanks()
    guard at == count else { throw fault("something follows the value") }
  }

  /// The bytes of a node's text.
  func bytes(_ node: JSONNode) -> UnsafeBufferPointer<UInt8> {
    UnsafeBufferPointer(start: base + node.start, count: node.end - node.start)
  }

  private func fault(_ message: String) -> JSONFault { JSONFault(offset: at, message: message) }

  private mutating func skipBlanks() {
    while at < count, base[at] == 0x20 || base[at] &- 0x09 <= 0x04 { at += 1 }
  }

  private mutating func value(depth: Int) throws(JSONFault) {
    skipBlanks()
    guard at < count else { throw fault("a value is missing") }
    guard depth < Self.depthMax else { throw fault("more than \(Self.depthMax) levels deep") }
    switch base[at] {
    case UInt8(ascii: "{"): try object(depth)
    case UInt8(ascii: "["): try array(depth)
    case UInt8(ascii: "\""): try string()
    case UInt8(ascii: "t"): try word("true", .yes)
    case UInt8(ascii: "f"): try word("false", .no)
    case UInt8(ascii: "n"): try word("null", .null)
    case UInt8(ascii: "N"): try word("NaN", .noNumber)
    case UInt8(ascii: "I"): try word("Infinity", .noNumber)
    default: try number()
    }
  }

  private mutating func object(_ depth: Int) throws(JSONFault) {
    let place = open(.object)
    skipBlanks()
    if at < count, base[at] == UInt8(ascii: "}") { return close(place) }
    while true {
      skipBlanks()
      guard at < count, base[at] == UInt8(ascii: "\"") else { throw fault("a name is missing") }
      try string()
      skipBlanks()
      guard at < count, base[at] == UInt8(ascii: ":") else { throw fault("`:` is missing") }
      at += 1
      try value(depth: depth + 1)
      skipBlanks()
      guard at < count else { throw fault("`}` is missing") }
      if base[at] == UInt8(ascii: "}") { return close(place) }
      guard base[at] == UInt8(ascii: ",") else { throw fault("`,` or `}` is missing") }
      at += 1
    }
  }

  private mutating func array(_ depth: Int) throws(JSONFault) {
    let place = open(.array)
    skipBlanks()
    if at < count, base[at] == UInt8(ascii: "]") { return close(place) }
    while true {
      try value(depth: depth + 1)
      skipBlanks()
      guard at < count else { throw fault("`]` is missing") }
      if base[at] == UInt8(ascii: "]") { return close(place) }
      guard base[at] == UInt8(ascii: ",") else { throw fault("`,` or `]` is missing") }
      at += 1
    }
  }

  private mutating func open(_ kind: JSONNode.Kind) -> Int {
    nodes.append(JSONNode(kind: kind, start: at, end: at, next: 0))
    at += 1
    return nodes.count - 1
  }

  private mutating func close(_ place: Int) {
    at += 1
    nodes[place].end = at
    nodes[place].next = nodes.count
  }

  private mutating func add(_ kind: JSONNode.Kind, _ start: Int, _ end: Int) {
    nodes.append(JSONNode(kind: kind, start: start, end: end, next: nodes.count + 1))
  }

  private mutating func word(_ text: StaticString, _ kind: JSONNode.Kind) throws(JSONFault) {
    let length = text.utf8CodeUnitCount
    guard at + length <= count, byteCompare(base + at, text.utf8Start, length) == 0 else {
      throw fault("this is no value")
    }
    add(kind, at, at + length)
    at += length
  }

  private mutating func string() throws(JSONFault) {
    let start = at + 1
    var end = start
    var isEscaped = false
    while true {
      end = CSVBytes.find(UInt8(ascii: "\""), or: UInt8(ascii: "\\"), base, from: end, to: count)
      guard end < count else { throw fault("a text does not end") }
      if base[end] == UInt8(ascii: "\"") { break }
      isEscaped = true
      end += 2
    }
    add(isEscaped ? .escaped : .text, start, end)
    at = end + 1
  }

  private mutating func number() throws(JSONFault) {
    let start = at
    if base[at] == UInt8(ascii: "-") { at += 1 }
    if at < count, base[at] == UInt8(ascii: "I") {
      try word("Infinity", .noNumber)
      return
    }
    var kind = JSONNode.Kind.integer
    let digits = digitCount()
    guard digits > 0, digits == 1 || base[at - digits] != 0x30 else {
      at = start
      throw fault("this is no value")
    }
    if at < count, base[at] == UInt8(ascii: ".") {
      kind = .number
      at += 1
      guard digitCount() > 0 else { throw fault("digits are missing") }
    }
    if at < count, base[at] | 0x20 == UInt8(ascii: "e") {
      kind = .number
      at += 1
      if at < count, base[at] == UInt8(ascii: "-") || base[at] == UInt8(ascii: "+") { at += 1 }
      guard digitCount() > 0 else { throw fault("digits are missing") }
    }
    add(kind, start, at)
  }

  private mutating func digitCount() -> Int {
    let start = at
    while at < count, base[at] &- 0x30 <= 9 { at += 1 }
    return at - start
  }
}

extension JSONTape {
  /// The text of a string's node, its escapes undone; a lone surrogate becomes U+FFFD.
  func unescaped(_ node: JSONNode) -> [UInt8] {
    var out: [UInt8] = []
    out.reserveCapacity(node.end - node.start)
    var at = node.start
    while at < node.end {
      let byte = base[at]
      guard byte == UInt8(ascii: "\\"), at + 1 < node.end else {
        out.append(byte)
        at += 1
        continue
      }
      let escape = base[at + 1]
      at += 2
      switch escape {
      case UInt8(ascii: "n"): out.append(0x0A)
      case UInt8(ascii: "t"): out.append(0x09)
      case UInt8(ascii: "r"): out.append(0x0D)
      case UInt8(ascii: "b"): out.append(0x08)
      case UInt8(ascii: "f"): out.append(0x0C)
      case UInt8(ascii: "u"): out.append(contentsOf: unicode(&at, node.end).utf8)
      default: out.append(escape)
      }
    }
    return out
  }

  private func unicode(_ at: inout Int, _ end: Int) -> String {
    let first = unit(&at, end)
    if first & 0xFC00 == 0xD800, at + 1 < end, base[at] == UInt8(ascii: "\\"),
      base[at + 1] == UInt8(ascii: "u")
    {
      var after = at + 2
      let second = unit(&after, end)
      if second & 0xFC00 == 0xDC00 {
        at = after
        let value = 0x10000 + ((first & 0x3FF) << 10 | (second & 0x3FF))
        return UnicodeScalar(value).map { String($0) } ?? "\u{FFFD}"
      }
    }
    return UnicodeScalar(first).map { String($0) } ?? "\u{FFFD}"
  }

  private func unit(_ at: inout Int, _ end: Int) -> UInt32 {
    var value: UInt32 = 0
    var digits = 0
    while digits < 4, at < end, let digit = Character(UnicodeScalar(base[at])).hexDigitValue {
      value = value << 4 | UInt32(digit)
      at += 1
      digits += 1
    }
    return digits == 4 ? value : 0xFFFD
  }
}
