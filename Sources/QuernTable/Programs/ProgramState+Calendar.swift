import QuernText

extension ProgramState {
  func calendar(
    _ function: ScalarFunction, _ type: DataType, _ a: Int, _ out: UnsafeMutablePointer<Register>,
    _ count: Int
  ) {
    let (x, to) = (registers[a].ints, out.pointee.ints)
    out.pointee.valid = registers[a].valid
    let day = CalendarUnits.dayMicroseconds
    func days(_ row: Int) -> Int64 {
      type == .date ? x[row] : IntegerMath.floorDivide(x[row], day)
    }
    func timeOfDay(_ row: Int) -> Int64 {
      type == .time ? x[row] : IntegerMath.floorModulo(x[row], day)
    }
    switch function {
    case .year: for row in 0..<count { to[row] = Int64(CivilDate(days: days(row)).year) }
    case .month: for row in 0..<count { to[row] = Int64(CivilDate(days: days(row)).month) }
    case .day: for row in 0..<count { to[row] = Int64(CivilDate(days: days(row)).day) }
    case .quarter: for row in 0..<count { to[row] = Int64(CivilDate(days: days(row)).quarter) }
    case .week: for row in 0..<count { to[row] = Int64(CivilDate(days: days(row)).isoWeek.week) }
    case .weekday:
      // 1970-01-01 was a Thursday, day 4 of a week that starts on Monday.
      for row in 0..<count { to[row] = IntegerMath.floorModulo(days(row) &+ 3, 7) + 1 }
    case .date: for row in 0..<count { to[row] = days(row) }
    case .time: for row in 0..<count { to[row] = timeOfDay(row) }
    case .hour:
      for row in 0..<count { to[row] = timeOfDay(row) / CalendarUnits.hourMicroseconds }
    case .minute:
      for row in 0..<count { to[row] = timeOfDay(row) / CalendarUnits.minuteMicroseconds % 60 }
    case .second:
      for row in 0..<count { to[row] = timeOfDay(row) / CalendarUnits.secondMicroseconds % 60 }
    default: preconditionFailure("\(function.name) is no part of a date.")
    }
  }

  /// A date, datetime or instant moved by months, which end on the month's last day, and then by
  /// microseconds.
  func addSpan(
    _ type: DataType, _ subtract: Bool, _ months: Int64, _ toDate: Bool, _ a: Int, _ b: Int,
    _ out: UnsafeMutablePointer<Register>, _ count: Int
  ) -> Fault? {
    merge(a, b, out, count)
    let (x, span, to) = (registers[a].ints, registers[b].ints, out.pointee.ints)
    let day = CalendarUnits.dayMicroseconds
    for row in 0..<count where isKnown(out, row) {
      guard
        let moved = CalendarMath.moved(
          x[row], isDate: type == .date, months: subtract ? 0 - months : months,
          microseconds: subtract ? 0 &- span[row] : span[row])
      else {
        return Fault(row: row, cause: .outOfRange("the date"))
      }
      to[row] = toDate ? IntegerMath.floorDivide(moved, day) : moved
    }
    return nil
  }

  /// A time of day moved round the clock.
  func addTime(
    _ subtract: Bool, _ a: Int, _ b: Int, _ out: UnsafeMutablePointer<Register>, _ count: Int
  ) {
    merge(a, b, out, count)
    let (x, span, to) = (registers[a].ints, registers[b].ints, out.pointee.ints)
    let day = CalendarUnits.dayMicroseconds
    for row in 0..<count {
      let step = IntegerMath.floorModulo(span[row], day)
      to[row] = IntegerMath.floorModulo(subtract ? x[row] &- step : x[row] &+ step, day)
    }
  }
}

enum CalendarMath {
  /// Microseconds since 1970 after the move; nil beyond what 64 bits or the calendar hold.
  static func moved(
    _ value: Int64, isDate: Bool, months: Int64, microseconds: Int64
  ) -> Int64? {
    let day = CalendarUnits.dayMicroseconds
    var days = isDate ? value : IntegerMath.floorDivide(value, day)
    let rest = isDate ? 0 : IntegerMath.floorModulo(value, day)
    if months != 0 {
      guard let date = CivilDate(days: days).adding(months: months) else { return nil }
      days = date.days
    }
    let (midnight, a) = days.multipliedReportingOverflow(by: day)
    let (start, b) = midnight.addingReportingOverflow(rest)
    let (sum, c) = start.addingReportingOverflow(microseconds)
    return a || b || c ? nil : sum
  }
}
