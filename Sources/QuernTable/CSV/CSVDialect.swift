/// How a file's bytes are cut into records and fields.
struct CSVDialect: Hashable, Sendable {
  var delimiter: UInt8 = UInt8(ascii: ",")
  var quote: UInt8 = UInt8(ascii: "\"")
  /// LF, or CR for files that have no LF; a CR before an LF belongs to the line end.
  var newline: UInt8 = UInt8(ascii: "\n")
  var hasHeader = true
  /// Whether blanks after a delimiter belong to the delimiter.
  var skipsBlanks = false
  var fieldCount = 1

  /// What a user calls the delimiter.
  var delimiterName: String {
    switch delimiter {
    case UInt8(ascii: "\t"): "tab"
    default: "`" + String(UnicodeScalar(delimiter)) + "`"
    }
  }
}

/// What is wrong with a record's shape.
enum CSVShapeFault: Hashable, Sendable {
  case fieldCount(found: Int, expected: Int)
  case textAfterQuote
  case openQuote

  var text: String {
    switch self {
    case .fieldCount(let found, let expected):
      "\(found) \(found == 1 ? "field" : "fields"), not \(expected)"
    case .textAfterQuote: "text after a closing quote"
    case .openQuote: "a quote that never closes"
    }
  }
}

/// A record that is not as the others, by the position of its first byte.
struct CSVBadRecord: Sendable {
  var offset: Int
  var fault: CSVShapeFault
}
