import QuernText

/// The kinds of values that a column was seen to hold.
///
/// A set only grows, and in any order to the same result: what a file's types are does not depend
/// on threads or on the size of pieces.
struct CSVSeen: OptionSet, Hashable, Sendable {
  let rawValue: UInt32

  init(rawValue: UInt32) { self.rawValue = rawValue }

  /// An unquoted field without text.
  static let empty = CSVSeen(rawValue: 1 << 0)
  /// `?`, `N/A`, `NULL` and such: missing in every column.
  static let missing = CSVSeen(rawValue: 1 << 1)
  /// `NA`, `NaN`, `None`, `-`: missing unless the column is text.
  static let maybeMissing = CSVSeen(rawValue: 1 << 2)
  static let bool = CSVSeen(rawValue: 1 << 3)
  static let int = CSVSeen(rawValue: 1 << 4)
  /// An integer with zeros before it: an id, not a number.
  static let paddedInt = CSVSeen(rawValue: 1 << 5)
  /// An integer of more than 64 bits.
  static let longInt = CSVSeen(rawValue: 1 << 6)
  static let float = CSVSeen(rawValue: 1 << 7)
  /// `1,5` where the delimiter is a semicolon or tab.
  static let commaFloat = CSVSeen(rawValue: 1 << 8)
  /// A date whose order is plain.
  static let date = CSVSeen(rawValue: 1 << 9)
  static let datetime = CSVSeen(rawValue: 1 << 10)
  static let instant = CSVSeen(rawValue: 1 << 11)
  static let time = CSVSeen(rawValue: 1 << 12)
  /// A date of three numbers whose order the column must show.
  static let orderedDate = CSVSeen(rawValue: 1 << 13)
  static let orderedDatetime = CSVSeen(rawValue: 1 << 14)
  /// The first number is over 12.
  static let dayFirst = CSVSeen(rawValue: 1 << 15)
  /// The second number is over 12.
  static let monthFirst = CSVSeen(rawValue: 1 << 16)
  /// Both numbers could be the month, and they differ.
  static let eitherFirst = CSVSeen(rawValue: 1 << 17)
  static let shortYear = CSVSeen(rawValue: 1 << 18)
  static let text = CSVSeen(rawValue: 1 << 19)
  /// A quoted field without text: missing unless the column is text.
  static let emptyText = CSVSeen(rawValue: 1 << 20)

  /// A word for "missing" in quotes: missing unless the column is text.
  static let quotedWord = CSVSeen(rawValue: 1 << 21)

  /// How many kinds of values there are.
  static let kindCount = 22

  /// What is no value, unless the column is text.
  static let absent: CSVSeen = [.empty, .missing, .maybeMissing, .emptyText, .quotedWord]
  /// Written with digits alone.
  static let digits: CSVSeen = [.int, .paddedInt, .longInt]
  static let dates: CSVSeen = [.date, .orderedDate]
  static let datetimes: CSVSeen = [.datetime, .orderedDatetime]
  static let evidence: CSVSeen = [.dayFirst, .monthFirst, .eitherFirst, .shortYear]

  /// The one kind of value, without what is known of its date's order.
  var kindIndex: Int { subtracting(.evidence).rawValue.trailingZeroBitCount }
}

/// Says what a field is: the slow way, for fields that the fast loops do not know.
struct CSVClassifier: Sendable {
  /// Whether `1,5` is a number.
  var knowsDecimalComma = false
  /// The texts that mean "missing" when the user said so; nil: the usual ones.
  var missing: [[UInt8]]?

  /// What the bytes are, blanks around them apart.
  func classify(_ text: UnsafeBufferPointer<UInt8>, isQuoted: Bool) -> CSVSeen {
    let field = Self.trimmed(text)
    guard let p = field.baseAddress, field.count > 0 else {
      return isQuoted ? .emptyText : .empty
    }
    // In quotes such a word is meant as text, if the column is text.
    if let kind = missingKind(field) { return isQuoted ? .quotedWord : kind }
    if let kind = numberKind(p, field.count) { return kind }
    if Self.bool(p, field.count) != nil { return .bool }
    if let date = CSVDateText(p, field.count) { return Self.dateKind(date) ?? .text }
    return .text
  }

  /// Whether the text stands for a missing value, in text columns too (`.missing`) or else.
  func missingKind(_ field: UnsafeBufferPointer<UInt8>) -> CSVSeen? {
    if let missing {
      return missing.contains { $0.elementsEqual(field) } ? .missing : nil
    }
    guard field.count <= CSVMissingWords.usualBytes else { return nil }
    for word in Self.missingWords where word.elementsEqual(field) { return .missing }
    for word in Self.maybeMissingWords where word.elementsEqual(field) { return .maybeMissing }
    return nil
  }

