/// In which order a date of three numbers is written.
package enum DateOrder: Sendable, CaseIterable {
  case yearMonthDay
  case monthDayYear
  case dayMonthYear
}

/// Dates and times from the bytes of a field. Nil means that the bytes spell something else.
package enum DateParsing {
  /// Days since 1970-01-01 of an ISO date: `2024-02-29`, `+12024-02-29`, `-0044-03-15`.
  package static func date(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
    var reader = DateReader(bytes)
    guard let days = reader.isoDate(), reader.isAtEnd else { return nil }
    return days
  }

  /// Days since 1970-01-01 of a date in some order, with `-`, `/` or `.` between its numbers.
  ///
  /// Years have four digits, days and months one or two.
  package static func date(_ bytes: UnsafeBufferPointer<UInt8>, order: DateOrder) -> Int64? {
    var reader = DateReader(bytes)
    guard let days = reader.date(order: order), reader.isAtEnd else { return nil }
    return days
  }

  /// Microseconds since midnight: `12:34`, `12:34:56`, `12:34:56.789`.
  package static func time(_ bytes: UnsafeBufferPointer<UInt8>) -> Int64? {
    var reader = DateReader(bytes)
    guard let time = reader.time(), reader.isAtEnd else { return nil }
    return time
  }

  /// Microseconds since 1970-01-01T00:00 on the wall: an ISO date, `T` or a space, a time.
  ///
  /// Digits of a fraction beyond the sixth are cut off.
  package static func dateTime(
    _ bytes: UnsafeBufferPointer<UInt8>, order: DateOrder = .yearMonthDay
  ) -> Int64? {
    var reader = DateReader(bytes)
    guard let wall = reader.dateTime(order: order), reader.isAtEnd else { return nil }
    return wall
  }

  /// Microseconds since 1970-01-01T00:00Z of a date and time with an offset (`Z`, `+02:00`,
  /// `+0200`, `+02`).
  package static func instant(
    _ bytes: UnsafeBufferPointer<UInt8>, order: DateOrder = .yearMonthDay
  ) -> Int64? {
    var reader = DateReader(bytes)
    guard let wall = reader.dateTime(order: order) else { return nil }
    reader.skip(32)
    guard let offset = reader.offset(), reader.isAtEnd else { return nil }
    let (instant, overflow) = wall.subtractingReportingOverflow(offset)
    return overflow ? nil : instant
  }

  /// The date of a whole ISO text.
  package static func date(_ text: some StringProtocol) -> CivilDate? {
    Array(text.utf8).withUnsafeBufferPointer { date($0) }.map(CivilDate.init(days:))
  }

  /// The time of day of a whole text.
  package static func time(_ text: some StringProtocol) -> CivilTime? {
    Array(text.utf8).withUnsafeBufferPointer { time($0) }.flatMap(CivilTime.init(microseconds:))
  }

  /// The date and time of a whole ISO text.
  package static func dateTime(_ text: some StringProtocol) -> CivilDateTime? {
    Array(text.utf8).withUnsafeBufferPointer { dateTime($0) }
      .map(CivilDateTime.init(microseconds:))
  }

  /// The instant of a whole ISO text with an offset.
  package static func instant(_ text: some StringProtocol) -> Instant? {
    Array(text.utf8).withUnsafeBufferPointer { instant($0) }.map(Instant.init(microseconds:))
  }
}

/// A cursor over the bytes of one field.
struct DateReader {
  private let bytes: UnsafeBufferPointer<UInt8>
  private var index = 0

