/// Cuts text into records and fields: positions only, nothing is copied.
///
/// A row of `n` fields has `n + 1` entries: one less than its first byte, then each field's end.
/// Field `c` is the bytes `entry[c] + 1 ..< entry[c + 1]`; where that is empty or negative the
/// field is empty. Rows are `stride` entries apart: the last entry of a row may be the first one of
/// the next.
struct CSVTokenizer: ~Copyable {
  let dialect: CSVDialect
  /// Whether short rows are filled up and long ones cut, instead of being left out.
  let keepsRaggedRows: Bool
  /// The entries of the rows of the last batch.
  let entries: UnsafeMutablePointer<Int32>
  /// How many entries fit.
  let capacity: Int
  private(set) var rowCount = 0
  /// The records of the last batch that are not well-formed, in order.
  private(set) var badRecords: [CSVBadRecord] = []

  private(set) var stride: Int
  /// How often text was not as even as the fastest way needs; after some times it is not tried.
  private var evenFailures = 0

  private static let evenFailureMax = 16

  init(dialect: CSVDialect, keepsRaggedRows: Bool) {
    self.dialect = dialect
    self.keepsRaggedRows = keepsRaggedRows
    capacity = max(32_768, 2 * (dialect.fieldCount + 1))
    stride = dialect.fieldCount + 1
    // Entries may be spread to one more per row, and are written before a row is known to be good.
    entries = .allocate(capacity: 2 * capacity + dialect.fieldCount + 2)
  }

  deinit { entries.deallocate() }

  /// Takes records from `from` until the text or the room for entries ends; returns the position
  /// after the last record that was taken.
  ///
  /// The text must be padded. What follows the last line end before `to` is left alone. Without
  /// quotes in the text the work is less: `hasQuotes` says what `CSVTokenizer.hasQuotes` found.
  mutating func take(
    _ base: UnsafePointer<UInt8>, from: Int, to: Int, hasQuotes: Bool
  ) -> Int {
    rowCount = 0
    badRecords.removeAll(keepingCapacity: true)
    stride = dialect.fieldCount
    if evenFailures < Self.evenFailureMax {
      if let end = takeEven(base, from: from, to: to, hasQuotes: hasQuotes) {
        evenFailures = max(0, evenFailures - 1)
        return end
      }
      evenFailures += 2
    }
    stride = dialect.fieldCount + 1
    return hasQuotes
      ? takeCarefully(base, from: from, to: to) : takePlain(base, from: from, to: to)
  }

  /// For the ways of taking records that are written elsewhere.
  mutating func setRowCount(_ count: Int) { rowCount = count }

  /// Whether the text holds a quote at all.
  func hasQuotes(_ base: UnsafePointer<UInt8>, from: Int, to: Int) -> Bool {
    CSVBytes.find(dialect.quote, base, from: from, to: to) < to
  }

  /// Drops the rows whose first byte is at one of `offsets` (ascending), which count from `base`
  /// bytes before the text.
  mutating func drop(rowsAt offsets: ArraySlice<Int>, base: Int) {
    var next = offsets.startIndex
    filter { start in
      let position = base &+ start
      while next < offsets.endIndex, offsets[next] < position { next += 1 }
      return next == offsets.endIndex || offsets[next] != position
    }
  }

  /// Keeps the rows whose numbers are among `rows` (ascending); the first row has number `first`.
  mutating func keep(rows: [UInt32], from first: Int) {
    // The rows before this batch are gone: find the first that is not.
    var low = 0
    var high = rows.count
    while low < high {
      let middle = (low + high) / 2
      if Int(rows[middle]) < first { low = middle + 1 } else { high = middle }
    }
    var number = first
    filter { _ in
      defer { number += 1 }
      guard low < rows.count, Int(rows[low]) == number else { return false }
      low += 1
      return true
    }
  }

  /// Keeps the rows, given by their first byte, that `isKept` says.
  @inline(__always)
  private mutating func filter(_ isKept: (Int) -> Bool) {
    if stride == dialect.fieldCount { spread() }
    var kept = 0
    for row in 0..<rowCount where isKept(Int(entries[row &* stride]) &+ 1) {
      if kept != row {
        (entries + kept * stride).update(from: entries + row * stride, count: stride)
      }
      kept += 1
    }
    rowCount = kept
  }

  /// Gives each row its own first entry.
  private mutating func spread() {
    let fieldCount = dialect.fieldCount
    for row in Swift.stride(from: rowCount - 1, through: 0, by: -1) {
      let source = entries + row * fieldCount
      (entries + row * (fieldCount + 1)).update(from: source, count: fieldCount + 1)
    }
    stride = fieldCount + 1
  }

