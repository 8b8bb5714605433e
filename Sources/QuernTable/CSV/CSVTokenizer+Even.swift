extension CSVTokenizer {
  /// The fastest way, for text where every record has the right number of fields, lines end with
  /// a plain newline, and quotes stand as they should: nil where that is not so.
  ///
  /// Positions of delimiters and line ends are written down 64 bytes at a time without looking at
  /// them one by one; whether a byte is inside quotes is the parity of the quotes before it. Then
  /// one look per record proves that the line ends are where they must be.
  mutating func takeEven(
    _ base: UnsafePointer<UInt8>, from: Int, to: Int, hasQuotes: Bool
  ) -> Int? {
    let delimiters = SIMD16<UInt8>(repeating: dialect.delimiter)
    let newlines = SIMD16<UInt8>(repeating: dialect.newline)
    if hasQuotes, dialect.skipsBlanks { return nil }
    var quotes = CSVQuoteParity(dialect: dialect)
    var out = entries
    out[0] = Int32(truncatingIfNeeded: from &- 1)
    out += 1
    let full = entries + (capacity &- 64)
    var lineCount = 0
    var block = from
    while block < to, out < full {
      let lines = CSVBytes.mask64(base + block, newlines)
      var ends = lines | CSVBytes.mask64(base + block, delimiters)
      if hasQuotes {
        guard let within = quotes.next(base + block, ends: ends, left: to &- block) else {
          return nil
        }
        ends &= ~within
      }
      if to &- block < 64 { ends &= (1 &<< UInt64(to &- block)) &- 1 }
      lineCount &+= (lines & ends).nonzeroBitCount
      out = Self.write(ends, at: block, to: out)
      block &+= 64
    }
    let count = (out - entries) &- 1
    let rows = count / dialect.fieldCount
    guard rows == lineCount, isEven(base, rows, from) else { return nil }
    setRowCount(rows)
    return rows == 0 ? from : Int(entries[rows &* dialect.fieldCount]) &+ 1
  }

  /// Writes the positions of the set bits, eight at a time: what is too many is written over.
  @inline(__always)
  private static func write(
    _ mask: UInt64, at block: Int, to out: UnsafeMutablePointer<Int32>
  ) -> UnsafeMutablePointer<Int32> {
    let count = mask.nonzeroBitCount
    let start = Int32(truncatingIfNeeded: block)
    var mask = mask
    var target = out
    var left = count
    repeat {
      for place in 0..<8 {
        target[place] = start &+ Int32(truncatingIfNeeded: mask.trailingZeroBitCount)
        mask &= mask &- 1
      }
      target += 8
      left &-= 8
    } while left > 0
    return out + count
  }

  /// Whether each row's last entry is a line end without a carriage return before it.
  private func isEven(_ base: UnsafePointer<UInt8>, _ rows: Int, _ from: Int) -> Bool {
    let newline = dialect.newline
    let fieldCount = dialect.fieldCount
    var entry = UnsafePointer(entries) + fieldCount
    for _ in 0..<rows {
      let end = Int(entry[0])
      if base[end] != newline { return false }
      if end > from, base[end &- 1] == 0x0D { return false }
      entry += fieldCount
    }
    return true
  }
}

/// Tells which bytes are inside quotes, 64 at a time, as long as quotes stand as they should.
struct CSVQuoteParity {
  private let dialect: CSVDialect
  private let quotes: SIMD16<UInt8>
  /// All ones inside quotes.
  private var inside: UInt64 = 0
  /// Whether the byte before the block ends a field, or is a quote.
  private var endsField: UInt64 = 1
  private var endsQuote: UInt64 = 0

  init(dialect: CSVDialect) {
    self.dialect = dialect
    quotes = SIMD16(repeating: dialect.quote)
  }

  /// The bytes of the next block that are inside quotes; nil where a quote does not open at the
  /// start of a field or close at its end.
  @inline(__always)
  mutating func next(_ p: UnsafePointer<UInt8>, ends: UInt64, left: Int) -> UInt64? {
    var mask = CSVBytes.mask64(p, quotes)
    if left < 64 { mask &= (1 &<< UInt64(left)) &- 1 }
    defer {
      endsField = ends &>> 63
      endsQuote = mask &>> 63
    }
    if mask | inside == 0 { return 0 }
    let within = CSVBytes.parity(mask) ^ inside
    let opening = mask & within
    let closing = mask & ~within
    // A quote opens behind a field's end, or doubles the one before it.
    let mayOpen = (ends &<< 1) | endsField | (mask &<< 1) | endsQuote
    // What follows the end of the text is not known: it may be anything.
    let mayFollow = ends | mask | (left < 64 ? ~0 &<< UInt64(left) : 0)
    if (opening & ~mayOpen) | ((closing &<< 1) & ~mayFollow) != 0 { return nil }
    inside = 0 &- (within &>> 63)
    if closing &>> 63 != 0, left > 64 {
      let next = p[64]
      let isEnd = next == dialect.newline || next == dialect.delimiter || next == dialect.quote
      if !isEnd { return nil }
    }
    return within
  }
}
