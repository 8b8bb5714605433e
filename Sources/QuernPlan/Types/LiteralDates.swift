package import QuernSyntax
import QuernText
package import QuernValue

/// The values that date literals stand for.
package enum LiteralDates {
  package static func type(of literal: DateLiteral) -> ValueType {
    if literal.time == nil { return .date }
    return literal.zone == nil ? .datetime : .instant
  }

  /// The value; throws for a zone that does not exist, or a local time that is none or two.
  package static func value(of literal: DateLiteral) throws(RuntimeError) -> Value {
    let days = CivilDate.days(year: literal.year, month: literal.month, day: literal.day)
    guard let time = literal.time else { return .date(days) }
    let ofDay =
      Int64(time.hour) * CivilTime.perHour + Int64(time.minute) * CivilTime.perMinute
      + Int64(time.second) * CivilTime.perSecond + Int64(time.microsecond)
    let wall = days * CivilTime.perDay + ofDay
    switch literal.zone {
    case nil: return .datetime(wall)
    case .utc: return .instant(wall)
    case .offset(let minutes): return .instant(wall - Int64(minutes) * CivilTime.perMinute)
    case .named(let zone): return .instant(try instant(wall, in: zone))
    }
  }

  /// `+02:00`
  private static func offset(of difference: Int64) -> String {
    let minutes = (difference / CivilTime.perMinute).magnitude
    let (hours, rest) = (String(minutes / 60), String(minutes % 60))
    return (difference < 0 ? "-" : "+") + (hours.count < 2 ? "0" : "") + hours + ":"
      + (rest.count < 2 ? "0" : "") + rest
  }

  private static func instant(_ wall: Int64, in zone: String) throws(RuntimeError) -> Int64 {
    let table: TimeZoneTable
    do throws(TimeZoneError) {
      table = try TimeZoneTable.load(zone)
    } catch {
      throw RuntimeError(.unknownZone(error.message, at: nil))
    }
    let local = CivilDateTime(microseconds: wall)
    switch table.meaning(of: local) {
    case .unique(let instant): return instant.microseconds
    case .ambiguous(let first, let second):
      let offsets = [first, second].map { offset(of: wall - $0.microseconds) }
      throw RuntimeError(
        .ambiguousTime(local.isoString, zone: zone, offsets: offsets, at: nil))
    case .absent: throw RuntimeError(.absentTime(local.isoString, zone: zone, at: nil))
    }
  }
}
