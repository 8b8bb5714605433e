/// `@2024-01-31`, `@2024-01-31T10:00`, with `Z`, an offset or a zone. Its parts are in range: the
/// day exists in its month.
package struct DateLiteral: Hashable, Sendable {
  package struct TimeOfDay: Hashable, Sendable {
    package var hour: Int
    package var minute: Int
    package var second: Int
    package var microsecond: Int

    package init(hour: Int, minute: Int, second: Int = 0, microsecond: Int = 0) {
      self.hour = hour
      self.minute = minute
      self.second = second
      self.microsecond = microsecond
    }
  }

  package enum Zone: Hashable, Sendable {
    case utc
    /// `+02:00` is 120.
    case offset(minutes: Int)
    /// `[Europe/Oslo]`; whether there is such a zone is not known here.
    case named(String)
  }

  package var year: Int
  package var month: Int
  package var day: Int
  /// Absent: a date.
  package var time: TimeOfDay?
  /// Absent: a wall-clock datetime; present only with a time.
  package var zone: Zone?

  package init(year: Int, month: Int, day: Int, time: TimeOfDay? = nil, zone: Zone? = nil) {
    self.year = year
    self.month = month
    self.day = day
    self.time = time
    self.zone = zone
  }
}

/// `24h`, `3mo`: calendar months and an exact part.
package struct DurationLiteral: Hashable, Sendable {
  package var months: Int64
  package var microseconds: Int64

  package init(months: Int64, microseconds: Int64) {
    self.months = months
    self.microseconds = microseconds
  }
}