  private mutating func takePlain(
    _ base: UnsafePointer<UInt8>, from: Int, to: Int
  ) -> Int {
    let newline = dialect.newline
    let delimiters = SIMD16<UInt8>(repeating: dialect.delimiter)
    let newlines = SIMD16<UInt8>(repeating: newline)
    let fieldCount = dialect.fieldCount
    let stride = fieldCount + 1
    let lastRow = capacity - stride
    var row = entries
    var used = 0
    var rowStart = from
    var field = 0
    row[0] = Int32(truncatingIfNeeded: from &- 1)
    var block = from
    while block < to {
      var mask = CSVBytes.mask64(base + block, delimiters, newlines)
      if to &- block < 64 { mask &= (1 &<< UInt64(to &- block)) &- 1 }
      while mask != 0 {
        let p = block &+ mask.trailingZeroBitCount
        mask &= mask &- 1
        field &+= 1
        if base[p] == newline {
          var end = p
          if p > rowStart, base[p &- 1] == 0x0D { end = p &- 1 }
          if field <= fieldCount { row[field] = Int32(truncatingIfNeeded: end) }
          if field == fieldCount || close(row, base, rowStart, end, field, p) {
            if end > rowStart || fieldCount == 1 {
              row += stride
              used &+= stride
              rowCount &+= 1
            }
          }
          rowStart = p &+ 1
          if used > lastRow { return rowStart }
          row[0] = Int32(truncatingIfNeeded: p)
          field = 0
        } else if field <= fieldCount {
          row[field] = Int32(truncatingIfNeeded: p)
        }
      }
      block &+= 64
    }
    return rowStart
  }

  /// Notes a record with a wrong number of fields; true when its row is kept all the same.
  private mutating func close(
    _ row: UnsafeMutablePointer<Int32>, _ base: UnsafePointer<UInt8>,
    _ start: Int, _ end: Int, _ found: Int, _ lineEnd: Int
  ) -> Bool {
    if end == start { return false }
    let expected = dialect.fieldCount
    badRecords.append(
      CSVBadRecord(offset: start, fault: .fieldCount(found: found, expected: expected)))
    guard keepsRaggedRows else { return false }
    if found < expected {
      for k in (found + 1)...expected { row[k] = Int32(truncatingIfNeeded: lineEnd) }
    }
    return true
  }

  /// Field by field: for text where a quote may stand anywhere.
  private mutating func takeCarefully(
    _ base: UnsafePointer<UInt8>, from: Int, to: Int
  ) -> Int {
    let fieldCount = dialect.fieldCount
    let full = entries + (capacity &- stride)
    var row = entries
    var rowStart = from
    var fieldStart = from
    var field = 0
    var hasText = false
    row[0] = Int32(truncatingIfNeeded: from &- 1)
    while fieldStart < to {
      let closing = closingQuote(base, from: fieldStart, to: to)
      let p = CSVBytes.find(
        dialect.delimiter, or: dialect.newline, base, from: closing.map { $0 &+ 1 } ?? fieldStart,
        to: to)
      if p >= to { return rowStart }
      field &+= 1
      let isLineEnd = base[p] == dialect.newline
      let end = isLineEnd && p > rowStart && base[p &- 1] == 0x0D ? p &- 1 : p
      if let closing, closing &+ 1 < end, !isBlank(base, closing + 1, end) { hasText = true }
      if field <= fieldCount { row[field] = Int32(truncatingIfNeeded: end) }
      fieldStart = p &+ 1
      if !isLineEnd { continue }
      if finish(row, base, rowStart, end, field, p, hasText) {
        row += stride
        rowCount &+= 1
      }
      rowStart = fieldStart
      if row > full { return rowStart }
      row[0] = Int32(truncatingIfNeeded: p)
      field = 0
      hasText = false
    }
    return rowStart
  }

  /// Where the quote of a quoted field closes, `to` when it does not; nil for other fields.
  @inline(__always)
  private func closingQuote(_ base: UnsafePointer<UInt8>, from: Int, to: Int) -> Int? {
    var start = from
    if dialect.skipsBlanks { while start < to, base[start] == 0x20 { start &+= 1 } }
    guard start < to, base[start] == dialect.quote else { return nil }
    return CSVTokenizer.closingQuote(dialect.quote, base, from: start &+ 1, to: to)
  }

  /// Decides on a record whose last field ends at `end`: true when it is a row.
  @inline(__always)
  private mutating func finish(
    _ row: UnsafeMutablePointer<Int32>, _ base: UnsafePointer<UInt8>,
    _ start: Int, _ end: Int, _ found: Int, _ lineEnd: Int, _ hasText: Bool
  ) -> Bool {
    if hasText {
      badRecords.append(CSVBadRecord(offset: start, fault: .textAfterQuote))
      return keepsRaggedRows && found == dialect.fieldCount
    }
    if found != dialect.fieldCount { return close(row, base, start, end, found, lineEnd) }
    return end > start || found == 1 && dialect.fieldCount == 1
  }

  private func isBlank(_ base: UnsafePointer<UInt8>, _ from: Int, _ to: Int) -> Bool {
    var i = from
    while i < to {
      if base[i] != 0x20 { return false }
      i += 1
    }
    return true
  }

  /// The position of the quote that closes a field, `to` or more when there is none.
  ///
  /// A quote at the very end of the text does not close: the next byte could be its twin.
  @inline(__always)
  static func closingQuote(
    _ quote: UInt8, _ base: UnsafePointer<UInt8>, from: Int, to: Int
  ) -> Int {
    var i = from
    while true {
      i = CSVBytes.find(quote, base, from: i, to: to)
      if i >= to || i &+ 1 >= to { return to }
      if base[i &+ 1] != quote { return i }
      i &+= 2
    }
  }
}
