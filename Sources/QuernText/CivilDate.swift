/// A date of the proleptic Gregorian calendar, without a zone.
package struct CivilDate: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let year: Int
  package let month: Int
  package let day: Int

  /// The date, if the calendar has it.
  package init?(year: Int, month: Int, day: Int) {
    guard CivilDate.days(checkedYear: year, month: month, day: day) != nil else { return nil }
    self.year = year
    self.month = month
    self.day = day
  }

  /// The days that begin or end within 64 bits of microseconds: some 290 000 years on either side.
  package static let dayRange: ClosedRange<Int64> = -106_751_992...106_751_991

  /// Days from 1970-01-01 to a date; nil where the calendar or `dayRange` lacks it.
  @inline(__always)
  static func days(checkedYear year: Int, month: Int, day: Int) -> Int64? {
    guard month >= 1, month <= 12, day >= 1, year.magnitude < 300_000,
      day <= 28 || day <= dayCount(ofMonth: month, year: year)
    else { return nil }
    let days = days(year: year, month: month, day: day)
    return dayRange.contains(days) ? days : nil
  }

  /// The date that many days after 1970-01-01, clamped to `dayRange`.
  package init(days: Int64) {
    // Years are counted from March, so that the leap day ends one (Howard Hinnant's algorithm).
    let shifted =
      min(max(days, CivilDate.dayRange.lowerBound), CivilDate.dayRange.upperBound) + 719_468
    let era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let monthFromMarch = (5 * dayOfYear + 2) / 153
    day = Int(dayOfYear - (153 * monthFromMarch + 2) / 5 + 1)
    month = Int(monthFromMarch < 10 ? monthFromMarch + 3 : monthFromMarch - 9)
    year = Int(yearOfEra + era * 400) + (month <= 2 ? 1 : 0)
  }

  /// Days since 1970-01-01.
  package var days: Int64 { CivilDate.days(year: year, month: month, day: day) }

  /// Days from 1970-01-01 to a date that is known to exist.
  package static func days(year: Int, month: Int, day: Int) -> Int64 {
    let shifted = Int64(month <= 2 ? year - 1 : year)
    let era = (shifted >= 0 ? shifted : shifted - 399) / 400
    let yearOfEra = shifted - era * 400
    let dayOfYear = Int64((153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1)
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  /// Whether the year has a 29th of February.
  package static func isLeap(_ year: Int) -> Bool {
    year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
  }

  /// How many days a month (1 to 12) has.
  package static func dayCount(ofMonth month: Int, year: Int) -> Int {
    switch month {
    case 2: isLeap(year) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }

  /// The day of the week, 1 (Monday) to 7 (Sunday).
  package var weekday: Int { CivilDate.weekday(days: days) }

  /// The day of the week of a day since 1970-01-01, which was a Thursday.
  package static func weekday(days: Int64) -> Int {
    let remainder = (days + 3) % 7
    return Int(remainder < 0 ? remainder + 7 : remainder) + 1
  }

  /// The day of the year, from 1.
  package var dayOfYear: Int {
    Int(days - CivilDate.days(year: year, month: 1, day: 1)) + 1
  }

  /// The ISO week, whose year may be the one before or after.
  package var isoWeek: (year: Int, week: Int) {
    // The week belongs to the year of its Thursday.
    let thursday = CivilDate(days: days + Int64(4 - weekday))
    return (thursday.year, (thursday.dayOfYear - 1) / 7 + 1)
  }

  /// The quarter, 1 to 4.
  package var quarter: Int { (month + 2) / 3 }

  /// The date that many months later; a day the month lacks becomes its last day.
  package func adding(months: Int64) -> CivilDate? {
    let (total, overflow) = (Int64(year) * 12 + Int64(month - 1)).addingReportingOverflow(months)
    guard !overflow else { return nil }
    let newYear = total >= 0 ? total / 12 : (total - 11) / 12
    guard newYear.magnitude < 300_000 else { return nil }
    let newMonth = Int(total - newYear * 12) + 1
    let last = CivilDate.dayCount(ofMonth: newMonth, year: Int(newYear))
    return CivilDate(year: Int(newYear), month: newMonth, day: min(day, last))
  }

  /// "2024-02-29"; years outside 0 to 9999 carry a sign and at least five digits.
  package var isoString: String {
    var text: [UInt8] = []
    DateFormatting.append(self, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  package var description: String { isoString }

  package static func < (a: CivilDate, b: CivilDate) -> Bool {
    (a.year, a.month, a.day) < (b.year, b.month, b.day)
  }
}

/// A time of day: microseconds since midnight.
package struct CivilTime: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let microseconds: Int64

  /// A time within one day; nil outside.
  package init?(microseconds: Int64) {
    guard (0..<CivilTime.perDay).contains(microseconds) else { return nil }
    self.microseconds = microseconds
  }

  /// The time, if a clock shows it; second 60 is refused.
  package init?(hour: Int, minute: Int = 0, second: Int = 0, microsecond: Int = 0) {
    guard (0..<24).contains(hour), (0..<60).contains(minute), (0..<60).contains(second),
      (0..<1_000_000).contains(microsecond)
    else { return nil }
    microseconds = Int64((hour * 60 + minute) * 60 + second) * 1_000_000 + Int64(microsecond)
  }

  package static let perSecond: Int64 = 1_000_000
  package static let perMinute: Int64 = 60_000_000
  package static let perHour: Int64 = 3_600_000_000
  package static let perDay: Int64 = 86_400_000_000

  package var hour: Int { Int(microseconds / CivilTime.perHour) }
  package var minute: Int { Int(microseconds / CivilTime.perMinute % 60) }
  package var second: Int { Int(microseconds / CivilTime.perSecond % 60) }
  package var microsecond: Int { Int(microseconds % CivilTime.perSecond) }

  /// "12:34:56", with ".789" or ".789012" where there is a fraction.
  package var isoString: String {
    var text: [UInt8] = []
    DateFormatting.append(self, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  package var description: String { isoString }

  package static func < (a: CivilTime, b: CivilTime) -> Bool { a.microseconds < b.microseconds }
}

/// A date and time of day on the wall, without a zone: microseconds since 1970-01-01T00:00.
package struct CivilDateTime: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let microseconds: Int64

  package init(microseconds: Int64) { self.microseconds = microseconds }

  /// The wall at a date and a time of day.
  package init(date: CivilDate, time: CivilTime) {
    let days = date.days
    // On the first and the last day of all, some times are beyond 64 bits.
    microseconds =
      CivilDateTime.microseconds(days: days, time: time.microseconds) ?? (days < 0 ? .min : .max)
  }

  /// Microseconds since 1970-01-01T00:00; nil beyond 64 bits.
  static func microseconds(days: Int64, time: Int64) -> Int64? {
    // The day after, less what is left of this one: the first day of all begins before 64 bits do.
    let forward = days < 0 ? days + 1 : days
    let rest = days < 0 ? time - CivilTime.perDay : time
    let (start, overflow) = forward.multipliedReportingOverflow(by: CivilTime.perDay)
    let (sum, carry) = start.addingReportingOverflow(rest)
    return overflow || carry ? nil : sum
  }

  package var date: CivilDate { CivilDate(days: floorDivide(microseconds, CivilTime.perDay)) }

  package var time: CivilTime {
    let rest = microseconds % CivilTime.perDay
    return CivilTime(microseconds: rest < 0 ? rest + CivilTime.perDay : rest) ?? .midnight
  }

  /// "2024-02-29T12:34:56.789".
  package var isoString: String {
    var text: [UInt8] = []
    DateFormatting.append(self, to: &text)
    return String(decoding: text, as: UTF8.self)
  }

  package var description: String { isoString }

  package static func < (a: Self, b: Self) -> Bool { a.microseconds < b.microseconds }
}

extension CivilTime {
  package static let midnight = CivilTime(unchecked: 0)

  private init(unchecked microseconds: Int64) { self.microseconds = microseconds }
}

/// A point in time: microseconds since 1970-01-01T00:00Z.
package struct Instant: Hashable, Comparable, Sendable, CustomStringConvertible {
  package let microseconds: Int64

  package init(microseconds: Int64) { self.microseconds = microseconds }

  /// What a clock in Greenwich, without summer time, shows.
  package var utc: CivilDateTime { CivilDateTime(microseconds: microseconds) }

  /// "2024-02-29T12:34:56.789Z".
  package var isoString: String { utc.isoString + "Z" }

  /// "20240229T123456Z", as AWS signs it.
  package var basicString: String {
    String(isoString.utf8.prefix { $0 != 46 && $0 != 90 }.filter { $0 != 45 && $0 != 58 }) + "Z"
  }

  package var description: String { isoString }

  package static func < (a: Self, b: Self) -> Bool { a.microseconds < b.microseconds }
}

/// Division that rounds towards minus infinity; the divisor is positive.
func floorDivide(_ value: Int64, _ divisor: Int64) -> Int64 {
  let quotient = value / divisor
  return value % divisor < 0 ? quotient - 1 : quotient
}

extension String {
  fileprivate init(_ bytes: [UInt8]) { self.init(decoding: bytes, as: UTF8.self) }
}
