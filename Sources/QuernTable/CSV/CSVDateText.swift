/// A field read as a date, a time or both, before it is known which number is the month.
///
/// Knows `2011-01-31`, `1/31/2011`, `31.1.11`, `31-Jan-2011`, each alone or with a time behind a
/// blank or T; times as `9:05`, `09:05:59.25` or `9:05 PM`; an offset as `Z`, `UTC`, `+02:00`.
struct CSVDateText {
  /// The three numbers in the order of the text; a month's name counts as its number.
  var numbers = (0, 0, 0)
  var hasDate = false
  /// Whether the order of the numbers is plain: the year first, or the month named.
  var isOrdered = false
  var hasNamedMonth = false
  var hasDots = false
  var hasShortYear = false
  /// Microseconds since midnight.
  var time: Int64?
  /// Microseconds east of Greenwich.
  var offset: Int64?

  init?(_ p: UnsafePointer<UInt8>, _ count: Int) {
    guard count >= 4, count <= 48 else { return nil }
    var cursor = Cursor(p: p, end: count)
    guard let first = cursor.number() else { return nil }
    if cursor.next == UInt8(ascii: ":") {
      guard let time = cursor.clock(hour: first.value, digits: first.digits), cursor.isAtEnd else {
        return nil
      }
      self.time = time
      return
    }
    guard readDate(&cursor, first: first) else { return nil }
    if cursor.isAtEnd { return }
    guard cursor.skipTimeSeparator(), let hour = cursor.number(),
      cursor.next == UInt8(ascii: ":"),
      let time = cursor.clock(hour: hour.value, digits: hour.digits)
    else { return nil }
    self.time = time
    if cursor.isAtEnd { return }
    guard let offset = cursor.offset(), cursor.isAtEnd else { return nil }
    self.offset = offset
  }

  private mutating func readDate(_ cursor: inout Cursor, first: Cursor.Number) -> Bool {
    guard let separator = cursor.separator() else { return false }
    let second: Cursor.Number
    if let number = cursor.number() {
      second = number
    } else if let month = cursor.monthName() {
      second = Cursor.Number(value: month, digits: 2)
      hasNamedMonth = true
    } else {
      return false
    }
    guard cursor.separator() == separator, let third = cursor.number(), second.digits <= 2 else {
      return false
    }
    if separator == 0x20 && !hasNamedMonth { return false }
    numbers = (first.value, second.value, third.value)
    hasDate = true
    hasDots = separator == UInt8(ascii: ".")
    if first.digits == 4 {
      isOrdered = true
      return third.digits <= 2 && !hasNamedMonth
    }
    isOrdered = hasNamedMonth
    hasShortYear = third.digits == 2
    return first.digits <= 2 && (third.digits == 4 || third.digits == 2)
  }

  /// The days when the numbers stand in `order`; nil when there is no such date.
  func days(_ order: CSVDateOrder?) -> Int64? {
    let (a, b, c) = numbers
    if isOrdered {
      return hasNamedMonth
        ? CSVDates.days(year: fullYear(c), month: b, day: a)
        : CSVDates.days(year: a, month: b, day: c)
    }
    switch order {
    case .monthFirst: return CSVDates.days(year: fullYear(c), month: a, day: b)
    case .dayFirst: return CSVDates.days(year: fullYear(c), month: b, day: a)
    case .yearFirst:
      return hasShortYear ? CSVDates.days(year: fullYear(a), month: b, day: c) : nil
    case nil: return nil
    }
  }

  /// Two digits mean 1969 to 2068, as in POSIX.
  private func fullYear(_ year: Int) -> Int {
    guard hasShortYear else { return year }
    return year < 69 ? 2000 + year : 1900 + year
  }
}

extension CSVDateText {
  /// Walks over a field.
  struct Cursor {
    let p: UnsafePointer<UInt8>
    let end: Int
    var at = 0

    struct Number {
      var value: Int
      var digits: Int
    }

    init(p: UnsafePointer<UInt8>, end: Int) {
      self.p = p
      self.end = end
    }

    var isAtEnd: Bool { at == end }
    var next: UInt8 { at < end ? p[at] : 0 }

    mutating func take(_ byte: UInt8) -> Bool {
      guard next == byte, at < end else { return false }
      at += 1
      return true
    }

    /// One to four digits.
    mutating func number() -> Number? {
      var number = Number(value: 0, digits: 0)
      while at < end, p[at] &- 0x30 <= 9 {
        guard number.digits < 4 else { return nil }
        number.value = number.value * 10 + Int(p[at] &- 0x30)
        number.digits += 1
        at += 1
      }
      return number.digits > 0 ? number : nil
    }

