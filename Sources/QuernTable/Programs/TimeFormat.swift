import QuernText

/// How a date or time is written, as `strptime` has it: "%d.%m.%Y %H:%M".
///
/// A blank in the format stands for any number of blanks in the text.
struct TimeFormat: Sendable {
  private enum Item: Sendable {
    case byte(UInt8)
    case blanks
    /// The letter after the percent sign.
    case part(UInt8)
  }

  private let items: [Item]
  private let parts: Set<UInt8>

  static let summary =
    "%Y year, %m month, %d day, %H hour, %M minute, %S second, %b Jan, %y 24, %p AM, %z +0200"

  /// Nil where a percent sign stands before something unknown.
  init?(_ text: String) {
    var items: [Item] = []
    var parts: Set<UInt8> = []
    var bytes = text.utf8.makeIterator()
    while let byte = bytes.next() {
      if byte == 32 || byte == 9 {
        items.append(.blanks)
        continue
      }
      guard byte == UInt8(ascii: "%") else {
        items.append(.byte(byte))
        continue
      }
      guard let letter = bytes.next() else { return nil }
      if letter == UInt8(ascii: "%") {
        items.append(.byte(letter))
        continue
      }
      guard let expanded = TimeFormat.expansion(letter) else { return nil }
      for item in expanded {
        items.append(item)
        if case .part(let part) = item { parts.insert(part) }
      }
    }
    self.items = items
    self.parts = parts
  }

  private static func expansion(_ letter: UInt8) -> [Item]? {
    func list(_ text: String) -> [Item] {
      text.utf8.map {
        $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: ":") ? .byte($0) : .part($0)
      }
    }
    switch letter {
    case UInt8(ascii: "F"): return list("Y-m-d")
    case UInt8(ascii: "T"): return list("H:M:S")
    case UInt8(ascii: "R"): return list("H:M")
    case UInt8(ascii: "h"): return list("b")
    default:
      return "YymdjbBaAHIMSfpz".utf8.contains(letter)
        || letter == UInt8(ascii: "e") ? [.part(letter == UInt8(ascii: "e") ? 100 : letter)] : nil
    }
  }

  private func has(_ letters: String) -> Bool { letters.utf8.contains { parts.contains($0) } }

  /// Whether a text in this format tells a value of the type.
  func gives(_ type: DataType) -> Bool {
    let date = has("Yy") && (has("mbB") && has("d") || has("j"))
    switch type {
    case .date, .datetime: return date
    case .time: return has("HI")
    case .instant: return date && has("z")
    default: return false
    }
  }

  /// Days or microseconds; nil where the text is not so written.
  func read(_ bytes: UnsafeBufferPointer<UInt8>, _ type: DataType) -> Int64? {
    var found = Fields()
    var at = 0
    for item in items {
      switch item {
      case .byte(let byte):
        guard at < bytes.count, bytes[at] == byte else { return nil }
        at += 1
      case .blanks:
        while at < bytes.count && (bytes[at] == 32 || bytes[at] == 9) { at += 1 }
      case .part(let letter):
        guard found.take(letter, bytes, &at) else { return nil }
      }
    }
    return at == bytes.count ? found.value(type) : nil
  }
}

/// The numbers read so far.
private struct Fields {
  private var year: Int?
  private var month: Int?
  private var day: Int?
  private var dayOfYear: Int?
  private var hour = 0
  private var minute = 0
  private var second = 0
  private var fraction = 0
  private var isAfternoon: Bool?
  private var offsetSeconds = 0

  private static let months = [
    "january", "february", "march", "april", "may", "june", "july", "august", "september",
    "october", "november", "december",
  ]
  private static let days = [
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
  ]

  mutating func take(
    _ letter: UInt8, _ bytes: UnsafeBufferPointer<UInt8>, _ at: inout Int
  ) -> Bool {
    switch letter {
    case UInt8(ascii: "Y"): return number(bytes, &at, 4...4) { $0.year = $1 }
    case UInt8(ascii: "y"):
      return number(bytes, &at, 2...2) { $0.year = $1 < 69 ? 2000 + $1 : 1900 + $1 }
    case UInt8(ascii: "m"): return number(bytes, &at, 1...2) { $0.month = $1 }
    case UInt8(ascii: "d"): return number(bytes, &at, 1...2) { $0.day = $1 }
    case UInt8(ascii: "j"): return number(bytes, &at, 1...3) { $0.dayOfYear = $1 }
    case UInt8(ascii: "H"), UInt8(ascii: "I"): return number(bytes, &at, 1...2) { $0.hour = $1 }
    case UInt8(ascii: "M"): return number(bytes, &at, 1...2) { $0.minute = $1 }
    case UInt8(ascii: "S"): return number(bytes, &at, 1...2) { $0.second = $1 }
    case UInt8(ascii: "f"): return takeFraction(bytes, &at)
    case UInt8(ascii: "b"), UInt8(ascii: "B"):
      guard let found = name(Fields.months, bytes, &at) else { return false }
      month = found + 1
      return true
    case UInt8(ascii: "a"), UInt8(ascii: "A"): return name(Fields.days, bytes, &at) != nil
    case UInt8(ascii: "p"):
      guard let found = name(["am", "pm"], bytes, &at) else { return false }
      isAfternoon = found == 1
      return true
    default: return takeOffset(bytes, &at)
    }
  }

