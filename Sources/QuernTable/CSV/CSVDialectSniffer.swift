/// Finds out how a file is cut into fields, from its first records.
///
/// Each delimiter is tried: the best one gives the same number of fields in every record, and
/// fields that are numbers and dates rather than text.
struct CSVDialectSniffer {
  let base: UnsafePointer<UInt8>
  let from: Int
  let to: Int
  let options: CSVOptions

  /// Records that are looked at.
  private static let recordCount = 300
  private static let candidates: [UInt8] = [0x2C, 0x3B, 0x09, 0x7C]

  /// What a delimiter makes of the records.
  private struct Trial {
    var dialect: CSVDialect
    /// The most frequent number of fields.
    var fieldCount: Int
    /// The share of records that have it.
    var agreement: Double
    var firstCount: Int
    var recordCount: Int
    /// The share of fields that are no text.
    var typedShare: Double
    /// The share of fields that hold another delimiter's byte.
    var mixedShare: Double

    var score: Double {
      let breadth = fieldCount > 1 ? 1 + 0.001 * Double(min(fieldCount, 50)) : 0.3
      return agreement * agreement * (firstCount == fieldCount ? 1 : 0.7) * breadth
        * (0.7 + 0.3 * typedShare) * (1 - 0.3 * mixedShare)
    }
  }

  /// The dialect, with the number of fields of most records.
  func sniff() -> CSVDialect {
    let newline = self.newline()
    let quotes: [UInt8] = options.quote.map { [$0] } ?? [0x22, 0x27]
    var best: Trial?
    for delimiter in options.delimiter.map({ [$0] }) ?? Self.candidates {
      for quote in quotes where quote == quotes[0] || usesQuote(quote, delimiter, newline) {
        var dialect = CSVDialect(delimiter: delimiter, quote: quote, newline: newline)
        dialect.skipsBlanks = hasBlanks(dialect)
        let trial = self.trial(dialect)
        if best.map({ trial.score > $0.score }) ?? true { best = trial }
      }
    }
    guard let best else { return CSVDialect(newline: newline) }
    var dialect = best.dialect
    dialect.fieldCount = max(1, best.fieldCount)
    // One column whose texts hold commas: no delimiter at all.
    if options.delimiter == nil, best.fieldCount <= 1, best.agreement < 1 {
      dialect.delimiter = 0x1F
      dialect.fieldCount = 1
    }
    return dialect
  }

  /// CR where the file has no LF.
  private func newline() -> UInt8 {
    CSVBytes.find(0x0A, base, from: from, to: to) == to
      && CSVBytes.find(0x0D, base, from: from, to: to) < to ? 0x0D : 0x0A
  }

  /// Whether single quotes stand around fields.
  private func usesQuote(_ quote: UInt8, _ delimiter: UInt8, _ newline: UInt8) -> Bool {
    var records = CSVRecords(
      base: base, from: from, to: to,
      dialect: CSVDialect(delimiter: delimiter, quote: quote, newline: newline))
    var whole = 0
    var opened = 0
    for _ in 0..<Self.recordCount {
      guard let fields = records.next() else { break }
      for field in fields where !field.isEmpty && base[field.lowerBound] == quote {
        opened += 1
        if field.count > 1, base[field.upperBound - 1] == quote { whole += 1 }
      }
    }
    return whole > 1 && whole * 10 >= opened * 9
  }

  /// Whether every delimiter has a blank behind it.
  private func hasBlanks(_ dialect: CSVDialect) -> Bool {
    guard dialect.delimiter != 0x09 else { return false }
    var records = CSVRecords(base: base, from: from, to: to, dialect: dialect)
    var seen = 0
    for record in 0..<Self.recordCount {
      guard let fields = records.next() else { break }
      for field in fields.dropFirst() {
        // Header lines are often written without the blanks.
        if record > 0, field.isEmpty || base[field.lowerBound] != 0x20 { return false }
        seen += 1
      }
    }
    return seen > 0
  }

  private func trial(_ dialect: CSVDialect) -> Trial {
    var records = CSVRecords(base: base, from: from, to: to, dialect: dialect)
    var counts: [Int: Int] = [:]
    var first = 0
    var total = 0
    var fieldTotal = 0
    var typed = 0
    var mixed = 0
    let classifier = CSVClassifier(knowsDecimalComma: dialect.delimiter != 0x2C)
    while total < Self.recordCount, let fields = records.next() {
      if total == 0 { first = fields.count }
      total += 1
      counts[fields.count, default: 0] += 1
      for field in fields.prefix(64) {
        fieldTotal += 1
        let text = UnsafeBufferPointer(start: base + field.lowerBound, count: field.count)
        if text.first == dialect.quote { continue }
        let kind = classifier.classify(text, isQuoted: false)
        if kind != .text, kind != .empty { typed += 1 }
        if kind == .text, text.contains(where: { $0 != dialect.delimiter && isDelimiter($0) }) {
          mixed += 1
        }
      }
    }
    let most = counts.max { ($0.value, $0.key) < ($1.value, $1.key) }
    return Trial(
      dialect: dialect, fieldCount: most?.key ?? 1,
      agreement: total > 0 ? Double(most?.value ?? 0) / Double(total) : 1, firstCount: first,
      recordCount: total, typedShare: fieldTotal > 0 ? Double(typed) / Double(fieldTotal) : 0,
      mixedShare: fieldTotal > 0 ? Double(mixed) / Double(fieldTotal) : 0)
  }

  private func isDelimiter(_ byte: UInt8) -> Bool { Self.candidates.contains(byte) }
}