    mutating func separator() -> UInt8? {
      switch next {
      case UInt8(ascii: "-"), UInt8(ascii: "/"), UInt8(ascii: "."), 0x20:
        at += 1
        return p[at - 1]
      default: return nil
      }
    }

    mutating func skipTimeSeparator() -> Bool {
      if take(UInt8(ascii: "T")) { return true }
      guard take(0x20) else { return false }
      while take(0x20) {}
      return true
    }

    /// `Jan` to `Dec`, in any case, or a whole English name.
    mutating func monthName() -> Int? {
      let start = at
      while at < end, (p[at] | 0x20) &- UInt8(ascii: "a") < 26 { at += 1 }
      guard at - start >= 3, at - start <= 9 else { return nil }
      let word = (start..<at).map { p[$0] | 0x20 }
      for (index, name) in Self.months.enumerated()
      where name == word || word.count == 3 && name.starts(with: word) {
        return index + 1
      }
      return nil
    }

    private static let months = [
      "january", "february", "march", "april", "may", "june", "july", "august", "september",
      "october", "november", "december",
    ].map { Array($0.utf8) }

    /// What follows the hour: `:mm`, perhaps seconds, a fraction, AM or PM.
    mutating func clock(hour: Int, digits: Int) -> Int64? {
      guard digits <= 2, take(UInt8(ascii: ":")), let minute = number(), minute.digits == 2,
        minute.value < 60
      else { return nil }
      var time = Int64(minute.value) * 60_000_000
      if take(UInt8(ascii: ":")) {
        guard let second = number(), second.digits == 2, second.value < 60 else { return nil }
        time += Int64(second.value) * 1_000_000
        if next == UInt8(ascii: ".") || next == UInt8(ascii: ",") {
          at += 1
          guard let fraction = fraction() else { return nil }
          time += fraction
        }
      }
      guard let hour = half(of: hour) else { return nil }
      return time + Int64(hour) * 3_600_000_000
    }

    /// One to nine digits of a second as microseconds; further ones are cut off.
    private mutating func fraction() -> Int64? {
      var micros: Int64 = 0
      var scale: Int64 = 100_000
      var digits = 0
      while at < end, p[at] &- 0x30 <= 9, digits < 9 {
        micros += Int64(p[at] &- 0x30) * scale
        scale /= 10
        digits += 1
        at += 1
      }
      return digits > 0 ? micros : nil
    }

    /// The hour of the day, with AM or PM behind it where there is one.
    private mutating func half(of hour: Int) -> Int? {
      let start = at
      while take(0x20) {}
      let letter = next | 0x20
      if letter == UInt8(ascii: "a") || letter == UInt8(ascii: "p"), at + 1 < end,
        p[at + 1] | 0x20 == UInt8(ascii: "m")
      {
        at += 2
        guard hour >= 1, hour <= 12 else { return nil }
        return hour % 12 + (letter == UInt8(ascii: "p") ? 12 : 0)
      }
      at = start
      return hour < 24 ? hour : nil
    }

    /// `Z`, `UTC`, `GMT`, `+02`, `+0200`, `+02:00`, after a blank or none.
    mutating func offset() -> Int64? {
      _ = take(0x20)
      if take(UInt8(ascii: "Z")) || takeWord("UTC") || takeWord("GMT") { return 0 }
      let isWest = next == UInt8(ascii: "-")
      guard isWest || next == UInt8(ascii: "+") else { return nil }
      at += 1
      guard let first = number() else { return nil }
      var minutes: Int
      switch first.digits {
      case 2:
        minutes = first.value * 60
        if take(UInt8(ascii: ":")) {
          guard let rest = number(), rest.digits == 2, rest.value < 60 else { return nil }
          minutes += rest.value
        }
      case 4:
        guard first.value % 100 < 60 else { return nil }
        minutes = first.value / 100 * 60 + first.value % 100
      default: return nil
      }
      guard minutes <= 18 * 60 else { return nil }
      return Int64(isWest ? -minutes : minutes) * 60_000_000
    }

    private mutating func takeWord(_ word: StaticString) -> Bool {
      let count = word.utf8CodeUnitCount
      guard at + count <= end else { return false }
      for k in 0..<count where p[at + k] != word.utf8Start[k] { return false }
      at += count
      return true
    }
  }
}
