import QuernText

/// Round days and times between two moments.
struct MomentTicks {
  /// Between two ticks: a number of months, or of microseconds.
  private enum Step {
    case months(Int)
    case days(Int)
    case microseconds(Double)
  }

  private let kind: MomentKind
  private let lower: Double
  private let upper: Double
  private let step: Step

  private static let day = 86_400_000_000.0

  init(_ kind: MomentKind, lower: Double, upper: Double, count: Int) {
    self.kind = kind
    self.lower = lower
    self.upper = upper
    let rough = (upper - lower) / Double(max(1, count))
    step = Self.step(rough, kind, range: upper - lower)
  }

  private static func step(_ rough: Double, _ kind: MomentKind, range: Double) -> Step {
    let second = 1e6
    if kind != .date, rough < day * 0.7 {
      let seconds = [
        1e-3, 2e-3, 5e-3, 0.01, 0.02, 0.05, 0.1, 0.2, 0.5, 1, 2, 5, 10, 15, 30, 60, 120, 300, 600,
        900, 1_800, 3_600, 7_200, 10_800, 21_600, 43_200,
      ]
      return .microseconds((seconds.first { $0 * second >= rough * 0.8 } ?? 43_200) * second)
    }
    for days in [1, 2, 7] where Double(days) * day >= rough * 0.8 { return .days(days) }
    // Over a few months people look for months.
    if range < 75 * day, 14 * day >= rough * 0.8 { return .days(14) }
    let month = day * 30.44
    for months in [1, 2, 3, 6, 12, 24, 60, 120, 240, 600, 1_200]
    where Double(months) * month >= rough * 0.8 {
      return .months(months)
    }
    return .months(12_000)
  }

  private static func floor(_ value: Double) -> Int64 {
    Int64(max(-9e18, min(9e18, value.rounded(.down))))
  }

  private static func days(_ microseconds: Double) -> Int64 { floor(microseconds / day) }

  /// Values from the last round one before `lower` to the first after `upper`.
  private var places: [Double] {
    var places: [Double] = []
    switch step {
    case .microseconds(let step):
      var place = (lower / step).rounded(.down)
      repeat {
        places.append(place * step)
        place += 1
      } while places[places.count - 1] < upper && places.count < 1_000
    case .days(let count):
      // Weeks begin on Monday; other steps count from the first day of the month.
      var date = CivilDate(days: Self.days(lower))
      if count >= 7 {
        date = CivilDate(days: date.days - Int64(date.weekday - 1))
      } else {
        date = CivilDate(days: date.days - Int64((date.day - 1) % count))
      }
      repeat {
        places.append(Double(date.days) * Self.day)
        var next = CivilDate(days: date.days + Int64(count))
        if count == 2, next.month != date.month {
          next = CivilDate(days: next.days - Int64(next.day - 1))
        }
        date = next
      } while places[places.count - 1] < upper && places.count < 1_000
    case .months(let count):
      let first = CivilDate(days: Self.days(lower))
      var months = first.year * 12 + first.month - 1
      months -= ((months % count) + count) % count
      repeat {
        let (year, month) = Self.split(months)
        places.append(Double(CivilDate.days(year: year, month: month, day: 1)) * Self.day)
        months += count
      } while places[places.count - 1] < upper && places.count < 1_000
    }
    return places
  }

  private static func split(_ months: Int) -> (year: Int, month: Int) {
    let year = months >= 0 ? months / 12 : (months - 11) / 12
    return (year, months - year * 12 + 1)
  }

  /// Edges of intervals that hold all of it.
  func edges() -> [Double] {
    var edges = places
    if edges.count < 2 { edges = [lower, upper] }
    if let last = edges.last, last <= upper { edges.append(last + (last - edges[edges.count - 2])) }
    return edges
  }

  func ticks() -> [Tick] {
    var ticks: [Tick] = []
    var earlier: String?
    for place in places where place >= lower - 1 && place <= upper + 1 {
      let (text, context) = text(place)
      ticks.append(Tick(value: place, text: text, context: context == earlier ? nil : context))
      earlier = context
    }
    return ticks
  }

  private static let months = [
    "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec",
  ]

  /// A tick's text, and what it lies in.
  private func text(_ place: Double) -> (String, String?) {
    let date = CivilDate(days: Self.days(place))
    switch step {
    case .months(let count) where count % 12 == 0: return (String(date.year), nil)
    case .months: return (Self.months[date.month - 1], String(date.year))
    case .days: return ("\(date.day) \(Self.months[date.month - 1])", String(date.year))
    case .microseconds(let step):
      let rest = Self.floor(place) - date.days * Int64(Self.day)
      let time = CivilTime(microseconds: kind == .time ? Self.floor(place) : rest)
      var text = String((time?.isoString ?? "").prefix(step < 60e6 ? 12 : 5))
      if step >= 1e6, step < 60e6 { text = String(text.prefix(8)) }
      if kind == .time { return (text, nil) }
      return (text, "\(date.day) \(Self.months[date.month - 1]) \(date.year)")
    }
  }

  /// A single moment, for texts beside the plot.
  static func text(_ value: Double, _ kind: MomentKind) -> String {
    switch kind {
    case .date: CivilDate(days: days(value)).isoString
    case .datetime: CivilDateTime(microseconds: floor(value)).isoString
    case .instant: Instant(microseconds: floor(value)).isoString
    case .time: CivilTime(microseconds: floor(value))?.isoString ?? ""
    }
  }
}
