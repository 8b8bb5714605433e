/// A span of the calendar: whole months, whose length varies, and microseconds.
package struct TimeSpan: Hashable, Sendable, CustomStringConvertible {
  package var months: Int64
  package var microseconds: Int64

  package init(months: Int64 = 0, microseconds: Int64 = 0) {
    self.months = months
    self.microseconds = microseconds
  }

  package static let zero = TimeSpan()

  /// Whether the span always has the same length.
  package var isFixed: Bool { months == 0 }

  /// The length in seconds; nil where it depends on the calendar.
  package var seconds: Double? { isFixed ? Double(microseconds) / 1e6 : nil }

  /// The span that many times; nil when it overflows.
  package func multiplied(by factor: Int64) -> TimeSpan? {
    let (months, a) = months.multipliedReportingOverflow(by: factor)
    let (microseconds, b) = microseconds.multipliedReportingOverflow(by: factor)
    return a || b ? nil : TimeSpan(months: months, microseconds: microseconds)
  }

  /// The sum of two spans; nil when it overflows.
  package func adding(_ other: TimeSpan) -> TimeSpan? {
    let (months, a) = months.addingReportingOverflow(other.months)
    let (microseconds, b) = microseconds.addingReportingOverflow(other.microseconds)
    return a || b ? nil : TimeSpan(months: months, microseconds: microseconds)
  }

  /// The span backwards; nil when it overflows.
  package var negated: TimeSpan? { multiplied(by: -1) }

  /// The span as the language writes it: "1y 2mo 3d 4h 5min 6s 7ms", "0s".
  package var description: String {
    var parts: [String] = []
    func append(_ value: Int64, _ unit: String) {
      if value != 0 { parts.append("\(value)\(unit)") }
    }
    append(months / 12, "y")
    append(months % 12, "mo")
    append(microseconds / CivilTime.perDay, "d")
    append(microseconds % CivilTime.perDay / CivilTime.perHour, "h")
    append(microseconds % CivilTime.perHour / CivilTime.perMinute, "min")
    append(microseconds % CivilTime.perMinute / CivilTime.perSecond, "s")
    append(microseconds % CivilTime.perSecond / 1_000, "ms")
    append(microseconds % 1_000, "us")
    return parts.isEmpty ? "0s" : parts.joined(separator: " ")
  }

  /// The span of ISO 8601: "P1Y2M3DT4H5M6.007S"; each part carries its own sign.
  package var isoString: String {
    var text = "P"
    func append(_ value: Int64, _ unit: String) {
      if value != 0 { text += "\(value)\(unit)" }
    }
    append(months / 12, "Y")
    append(months % 12, "M")
    append(microseconds / CivilTime.perDay, "D")
    let rest = microseconds % CivilTime.perDay
    if rest != 0 {
      text += "T"
      append(rest / CivilTime.perHour, "H")
      append(rest % CivilTime.perHour / CivilTime.perMinute, "M")
      let seconds = rest % CivilTime.perMinute
      if seconds % CivilTime.perSecond == 0 {
        append(seconds / CivilTime.perSecond, "S")
      } else {
        text += Numbers.shortest(Double(seconds) / 1e6) + "S"
      }
    }
    return text == "P" ? "PT0S" : text
  }
}

extension CivilDateTime {
  /// The time after the span: months first (a day the month lacks becomes its last), then the rest.
  package func adding(_ span: TimeSpan) -> CivilDateTime? {
    var start = self
    if span.months != 0 {
      guard let date = date.adding(months: span.months) else { return nil }
      start = CivilDateTime(date: date, time: time)
    }
    let (sum, overflow) = start.microseconds.addingReportingOverflow(span.microseconds)
    return overflow ? nil : CivilDateTime(microseconds: sum)
  }
}

extension Instant {
  /// The instant after the span, its months counted on the UTC calendar.
  package func adding(_ span: TimeSpan) -> Instant? {
    utc.adding(span).map { Instant(microseconds: $0.microseconds) }
  }
}
