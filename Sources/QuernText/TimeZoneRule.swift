/// The rule of a zone for the years after its table: a POSIX TZ string, as a TZif file ends with.
struct TimeZoneRule: Hashable, Sendable {
  /// When in a year a change happens.
  enum Day: Hashable, Sendable {
    /// `Jn`: 1 to 365, the leap day not counted.
    case julian(Int)
    /// `n`: 0 to 365, the leap day counted.
    case ordinal(Int)
    /// `Mm.w.d`: the w-th weekday d (0 Sunday) of month m; the fifth is the last.
    case weekday(month: Int, week: Int, day: Int)
  }

  struct Change: Hashable, Sendable {
    let day: Day
    /// Seconds after midnight on the wall; may be negative or beyond a day.
    let seconds: Int
  }

  let standard: TimeZoneTable.Offset
  let daylight: (offset: TimeZoneTable.Offset, start: Change, end: Change)?

  static func == (a: TimeZoneRule, b: TimeZoneRule) -> Bool {
    a.standard == b.standard && a.daylight?.offset == b.daylight?.offset
      && a.daylight?.start == b.daylight?.start && a.daylight?.end == b.daylight?.end
  }

  func hash(into hasher: inout Hasher) { hasher.combine(standard) }

  /// The offset in force at a second since 1970.
  func offset(at second: Int64) -> TimeZoneTable.Offset {
    guard let daylight else { return standard }
    let year = CivilDate(days: floorDivide(second + Int64(standard.seconds), 86_400)).year
    let start = TimeZoneRule.second(of: daylight.start, year) - Int64(standard.seconds)
    let end = TimeZoneRule.second(of: daylight.end, year) - Int64(daylight.offset.seconds)
    // South of the equator summer runs over the new year.
    let isDaylight =
      start < end ? second >= start && second < end : second >= start || second < end
    return isDaylight ? daylight.offset : standard
  }

  /// The second of a change on the wall of a year, as if the wall were in Greenwich.
  private static func second(of change: Change, _ year: Int) -> Int64 {
    let newYear = CivilDate.days(year: year, month: 1, day: 1)
    let day: Int64
    switch change.day {
    case .julian(let number):
      let leap = CivilDate.isLeap(year) && number >= 60 ? 1 : 0
      day = newYear + Int64(number - 1 + leap)
    case .ordinal(let number): day = newYear + Int64(number)
    case .weekday(let month, let week, let weekday):
      let first = CivilDate.days(year: year, month: month, day: 1)
      let wanted = weekday == 0 ? 7 : weekday
      var place = (wanted - CivilDate.weekday(days: first) + 7) % 7 + (week - 1) * 7
      if place >= CivilDate.dayCount(ofMonth: month, year: year) { place -= 7 }
      day = first + Int64(place)
    }
    return day * 86_400 + Int64(change.seconds)
  }
}

extension TimeZoneRule {
  /// Reads `CET-1CEST,M3.5.0,M10.5.0/3`; nil where the text is something else.
  init?(_ text: some StringProtocol) {
    var reader = RuleReader(Array(text.utf8))
    guard let name = reader.name(), let west = reader.time() else { return nil }
    standard = .init(seconds: -west, isDaylight: false, abbreviation: name)
    guard !reader.isAtEnd else {
      daylight = nil
      return
    }
    guard let summer = reader.name() else { return nil }
    var seconds = -west + 3_600
    if !reader.isAt(44) {
      guard let west = reader.time() else { return nil }
      seconds = -west
    }
    guard reader.skip(44), let start = reader.change(), reader.skip(44),
      let end = reader.change(), reader.isAtEnd
    else { return nil }
    daylight = (.init(seconds: seconds, isDaylight: true, abbreviation: summer), start, end)
  }
}

private struct RuleReader {
  private let bytes: [UInt8]
  private var index = 0

  init(_ bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { index == bytes.count }

  func isAt(_ byte: UInt8) -> Bool { index < bytes.count && bytes[index] == byte }

  mutating func skip(_ byte: UInt8) -> Bool {
    guard isAt(byte) else { return false }
    index += 1
    return true
  }

  /// `CET` or `<+0530>`.
  mutating func name() -> String? {
    let quoted = skip(60)
    let start = index
    while index < bytes.count, quoted ? bytes[index] != 62 : isLetter(bytes[index]) { index += 1 }
    let name = String(decoding: bytes[start..<index], as: UTF8.self)
    if quoted, !skip(62) { return nil }
    return name.isEmpty ? nil : name
  }

  private func isLetter(_ byte: UInt8) -> Bool { (97...122).contains(byte | 32) }

  mutating func number() -> Int? {
    let start = index
    var value = 0
    while index < bytes.count, index - start < 4, bytes[index] &- 48 < 10 {
      value = value * 10 + Int(bytes[index] &- 48)
      index += 1
    }
    return index > start ? value : nil
  }

  /// `[+-]hh[:mm[:ss]]` in seconds.
  mutating func time() -> Int? {
    let negative = isAt(45)
    if negative || isAt(43) { index += 1 }
    guard var value = number() else { return nil }
    value *= 3_600
    for unit in [60, 1] {
      guard skip(58) else { break }
      guard let part = number() else { return nil }
      value += part * unit
    }
    return negative ? -value : value
  }

  mutating func change() -> TimeZoneRule.Change? {
    let day: TimeZoneRule.Day
    if skip(77) {
      guard let month = number(), skip(46), let week = number(), skip(46), let weekday = number(),
        (1...12).contains(month), (1...5).contains(week), (0...6).contains(weekday)
      else { return nil }
      day = .weekday(month: month, week: week, day: weekday)
    } else if skip(74) {
      guard let value = number(), (1...365).contains(value) else { return nil }
      day = .julian(value)
    } else {
      guard let value = number(), value <= 365 else { return nil }
      day = .ordinal(value)
    }
    guard skip(47) else { return .init(day: day, seconds: 7_200) }
    return time().map { .init(day: day, seconds: $0) }
  }
}
