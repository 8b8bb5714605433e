import QuernText

/// Reads dates and times from fields: the ISO forms without a loop, the others by `CSVDateText`.
enum CSVDates {
  static let dayMicroseconds: Int64 = 86_400_000_000

  /// Days of `yyyy-mm-dd`.
  @inline(__always)
  static func isoDays(_ p: UnsafePointer<UInt8>, _ count: Int) -> Int64? {
    guard count == 10 else { return nil }
    return isoDays(p)
  }

  /// Microseconds of `yyyy-mm-dd hh:mm:ss`, with a blank or a T between.
  @inline(__always)
  static func isoDateTime(_ p: UnsafePointer<UInt8>, _ count: Int) -> Int64? {
    guard count == 19, p[10] == 0x20 || p[10] == UInt8(ascii: "T"), let days = isoDays(p),
      let time = clock(p + 11)
    else { return nil }
    return days &* dayMicroseconds &+ time
  }

  /// The three numbers of `1/31/2011` or `31-1-2011`: one or two digits, the same, four digits.
  ///
  /// Not of dates with dots, which tell their order by that alone.
  @inline(__always)
  static func numbers(
    _ p: UnsafePointer<UInt8>, _ count: Int
  ) -> (first: Int, second: Int, year: Int)? {
    guard count >= 8, count <= 10 else { return nil }
    var at = 0
    guard let first = shortNumber(p, &at) else { return nil }
    let separator = p[at]
    guard separator == UInt8(ascii: "/") || separator == UInt8(ascii: "-") else { return nil }
    at &+= 1
    guard let second = shortNumber(p, &at), p[at] == separator, at &+ 5 == count,
      let year = CSVNumbers.digits(p + (at &+ 1), 4)
    else { return nil }
    return (first, second, Int(year))
  }

  /// Days of such a date, in a known order.
  @inline(__always)
  static func days(
    _ p: UnsafePointer<UInt8>, _ count: Int, _ order: CSVDateOrder
  ) -> Int64? {
    guard let date = numbers(p, count) else { return nil }
    switch order {
    case .monthFirst: return days(year: date.year, month: date.first, day: date.second)
    case .dayFirst: return days(year: date.year, month: date.second, day: date.first)
    case .yearFirst: return nil
    }
  }

  /// What such a date shows of its column's order; nil where the slow way must look at it.
  @inline(__always)
  static func evidence(_ p: UnsafePointer<UInt8>, _ count: Int) -> CSVSeen? {
    guard let date = numbers(p, count) else { return nil }
    let (a, b) = (date.first, date.second)
    if a > 12 { return days(year: date.year, month: b, day: a) == nil ? nil : .dayFirst }
    if b > 12 { return days(year: date.year, month: a, day: b) == nil ? nil : .monthFirst }
    if a == 0 || b == 0 { return nil }
    return a == b ? [] : .eitherFirst
  }

  /// One or two digits.
  @inline(__always)
  private static func shortNumber(_ p: UnsafePointer<UInt8>, _ at: inout Int) -> Int? {
    let first = p[at] &- 0x30
    guard first <= 9 else { return nil }
    let second = p[at &+ 1] &- 0x30
    if second > 9 {
      at &+= 1
      return Int(first)
    }
    at &+= 2
    return Int(first) &* 10 &+ Int(second)
  }

  /// Microseconds of `hh:mm:ss`.
  @inline(__always)
  static func clock(_ p: UnsafePointer<UInt8>) -> Int64? {
    // Colons become zeros, so that one check covers all eight bytes.
    let word = CSVBytes.load(p) ^ 0x0000_0A00_000A_0000
    let digits = word &- CSVBytes.zeros
    let isBad = (digits | (word &+ 0x4646_4646_4646_4646)) & CSVBytes.highs
    guard isBad == 0, digits & 0x0000_FF00_00FF_0000 == 0 else { return nil }
    let hour = Int64(truncatingIfNeeded: two(digits, 0))
    let minute = Int64(truncatingIfNeeded: two(digits, 24))
    let second = Int64(truncatingIfNeeded: two(digits, 48))
    guard hour < 24, minute < 60, second < 60 else { return nil }
    return ((hour &* 60 &+ minute) &* 60 &+ second) &* 1_000_000
  }

  @inline(__always)
  private static func isoDays(_ p: UnsafePointer<UInt8>) -> Int64? {
    // `yyyy-mm-`, its dashes turned into zeros, then `dd`.
    let word = CSVBytes.load(p) ^ 0x1D00_001D_0000_0000
    let digits = word &- CSVBytes.zeros
    let isBad = (digits | (word &+ 0x4646_4646_4646_4646)) & CSVBytes.highs
    let tens = p[8] &- 0x30
    let ones = p[9] &- 0x30
    guard isBad == 0, digits & 0xFF00_00FF_0000_0000 == 0, tens <= 3, ones <= 9 else { return nil }
    let year = Int(truncatingIfNeeded: two(digits, 0) &* 100 &+ two(digits, 16))
    let month = Int(truncatingIfNeeded: two(digits, 40))
    let day = Int(tens) &* 10 &+ Int(ones)
    return days(year: year, month: month, day: day)
  }

  /// The two digits whose first is the byte at `shift`.
  @inline(__always)
  private static func two(_ digits: UInt64, _ shift: UInt64) -> UInt64 {
    ((digits &>> shift) & 0xFF) &* 10 &+ ((digits &>> (shift &+ 8)) & 0xFF)
  }

  /// Days since 1970-01-01 of a date that may not exist.
  @inline(__always)
  static func days(year: Int, month: Int, day: Int) -> Int64? {
    guard month >= 1, month <= 12, day >= 1, day <= 28 || day <= length(year, month) else {
      return nil
    }
    // Years begin in March here: the leap day is the last one.
    let shifted = month <= 2 ? year &- 1 : year
    let era = (shifted >= 0 ? shifted : shifted &- 399) / 400
    let yearOfEra = shifted &- era &* 400
    let fromMarch = month <= 2 ? month &+ 9 : month &- 3
    let dayOfYear = (153 &* fromMarch &+ 2) / 5 &+ day &- 1
    let dayOfEra = yearOfEra &* 365 &+ yearOfEra / 4 &- yearOfEra / 100 &+ dayOfYear
    return Int64(era &* 146_097 &+ dayOfEra &- 719_468)
  }

  @inline(__always)
  private static func length(_ year: Int, _ month: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
