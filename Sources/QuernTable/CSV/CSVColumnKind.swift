import QuernText

/// What a column of a file is read as.
struct CSVColumnKind: Hashable, Sendable {
  var type: DataType
  /// How dates of three numbers are read.
  var order: CSVDateOrder?
  var hasDecimalComma = false
  /// Whether the user gave the type.
  var isGiven = false

  /// Whether dates of three numbers occur whose order nothing in the column shows.
  var isAmbiguous = false

  /// Whether the column holds no value at all, so that every word for "missing" is one.
  var isAllMissing = false

  /// The type for the values that were seen.
  init(seen: CSVSeen, order: CSVDateOrder?) {
    let values = seen.subtracting(.absent).subtracting(.evidence)
    type = Self.type(values)
    isAllMissing = values.isEmpty && !seen.contains(.emptyText)
    switch type {
    case .float: hasDecimalComma = values.contains(.commaFloat)
    case .date, .datetime:
      guard !values.isDisjoint(with: [.orderedDate, .orderedDatetime]) else { return }
      readOrder(seen, given: order)
    case .null, .bool, .int, .string, .time, .instant, .duration, .size, .category, .list,
      .structure:
      break
    }
  }

  /// What was found out before.
  init(
    type: DataType, order: CSVDateOrder?, hasDecimalComma: Bool, isGiven: Bool,
    isAmbiguous: Bool, isAllMissing: Bool
  ) {
    self.type = type
    self.order = order
    self.hasDecimalComma = hasDecimalComma
    self.isGiven = isGiven
    self.isAmbiguous = isAmbiguous
    self.isAllMissing = isAllMissing
  }

  /// A type the user gave.
  init(given type: DataType, seen: CSVSeen, order: CSVDateOrder?, decimalComma: Bool) {
    self.type = type
    isGiven = true
    hasDecimalComma = decimalComma
    if type == .date || type == .datetime { readOrder(seen, given: order) }
  }

  private mutating func readOrder(_ seen: CSVSeen, given: CSVDateOrder?) {
    if let given {
      order = given
      return
    }
    switch (seen.contains(.dayFirst), seen.contains(.monthFirst)) {
    case (true, false): order = .dayFirst
    case (false, true): order = .monthFirst
    case (false, false):
      order = .monthFirst
      isAmbiguous = seen.contains(.eitherFirst)
    case (true, true):
      // Both orders occur: no column of dates, unless the user insists.
      if isGiven { order = .monthFirst } else { type = .string }
    }
  }

  private static func type(_ values: CSVSeen) -> DataType {
    if values.isEmpty { return .string }
    if values == .bool { return .bool }
    if values == .int { return .int }
    if values.contains(.float), values.isSubset(of: [.int, .float, .paddedInt, .longInt]) {
      return .float
    }
    if values.contains(.commaFloat), values.isSubset(of: [.int, .commaFloat]) { return .float }
    if values.isSubset(of: .dates) { return .date }
    if values.isSubset(of: CSVSeen.dates.union(.datetimes)) { return .datetime }
    if values == .instant { return .instant }
    if values == .time { return .time }
    return .string
  }

  /// The types a user may ask for.
  static func isReadable(_ type: DataType) -> Bool {
    switch type {
    case .bool, .int, .float, .string, .date, .time, .datetime, .instant, .size: true
    case .null, .duration, .category, .list, .structure: false
    }
  }
}

extension CSVColumnKind {
  /// The integer behind an int, size, date, time, datetime or instant, the slow way: blanks and
  /// every known form are taken.
  func integer(_ text: UnsafeBufferPointer<UInt8>) -> Int64? {
    let field = CSVClassifier.trimmed(text)
    guard let p = field.baseAddress, field.count > 0 else { return nil }
    switch type {
    case .int, .size: return Numbers.parseInt(field)
    case .date:
      guard let text = CSVDateText(p, field.count), text.hasDate, text.time == nil else {
        return nil
      }
      return text.days(order)
    case .datetime:
      guard let text = CSVDateText(p, field.count), text.hasDate, text.offset == nil,
        let days = text.days(order)
      else { return nil }
      return days * CSVDates.dayMicroseconds + (text.time ?? 0)
    case .instant:
      guard let text = CSVDateText(p, field.count), let offset = text.offset,
        let time = text.time, let days = text.days(order)
      else { return nil }
      return days * CSVDates.dayMicroseconds + time - offset
    case .time:
      guard let text = CSVDateText(p, field.count), !text.hasDate else { return nil }
      return text.time
    case .bool:
      if let value = CSVClassifier.bool(p, field.count) { return value ? 1 : 0 }
      return isGiven ? Self.givenBool(field) : nil
    case .null, .float, .string, .duration, .category, .list, .structure: return nil
    }
  }

  /// What people write for true and false where they say that a column holds bools.
  private static func givenBool(_ field: UnsafeBufferPointer<UInt8>) -> Int64? {
    let word = String(decoding: field.map { $0 >= 0x41 ? $0 | 0x20 : $0 }, as: UTF8.self)
    switch word {
    case "1", "yes", "y", "t", "true": return 1
    case "0", "no", "n", "f", "false": return 0
    default: return nil
    }
  }

  /// A float, the slow way.
  func double(_ text: UnsafeBufferPointer<UInt8>) -> Double? {
    let field = CSVClassifier.trimmed(text)
    guard field.count > 0 else { return nil }
    if hasDecimalComma, let value = CSVClassifier.commaDouble(field) { return value }
    return Numbers.parseDouble(field)
  }
}
