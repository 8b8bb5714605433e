/// Walks over records one field at a time, for looking at a sample: no field count is known yet.
struct CSVRecords {
  let base: UnsafePointer<UInt8>
  let end: Int
  let dialect: CSVDialect
  private(set) var position: Int

  init(base: UnsafePointer<UInt8>, from: Int, to: Int, dialect: CSVDialect) {
    self.base = base
    end = to
    position = from
    self.dialect = dialect
  }

  /// The bounds of the fields of the next whole record; nil at the end. Blank lines are left out.
  mutating func next() -> [Range<Int>]? {
    while position < end {
      let start = position
      guard let fields = record() else {
        position = end
        return nil
      }
      let isBlank = fields.count == 1 && fields[0].isEmpty && base[start] != dialect.quote
      if !isBlank { return fields }
    }
    return nil
  }

  private mutating func record() -> [Range<Int>]? {
    var fields: [Range<Int>] = []
    var i = position
    while true {
      let start = i
      var content = i
      if dialect.skipsBlanks { while content < end, base[content] == 0x20 { content += 1 } }
      if content < end, base[content] == dialect.quote, dialect.quote != 0 {
        i = CSVTokenizer.closingQuote(dialect.quote, base, from: content + 1, to: end) + 1
        if i >= end { return nil }
      }
      while i < end, base[i] != dialect.delimiter, base[i] != dialect.newline { i += 1 }
      if i >= end { return nil }
      let isLineEnd = base[i] == dialect.newline
      let fieldEnd = isLineEnd && i > start && base[i - 1] == 0x0D ? i - 1 : i
      fields.append(start..<fieldEnd)
      i += 1
      if isLineEnd {
        position = i
        return fields
      }
      if fields.count > CSVLimits.columnCount { return nil }
    }
  }
}
