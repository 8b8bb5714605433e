import QuernSystem
import QuernText

extension ProgramState {
  /// A date, time or datetime of its parts.
  func compose(
    _ type: DataType, _ parts: [Int], _ out: UnsafeMutablePointer<Register>, _ count: Int
  ) -> Fault? {
    out.pointee.valid = nil
    for part in parts {
      guard let valid = registers[part].valid else { continue }
      let own = ownedValidity(out, count)
      for row in 0..<count { own[row] &= valid[row] }
    }
    for row in 0..<count where isKnown(out, row) {
      let numbers = parts.map { registers[$0].ints[row] }
      guard let value = TimeParts.value(type, numbers) else {
        return Fault(
          row: row, cause: .problem(.noSuchTime(TimeParts.text(type, numbers), type)))
      }
      out.pointee.ints[row] = value
    }
    return nil
  }

  /// Moments down to a multiple of a span: of months since year 0, of weeks from a Monday, of
  /// everything else since 1970.
  func truncate(
    _ type: DataType, _ span: TimeSpan, _ a: Int, _ out: UnsafeMutablePointer<Register>,
    _ count: Int
  ) -> Fault? {
    let (x, to) = (registers[a].ints, out.pointee.ints)
    out.pointee.valid = registers[a].valid
    let day = CalendarUnits.dayMicroseconds
    if span.months > 0 {
      for row in 0..<count where isKnown(out, row) {
        let date = CivilDate(
          days: type == .date ? x[row] : IntegerMath.floorDivide(x[row], day))
        let months = Int64(date.year * 12 + date.month - 1)
        let first = IntegerMath.floorDivide(months, span.months) * span.months
        let year = Int(IntegerMath.floorDivide(first, 12))
        let days = CivilDate.days(
          year: year, month: Int(IntegerMath.floorModulo(first, 12)) + 1, day: 1)
        let (value, overflow) = days.multipliedReportingOverflow(by: type == .date ? 1 : day)
        if overflow { return Fault(row: row, cause: .outOfRange("the date")) }
        to[row] = value
      }
      return nil
    }
    let unit = type == .date ? span.microseconds / day : span.microseconds
    // 1970 began on a Thursday: its week three days before.
    let isWeeks = span.microseconds % (7 * day) == 0
    let origin: Int64 = isWeeks ? -3 * (type == .date ? 1 : day) : 0
    for row in 0..<count where isKnown(out, row) {
      let (shifted, overflow) = x[row].subtractingReportingOverflow(origin)
      let (start, below) = IntegerMath.floorDivide(shifted, unit).multipliedReportingOverflow(
        by: unit)
      if overflow || below { return Fault(row: row, cause: .outOfRange("the date")) }
      to[row] = start &+ origin
    }
    return nil
  }

  /// Between the wall of a zone and UTC, either way.
  func atZone(
    _ type: DataType, _ rule: ZoneRule, _ table: TimeZoneTable, _ a: Int,
    _ out: UnsafeMutablePointer<Register>, _ count: Int
  ) -> Fault? {
    let (x, to) = (registers[a].ints, out.pointee.ints)
    out.pointee.valid = registers[a].valid
    for row in 0..<count where isKnown(out, row) {
      if type == .instant {
        to[row] = table.local(of: Instant(microseconds: x[row])).microseconds
        continue
      }
      let local = CivilDateTime(microseconds: x[row])
      switch table.meaning(of: local) {
      case .unique(let instant): to[row] = instant.microseconds
      case .ambiguous(let first, let second):
        switch rule.ambiguous {
        case .earlier: to[row] = first.microseconds
        case .later: to[row] = second.microseconds
        case .error:
          return Fault(
            row: row, cause: .problem(.ambiguousTime(local.isoString, zone: rule.zone)))
        }
      case .absent(_, let after):
        guard rule.absent == .later else {
          return Fault(row: row, cause: .problem(.absentTime(local.isoString, zone: rule.zone)))
        }
        to[row] = after.microseconds
      }
    }
    return nil
  }

