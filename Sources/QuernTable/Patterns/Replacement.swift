/// What is put in the place of a match: text, and `\0` to `\9` for the groups of the match.
package struct Replacement: Hashable, Sendable {
  enum Part: Hashable, Sendable {
    case text([UInt8])
    case group(Int)
  }

  let parts: [Part]
  /// As it was written.
  package let source: String

  /// Nil where a backslash stands before anything but a digit or another backslash.
  package init?(_ source: String) {
    var parts: [Part] = []
    var text: [UInt8] = []
    var bytes = source.utf8.makeIterator()
    while let byte = bytes.next() {
      guard byte == UInt8(ascii: "\\") else {
        text.append(byte)
        continue
      }
      switch bytes.next() {
      case UInt8(ascii: "\\"): text.append(byte)
      case let digit? where digit >= UInt8(ascii: "0") && digit <= UInt8(ascii: "9"):
        if !text.isEmpty { parts.append(.text(text)) }
        text = []
        parts.append(.group(Int(digit - UInt8(ascii: "0"))))
      default: return nil
      }
    }
    if !text.isEmpty { parts.append(.text(text)) }
    self.parts = parts
    self.source = source
  }

  /// The largest group it asks for.
  package var groupMax: Int {
    parts.reduce(0) { most, part in
      if case .group(let number) = part { return Swift.max(most, number) }
      return most
    }
  }
}