  init(_ bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  var isAtEnd: Bool { index == bytes.count }

  private var current: UInt8 { index < bytes.count ? bytes[index] : 0 }

  @discardableResult
  mutating func skip(_ character: UInt8) -> Bool {
    guard index < bytes.count, bytes[index] == character else { return false }
    index += 1
    return true
  }

  /// A number of `least` to `most` digits.
  private mutating func number(_ least: Int, _ most: Int) -> Int? {
    var value = 0
    let start = index
    while index < bytes.count, index - start < most, bytes[index] &- 48 < 10 {
      value = value * 10 + Int(bytes[index] &- 48)
      index += 1
    }
    return index - start >= least ? value : nil
  }

  mutating func isoDate() -> Int64? {
    if let days = plainDate() { return days }
    var sign = 1
    var most = 4
    if current == 43 || current == 45 {
      sign = current == 45 ? -1 : 1
      most = 6
      index += 1
    }
    guard let year = number(4, most), skip(45), let month = number(2, 2), skip(45),
      let day = number(2, 2)
    else { return nil }
    return days(sign * year, month, day)
  }

  /// `YYYY-MM-DD` by its fixed places, as nearly all are; nil leaves the cursor where it is.
  private mutating func plainDate() -> Int64? {
    guard index &+ 10 <= bytes.count, let base = bytes.baseAddress.map({ $0 + index }),
      base[4] == 45, base[7] == 45
    else { return nil }
    var digits: (UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8, UInt8) = (
      base[0], base[1], base[2], base[3], base[5], base[6], base[8], base[9]
    )
    let number = withUnsafeBytes(of: &digits) { raw in
      raw.baseAddress.flatMap { EightDigits.value($0.assumingMemoryBound(to: UInt8.self)) }
    }
    guard let number = number.map(Int.init(truncatingIfNeeded:)),
      let days = days(number / 10_000, number / 100 % 100, number % 100)
    else { return nil }
    index &+= 10
    return days
  }

  mutating func date(order: DateOrder) -> Int64? {
    let first = order == .yearMonthDay ? number(4, 4) : number(1, 2)
    guard let first else { return nil }
    let separator = current
    guard separator == 45 || separator == 47 || separator == 46, skip(separator),
      let second = number(1, 2), skip(separator)
    else { return nil }
    let third = order == .yearMonthDay ? number(1, 2) : number(4, 4)
    guard let third else { return nil }
    switch order {
    case .yearMonthDay: return days(first, second, third)
    case .monthDayYear: return days(third, first, second)
    case .dayMonthYear: return days(third, second, first)
    }
  }

  private func days(_ year: Int, _ month: Int, _ day: Int) -> Int64? {
    CivilDate.days(checkedYear: year, month: month, day: day)
  }

  mutating func time() -> Int64? {
    guard let hour = number(2, 2), hour < 24, skip(58), let minute = number(2, 2), minute < 60
    else { return nil }
    var result = Int64(hour * 60 + minute) * CivilTime.perMinute
    guard skip(58) else { return result }
    guard let second = number(2, 2), second < 60 else { return nil }
    result += Int64(second) * CivilTime.perSecond
    guard current == 46 || current == 44 else { return result }
    index += 1
    var unit: Int64 = 100_000
    let start = index
    while index < bytes.count, bytes[index] &- 48 < 10 {
      result += Int64(bytes[index] &- 48) * unit
      unit /= 10
      index += 1
    }
    return index > start ? result : nil
  }

  mutating func dateTime(order: DateOrder) -> Int64? {
    let start = index
    var day = order == .yearMonthDay ? isoDate() : nil
    if day == nil {
      index = start
      day = date(order: order)
    }
    guard let day, skip(84) || skip(32) || skip(116), let time = time() else { return nil }
    return CivilDateTime.microseconds(days: day, time: time)
  }

  /// The offset east of Greenwich, in microseconds.
  mutating func offset() -> Int64? {
    if skip(90) || skip(122) { return 0 }
    guard current == 43 || current == 45 else { return nil }
    let negative = current == 45
    index += 1
    guard let hour = number(2, 2), hour < 24 else { return nil }
    var minute = 0
    if skip(58) {
      guard let value = number(2, 2) else { return nil }
      minute = value
    } else if !isAtEnd {
      guard let value = number(2, 2) else { return nil }
      minute = value
    }
    guard minute < 60 else { return nil }
    let result = Int64(hour * 60 + minute) * CivilTime.perMinute
    return negative ? -result : result
  }
}