  /// Texts read as values; the first format that fits counts.
  func parse(
    _ rule: ParseRule, _ formats: [TimeFormat], _ a: Int, _ out: UnsafeMutablePointer<Register>,
    _ count: Int
  ) -> Fault? {
    let x = registers[a].texts
    out.pointee.valid = registers[a].valid
    var missing: [Int] = []
    for row in 0..<count where isKnown(out, row) {
      let text = TextMath.trimmed(x[row])
      let bytes = UnsafeBufferPointer(start: text.start, count: text.count)
      var isRead = false
      switch rule.type {
      case .float:
        if let value = Numbers.parseDouble(bytes), !value.isNaN {
          out.pointee.floats[row] = value
          isRead = true
        }
      case .bool:
        if let value = CastMath.bool(text) {
          out.pointee.bools[row] = value ? 1 : 0
          isRead = true
        }
      default:
        let value =
          formats.isEmpty
          ? CastMath.integer(bytes, rule.type)
          : formats.lazy.compactMap { $0.read(bytes, rule.type) }.first
        if let value {
          out.pointee.ints[row] = value
          isRead = true
        }
      }
      if isRead { continue }
      guard rule.isLenient else {
        return Fault(
          row: row,
          cause: .problem(.unreadable(x[row].string, type: rule.type, formats: rule.formats)))
      }
      missing.append(row)
    }
    if missing.isEmpty { return nil }
    let valid = ownedValidity(out, count)
    for row in missing { valid[row] = 0 }
    unreadable += missing.count
    return nil
  }

  /// Texts filled up to a width.
  func pad(
    _ side: PadSide, _ a: Int, _ b: Int, _ c: Int, _ out: UnsafeMutablePointer<Register>,
    _ count: Int
  ) throws(TableError) -> Fault? {
    merge(a, b, out, count)
    if let third = registers[c].valid {
      let valid = ownedValidity(out, count)
      for row in 0..<count { valid[row] &= third[row] }
    }
    let (x, widths, fills) = (registers[a].texts, registers[b].ints, registers[c].texts)
    do throws(OutOfMemory) {
      for row in 0..<count where isKnown(out, row) {
        let missing = widths[row] - TextMath.codePointCount(x[row])
        guard missing > 0, fills[row].count > 0 else {
          out.pointee.texts[row] = x[row]
          continue
        }
        guard missing <= Limits.padMax else {
          return Fault(row: row, cause: .outOfRange("the width of pad"))
        }
        let fill = Array(fills[row].string.unicodeScalars)
        func filling(_ length: Int) -> String {
          var text = String.UnicodeScalarView()
          for index in 0..<length { text.append(fill[index % fill.count]) }
          return String(text)
        }
        let left =
          switch side {
          case .left: Int(missing)
          case .right: 0
          case .both: Int(missing) / 2
          }
        let bytes =
          Array(filling(left).utf8)
          + Array(UnsafeBufferPointer(start: x[row].start, count: x[row].count))
          + Array(filling(Int(missing) - left).utf8)
        out.pointee.texts[row] = try scratch.slice(bytes)
      }
    } catch {
      throw .outOfMemory(error)
    }
    clearUnknown(out, count)
    return nil
  }
}

/// Dates and times of their numbers.
enum TimeParts {
  /// Days or microseconds; nil where the calendar or the clock lacks it.
  static func value(_ type: DataType, _ parts: [Int64]) -> Int64? {
    let numbers = parts.map { Int(clamping: $0) }
    func part(_ index: Int) -> Int { index < numbers.count ? numbers[index] : 0 }
    if type == .time {
      return CivilTime(hour: part(0), minute: part(1), second: part(2))?.microseconds
    }
    guard (-290_000...290_000).contains(part(0)),
      let date = CivilDate(year: part(0), month: part(1), day: part(2))
    else { return nil }
    if type == .date { return date.days }
    guard let time = CivilTime(hour: part(3), minute: part(4), second: part(5)) else { return nil }
    return CivilDateTime(date: date, time: time).microseconds
  }

  /// As it would be written.
  static func text(_ type: DataType, _ parts: [Int64]) -> String {
    func padded(_ index: Int, _ width: Int) -> String {
      let text = index < parts.count ? "\(parts[index])" : "0"
      return String(repeating: "0", count: max(0, width - text.count)) + text
    }
    func clock(_ first: Int) -> String {
      "\(padded(first, 2)):\(padded(first + 1, 2)):\(padded(first + 2, 2))"
    }
    if type == .time { return clock(0) }
    let day = "\(padded(0, 4))-\(padded(1, 2))-\(padded(2, 2))"
    return type == .date ? day : day + "T" + clock(3)
  }
}
