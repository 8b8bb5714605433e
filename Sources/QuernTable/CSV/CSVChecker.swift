/// Goes over a piece of text: cuts it into rows, and looks at each value as far as its column's
/// type needs.
///
/// Each column has a fast loop for the values its type takes; what that does not know goes the
/// slow way, which says what it is. So types are exact for the whole file at little more than the
/// price of cutting it up.
final class CSVChecker {
  private let rules: CSVRules
  private var tokenizer: CSVTokenizer
  private var field: CSVField
  private let words: CSVMissingWords
  private let wordBytes: Int
  private let skipsBlanks: Bool

  /// The first bytes of the rows, from the start of the text given to `check`.
  private(set) var rowStarts: [Int] = []
  private(set) var badRecords: [CSVBadRecord] = []
  private(set) var columns: [CSVColumnFinding]
  /// First bytes of rows that hold a value their column cannot, perhaps more than once.
  private var badRows: [Int] = []
  /// How many rows hold such a value, and which of them are left out; ascending.
  private(set) var badRowCount = 0
  private(set) var leftOut: [Int] = []
  /// The first byte that is not UTF-8.
  private(set) var invalidByte: Int?
  /// Where the last whole record ends.
  private(set) var end = 0

  init(rules: CSVRules, dialect: CSVDialect) {
    self.rules = rules
    tokenizer = CSVTokenizer(dialect: dialect, keepsRaggedRows: rules.onError == .null)
    field = CSVField(dialect: dialect)
    words = CSVMissingWords(rules.missing)
    wordBytes = words.longestBytes
    skipsBlanks = dialect.skipsBlanks
    columns = []
  }

  /// Checks the records of `from..<to`; what follows the last whole one is left alone.
  func check(
    _ base: UnsafePointer<UInt8>, from: Int, to: Int, columns plans: [CSVColumnPlan]
  ) {
    reset(plans.count)
    let hasQuotes = tokenizer.hasQuotes(base, from: from, to: to)
    end = from
    while end < to {
      let next = tokenizer.take(base, from: end, to: to, hasQuotes: hasQuotes)
      badRecords.append(contentsOf: tokenizer.badRecords)
      for column in 0..<plans.count { check(base, column: column, plans[column]) }
      let stride = tokenizer.stride
      for row in 0..<tokenizer.rowCount {
        rowStarts.append(Int(tokenizer.entries[row &* stride]) &+ 1)
      }
      if next == end { break }
      end = next
    }
    if !CSVBytes.isASCII(base, from: from, to: end) {
      invalidByte = CSVBytes.firstInvalidUTF8(base, from: from, to: end)
    }
    if !badRows.isEmpty { countBadRows() }
  }

  private func reset(_ columnCount: Int) {
    rowStarts.removeAll(keepingCapacity: true)
    badRecords.removeAll(keepingCapacity: true)
    badRows.removeAll(keepingCapacity: true)
    leftOut.removeAll(keepingCapacity: true)
    columns = [CSVColumnFinding](repeating: CSVColumnFinding(), count: columnCount)
    invalidByte = nil
    badRowCount = 0
  }

  /// Rows with bad values are no rows where bad rows are left out.
  private func countBadRows() {
    let bad = Set(badRows)
    badRowCount = bad.count
    guard rules.onError == .skip else { return }
    leftOut = bad.sorted()
    rowStarts.removeAll { bad.contains($0) }
  }

  private func check(_ base: UnsafePointer<UInt8>, column: Int, _ plan: CSVColumnPlan) {
    switch plan.fast {
    case .nothing: loop(base, column, plan) { _, _ in false }
    case .bool: loop(base, column, plan) { CSVChecker.isBool($0, $1) }
    case .int:
      if plan.isFixed {
        loop(base, column, plan) { CSVNumbers.int($0, $1) != nil }
      } else {
        loop(base, column, plan) { CSVChecker.isPlainInt($0, $1) }
      }
    case .digits: loop(base, column, plan) { $1 <= 8 && CSVNumbers.digits($0, $1) != nil }
    case .float: loop(base, column, plan) { CSVNumbers.double($0, $1) != nil }
    case .date: loop(base, column, plan) { CSVDates.isoDays($0, $1) != nil }
    case .orderedDate(let order):
      if plan.isFixed {
        loop(base, column, plan) { CSVDates.days($0, $1, order) != nil }
      } else {
        var evidence: CSVSeen = []
        loop(base, column, plan) {
          guard let found = CSVDates.evidence($0, $1) else { return false }
          evidence.formUnion(found)
          return true
        }
        columns[column].seen.formUnion(evidence)
      }
    case .datetime: loop(base, column, plan) { CSVDates.isoDateTime($0, $1) != nil }
    case .instant:
      loop(base, column, plan) {
        $1 == 20 && $0[19] == UInt8(ascii: "Z") && CSVDates.isoDateTime($0, 19) != nil
      }
    case .time: loop(base, column, plan) { $1 == 8 && CSVDates.clock($0) != nil }
    case .text:
      let words = words
      let longest = wordBytes
      if skipsBlanks {
        loop(base, column, plan) { $0[0] != 0x20 && ($1 > longest || !words.mayHold($0, $1)) }
      } else {
        loop(base, column, plan) { $1 > longest || !words.mayHold($0, $1) }
      }
    }
  }

  /// Sends the values of a column that `isKnown` does not know the slow way.
  @inline(__always)
  private func loop(
    _ base: UnsafePointer<UInt8>, _ column: Int, _ plan: CSVColumnPlan,
    _ isKnown: (UnsafePointer<UInt8>, Int) -> Bool
  ) {
    let stride = tokenizer.stride
    let count = tokenizer.rowCount
    var entry = UnsafePointer(tokenizer.entries) + column
    for _ in 0..<count {
      let start = Int(entry[0]) &+ 1
      let length = Int(entry[1]) &- start
      if length <= 0 || !isKnown(base + start, length) {
        slow(base, column, plan, entry, start, start &+ max(0, length))
      }
      entry += stride
    }
  }

  @inline(never)
  private func slow(
    _ base: UnsafePointer<UInt8>, _ column: Int, _ plan: CSVColumnPlan,
    _ entry: UnsafePointer<Int32>, _ from: Int, _ to: Int
  ) {
    let record = Int((entry - column)[0]) + 1
    guard let content = field.content(base, from: from, to: to) else {
      // The record is bad as a whole, and counted as that.
      return
    }
    if !plan.isFixed, plan.fast == .text, content.isQuoted, content.text.count > wordBytes {
      return
    }
    let kind = plan.classifier.classify(content.text, isQuoted: content.isQuoted)
    columns[column].add(kind, offset: record, text: content.text)
    guard plan.isFixed, plan.kind.value(content.text, kind) == .misfit else { return }
    columns[column].addMisfit(offset: record, text: content.text)
    badRows.append(record)
  }

  /// An optional minus and digits without needless zeros before them.
  @inline(__always)
  private static func isPlainInt(_ p: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    let start = p[0] == UInt8(ascii: "-") ? 1 : 0
    if p[start] == UInt8(ascii: "0"), count > start &+ 1 { return false }
    return CSVNumbers.int(p, count) != nil
  }

  @inline(__always)
  static func isBool(_ p: UnsafePointer<UInt8>, _ count: Int) -> Bool {
    let word = CSVBytes.load(p)
    return count == 4 && word & CSVBytes.prefix(4) == 0x6575_7274
      || count == 5 && word & CSVBytes.prefix(5) == 0x65_736C_6166
  }
}