  private mutating func number(
    _ bytes: UnsafeBufferPointer<UInt8>, _ at: inout Int, _ digits: ClosedRange<Int>,
    _ set: (inout Fields, Int) -> Void
  ) -> Bool {
    var value = 0
    var count = 0
    while count < digits.upperBound, at < bytes.count, bytes[at] >= 48, bytes[at] <= 57 {
      value = value * 10 + Int(bytes[at] - 48)
      at += 1
      count += 1
    }
    guard count >= digits.lowerBound else { return false }
    set(&self, value)
    return true
  }

  /// One to nine digits; those beyond the sixth are cut off.
  private mutating func takeFraction(
    _ bytes: UnsafeBufferPointer<UInt8>, _ at: inout Int
  ) -> Bool {
    var count = 0
    var value = 0
    while count < 9, at < bytes.count, bytes[at] >= 48, bytes[at] <= 57 {
      if count < 6 { value = value * 10 + Int(bytes[at] - 48) }
      at += 1
      count += 1
    }
    guard count > 0 else { return false }
    for _ in Swift.min(count, 6)..<6 { value *= 10 }
    fraction = value
    return true
  }

  /// The place of a name, whole or its first three letters, in any case.
  private func name(
    _ names: [String], _ bytes: UnsafeBufferPointer<UInt8>, _ at: inout Int
  ) -> Int? {
    var end = at
    while end < bytes.count, (bytes[end] | 0x20) >= 97, (bytes[end] | 0x20) <= 122 { end += 1 }
    let word = bytes[at..<end].map { $0 | 0x20 }
    let found = names.firstIndex { name in
      name.utf8.elementsEqual(word) || word.count == 3 && name.utf8.starts(with: word)
    }
    if found != nil { at = end }
    return found
  }

  /// `Z`, `+02:00`, `+0200`, `+02`.
  private mutating func takeOffset(
    _ bytes: UnsafeBufferPointer<UInt8>, _ at: inout Int
  ) -> Bool {
    guard at < bytes.count else { return false }
    let sign = bytes[at]
    at += 1
    if sign == UInt8(ascii: "Z") { return true }
    guard sign == UInt8(ascii: "+") || sign == UInt8(ascii: "-") else { return false }
    var (hours, minutes) = (0, 0)
    guard number(bytes, &at, 2...2, { hours = $1; _ = $0 }) else { return false }
    if at < bytes.count, bytes[at] == UInt8(ascii: ":") { at += 1 }
    if at < bytes.count, bytes[at] >= 48, bytes[at] <= 57 {
      guard number(bytes, &at, 2...2, { minutes = $1; _ = $0 }) else { return false }
    }
    guard hours < 24, minutes < 60 else { return false }
    offsetSeconds = (hours * 3600 + minutes * 60) * (sign == UInt8(ascii: "-") ? -1 : 1)
    return true
  }

  func value(_ type: DataType) -> Int64? {
    guard let time = timeOfDay else { return nil }
    if type == .time { return time }
    guard let days else { return nil }
    if type == .date { return days }
    let (midnight, overflow) = days.multipliedReportingOverflow(by: CivilTime.perDay)
    guard !overflow else { return nil }
    let local = midnight &+ time
    return type == .instant ? local &- Int64(offsetSeconds) * CivilTime.perSecond : local
  }

  private var timeOfDay: Int64? {
    var hour = hour
    if let isAfternoon {
      guard (1...12).contains(hour) else { return nil }
      hour = hour % 12 + (isAfternoon ? 12 : 0)
    }
    return CivilTime(hour: hour, minute: minute, second: second, microsecond: fraction)?
      .microseconds
  }

  private var days: Int64? {
    guard let year else { return nil }
    if let dayOfYear, month == nil {
      guard (1...(CivilDate.isLeap(year) ? 366 : 365)).contains(dayOfYear) else { return nil }
      return CivilDate.days(year: year, month: 1, day: 1) + Int64(dayOfYear - 1)
    }
    guard let month, let day else { return nil }
    return CivilDate(year: year, month: month, day: day)?.days
  }
}