  static let missingWords =
    ["?", "N/A", "n/a", "#N/A", "NULL", "null", "<NA>", "\\N", "#NA"].map { Array($0.utf8) }
  static let maybeMissingWords =
    ["NA", "na", "NaN", "nan", "NAN", "-nan", "None", "none", "Null", "-", "--", "."]
    .map { Array($0.utf8) }

  private func numberKind(_ p: UnsafePointer<UInt8>, _ count: Int) -> CSVSeen? {
    let first = p[0]
    let isSigned = first == UInt8(ascii: "-") || first == UInt8(ascii: "+")
    let start = isSigned ? 1 : 0
    guard start < count else { return nil }
    let lead = p[start]
    // Infinity is the only number that starts with a letter.
    let mayBeNumber =
      lead &- 0x30 <= 9 || lead == UInt8(ascii: ".") || lead | 0x20 == 0x69
      || lead == UInt8(ascii: ",")
    guard mayBeNumber else { return nil }
    var digitCount = 0
    while start + digitCount < count, p[start + digitCount] &- 0x30 <= 9 { digitCount += 1 }
    let bytes = UnsafeBufferPointer(start: p, count: count)
    if start + digitCount == count {
      if lead == UInt8(ascii: "0"), digitCount > 1 { return .paddedInt }
      return Numbers.parseInt(bytes) == nil ? .longInt : .int
    }
    if let value = Numbers.parseDouble(bytes) {
      // No float of ours is infinite: `inf` and `1e400` are missing, and told of.
      return value.isFinite ? .float : .maybeMissing
    }
    if knowsDecimalComma, Self.commaDouble(bytes) != nil { return .commaFloat }
    return nil
  }

  /// What a date is, nil when there is no such day.
  private static func dateKind(_ date: CSVDateText) -> CSVSeen? {
    guard date.hasDate else { return .time }
    if date.isOrdered {
      guard date.days(nil) != nil else { return nil }
      if date.offset != nil { return .instant }
      let kind: CSVSeen = date.time == nil ? .date : .datetime
      return date.hasShortYear ? [kind, .shortYear] : kind
    }
    guard date.offset == nil else { return nil }
    var kind: CSVSeen = date.time == nil ? .orderedDate : .orderedDatetime
    let dayFirst = date.days(.dayFirst) != nil
    let monthFirst = date.days(.monthFirst) != nil
    switch (dayFirst, monthFirst) {
    case (false, false): return nil
    case (true, false): kind.insert(.dayFirst)
    case (false, true): kind.insert(.monthFirst)
    case (true, true):
      // 31.1.2011 and 1.1.2011 are written by people who put the day first.
      if date.hasDots {
        kind.insert(.dayFirst)
      } else if date.numbers.0 != date.numbers.1 {
        kind.insert(.eitherFirst)
      }
    }
    if date.hasShortYear { kind.insert(.shortYear) }
    return kind
  }

  /// `true` and `false`, also capitalised.
  static func bool(_ p: UnsafePointer<UInt8>, _ count: Int) -> Bool? {
    let bytes = UnsafeBufferPointer(start: p, count: count)
    switch count {
    case 4:
      return bytes.elementsEqual("true".utf8) || bytes.elementsEqual("True".utf8)
        || bytes.elementsEqual("TRUE".utf8) ? true : nil
    case 5:
      return bytes.elementsEqual("false".utf8) || bytes.elementsEqual("False".utf8)
        || bytes.elementsEqual("FALSE".utf8) ? false : nil
    default: return nil
    }
  }

  /// A number with a comma before its fraction.
  static func commaDouble(_ bytes: UnsafeBufferPointer<UInt8>) -> Double? {
    guard bytes.count <= 64, let comma = bytes.firstIndex(of: UInt8(ascii: ",")),
      !bytes.contains(UInt8(ascii: "."))
    else { return nil }
    var copy = Array(bytes)
    copy[comma] = UInt8(ascii: ".")
    return copy.withUnsafeBufferPointer { Numbers.parseDouble($0) }
  }

  /// Without blanks and tabs around.
  static func trimmed(_ text: UnsafeBufferPointer<UInt8>) -> UnsafeBufferPointer<UInt8> {
    var lower = 0
    var upper = text.count
    while lower < upper, text[lower] == 0x20 || text[lower] == 0x09 { lower += 1 }
    while upper > lower, text[upper - 1] == 0x20 || text[upper - 1] == 0x09 { upper -= 1 }
    return UnsafeBufferPointer(rebasing: text[lower..<upper])
  }
}
