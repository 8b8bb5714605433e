extension Lexer {
  /// Reads `@2024-01-31`, `@2024-01-31T10:00:00.5Z` and the like.
  mutating func date() {
    let lower = position
    position += 1
    guard let year = digits(4), take("-"), let month = digits(2), take("-"), let day = digits(2)
    else { return badDate(from: lower) }
    var literal = DateLiteral(year: year, month: month, day: day)
    if current == UInt8(ascii: "T") {
      position += 1
      guard let time = timeOfDay() else { return badDate(from: lower) }
      literal.time = time
      guard zone(into: &literal) else { return badDate(from: lower) }
    }
    if nameEnd(from: position) > position { return badDate(from: lower) }
    let range = SourceRange(lower, position)
    if let reason = literal.impossiblePart {
      report(.impossibleDate(reason, range))
      return emit(.invalid, from: lower)
    }
    emit(.date(literal), from: lower)
  }

  private mutating func timeOfDay() -> DateLiteral.TimeOfDay? {
    guard let hour = digits(2), take(":"), let minute = digits(2) else { return nil }
    var time = DateLiteral.TimeOfDay(hour: hour, minute: minute)
    guard current == UInt8(ascii: ":") else { return time }
    position += 1
    guard let second = digits(2) else { return nil }
    time.second = second
    guard current == UInt8(ascii: "."), byte(at: position + 1).isDigit else { return time }
    position += 1
    var scale = 100_000
    while current.isDigit {
      time.microsecond += Int(current - 0x30) * scale
      scale /= 10
      position += 1
    }
    return time
  }

  /// Reads `Z`, `+02:00` or `[Europe/Oslo]`; false where a bracket is not closed.
  private mutating func zone(into literal: inout DateLiteral) -> Bool {
    if current == UInt8(ascii: "Z") {
      position += 1
      literal.zone = .utc
    } else if current == UInt8(ascii: "+") || current == UInt8(ascii: "-"), isOffset(at: position) {
      let sign = current == UInt8(ascii: "-") ? -1 : 1
      position += 1
      guard let hours = digits(2), take(":"), let minutes = digits(2) else { return false }
      literal.zone = .offset(minutes: sign * (hours * 60 + minutes))
    } else if current == UInt8(ascii: "[") {
      let start = position + 1
      while position < bytes.count, current != UInt8(ascii: "]"), current != UInt8(ascii: "\n") {
        position += 1
      }
      guard current == UInt8(ascii: "]"), position > start else { return false }
      literal.zone = .named(text(start, position))
      position += 1
    }
    return true
  }

  private func isOffset(at sign: Int) -> Bool {
    byte(at: sign + 1).isDigit && byte(at: sign + 2).isDigit
      && byte(at: sign + 3) == UInt8(ascii: ":")
      && byte(at: sign + 4).isDigit && byte(at: sign + 5).isDigit
  }

  /// The number of exactly so many digits.
  private mutating func digits(_ count: Int) -> Int? {
    var value = 0
    for index in 0..<count {
      let digit = byte(at: position + index)
      guard digit.isDigit else { return nil }
      value = value * 10 + Int(digit - 0x30)
    }
    if byte(at: position + count).isDigit { return nil }
    position += count
    return value
  }

  private mutating func take(_ sign: Unicode.Scalar) -> Bool {
    guard current == UInt8(ascii: sign) else { return false }
    position += 1
    return true
  }

  /// Takes all that looks like a part of the date, so that one diagnostic says it.
  private mutating func badDate(from lower: Int) {
    while position < bytes.count, current.mayStandInDate { position += 1 }
    let spelled = text(lower + 1, position)
    report(.badDate(spelled, SourceRange(lower, position)))
    emit(.invalid, from: lower)
  }
}

extension DateLiteral {
  /// What is wrong with the numbers; nil where there is such a day and time.
  var impossiblePart: String? {
    guard (1...12).contains(month) else { return "there is no month \(month)" }
    let days = Self.daysInMonth(year: year, month: month)
    guard (1...days).contains(day) else {
      return "month \(month) of \(year) has \(days) days"
    }
    if let time {
      guard time.hour < 24 else { return "there is no hour \(time.hour)" }
      guard time.minute < 60 else { return "there is no minute \(time.minute)" }
      guard time.second < 60 else { return "there is no second \(time.second)" }
    }
    if case .offset(let minutes) = zone, abs(minutes) > 18 * 60 {
      return "an offset is at most 18 hours"
    }
    return nil
  }

  private static func daysInMonth(year: Int, month: Int) -> Int {
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    if month == 2 { return isLeap ? 29 : 28 }
    return [4, 6, 9, 11].contains(month) ? 30 : 31
  }
}

extension UInt8 {
  fileprivate var mayStandInDate: Bool {
    isDigit || isLetter || self == UInt8(ascii: "-") || self == UInt8(ascii: ":")
      || self == UInt8(ascii: "/") || self == UInt8(ascii: ".")
  }
}
