/// ISO 8601 text of dates and times, appended to bytes (the form that writers of columns want).
package enum DateFormatting {
  /// Appends "2024-02-29".
  package static func append(_ date: CivilDate, to text: inout [UInt8]) {
    if (0...9_999).contains(date.year) {
      append(date.year, digits: 4, to: &text)
    } else {
      text.append(date.year < 0 ? 45 : 43)
      append(Int(date.year.magnitude), digits: 5, to: &text)
    }
    text.append(45)
    append(date.month, digits: 2, to: &text)
    text.append(45)
    append(date.day, digits: 2, to: &text)
  }

  /// Appends "12:34:56", with three or six digits of a fraction where there is one.
  package static func append(_ time: CivilTime, to text: inout [UInt8]) {
    append(time.hour, digits: 2, to: &text)
    text.append(58)
    append(time.minute, digits: 2, to: &text)
    text.append(58)
    append(time.second, digits: 2, to: &text)
    guard time.microsecond != 0 else { return }
    text.append(46)
    if time.microsecond % 1_000 == 0 {
      append(time.microsecond / 1_000, digits: 3, to: &text)
    } else {
      append(time.microsecond, digits: 6, to: &text)
    }
  }

  /// Appends "2024-02-29T12:34:56.789".
  package static func append(_ value: CivilDateTime, to text: inout [UInt8]) {
    append(value.date, to: &text)
    text.append(84)
    append(value.time, to: &text)
  }

  /// Appends "+02:00", "-03:30" or "Z"; an offset with seconds, as of before 1900, shows them.
  package static func append(offsetSeconds: Int, to text: inout [UInt8]) {
    guard offsetSeconds != 0 else {
      text.append(90)
      return
    }
    text.append(offsetSeconds < 0 ? 45 : 43)
    let magnitude = Int(offsetSeconds.magnitude)
    append(magnitude / 3_600, digits: 2, to: &text)
    text.append(58)
    append(magnitude / 60 % 60, digits: 2, to: &text)
    guard magnitude % 60 != 0 else { return }
    text.append(58)
    append(magnitude % 60, digits: 2, to: &text)
  }

  private static func append(_ value: Int, digits: Int, to text: inout [UInt8]) {
    var divisor = 1
    var count = 1
    while count < digits || value / divisor >= 10 {
      divisor *= 10
      count += 1
    }
    while divisor > 0 {
      text.append(UInt8(48 + value / divisor % 10))
      divisor /= 10
    }
  }
}
