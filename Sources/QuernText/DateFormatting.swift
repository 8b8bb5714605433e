/// ISO 8601 text of dates and times, appended to bytes (the form that writers of columns want).
package enum DateFormatting {
  /// Appends "2024-02-29".
  package static func append(_ date: CivilDate, to text: inout [UInt8]) {
    if (0...9_999).contains(date.year) {
      appendPair(date.year / 100, to: &text)
      appendPair(date.year % 100, to: &text)
    } else {
      text.append(date.year < 0 ? 45 : 43)
      // At least five digits.
      let digits = String(date.year.magnitude)
      text.append(contentsOf: repeatElement(48, count: max(0, 5 - digits.utf8.count)))
      text.append(contentsOf: digits.utf8)
    }
    text.append(45)
    appendPair(date.month, to: &text)
    text.append(45)
    appendPair(date.day, to: &text)
  }

  /// Appends "12:34:56", with three or six digits of a fraction where there is one.
  package static func append(_ time: CivilTime, to text: inout [UInt8]) {
    let seconds = Int(time.microseconds / 1_000_000)
    appendPair(seconds / 3_600, to: &text)
    text.append(58)
    appendPair(seconds / 60 % 60, to: &text)
    text.append(58)
    appendPair(seconds % 60, to: &text)
    let fraction = time.microsecond
    guard fraction != 0 else { return }
    text.append(46)
    appendPair(fraction / 10_000, to: &text)
    if fraction % 1_000 == 0 {
      text.append(UInt8(48 + fraction / 1_000 % 10))
    } else {
      appendPair(fraction / 100 % 100, to: &text)
      appendPair(fraction % 100, to: &text)
    }
  }

  /// Appends "2024-02-29T12:34:56.789".
  package static func append(_ value: CivilDateTime, to text: inout [UInt8]) {
    append(value.date, to: &text)
    text.append(84)
    append(value.time, to: &text)
  }

  /// Appends "2024-02-29T12:34:56.789Z".
  package static func append(_ value: Instant, to text: inout [UInt8]) {
    append(value.utc, to: &text)
    text.append(90)
  }

  /// Appends "+02:00", "-03:30" or "Z"; an offset with seconds, as of before 1900, shows them.
  package static func append(offsetSeconds: Int, to text: inout [UInt8]) {
    guard offsetSeconds != 0 else {
      text.append(90)
      return
    }
    text.append(offsetSeconds < 0 ? 45 : 43)
    let magnitude = Int(offsetSeconds.magnitude)
    appendPair(magnitude / 3_600, to: &text)
    text.append(58)
    appendPair(magnitude / 60 % 60, to: &text)
    guard magnitude % 60 != 0 else { return }
    text.append(58)
    appendPair(magnitude % 60, to: &text)
  }

  /// Two digits of a number below a hundred.
  private static func appendPair(_ value: Int, to text: inout [UInt8]) {
    let value = UInt8(truncatingIfNeeded: value)
    text.append(48 &+ value / 10)
    text.append(48 &+ value % 10)
  }
}
