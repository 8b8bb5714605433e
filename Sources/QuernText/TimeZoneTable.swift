/// Why a time zone cannot be had.
package enum TimeZoneError: Error, Hashable, Sendable {
  case unknown(name: String)
  case malformed(name: String, reason: String)
  case noDatabase(directory: String)

  /// One sentence for people.
  package var message: String {
    switch self {
    case .unknown(let name): "there is no time zone \"\(name)\""
    case .malformed(let name, let reason): "the time zone file of \(name) is broken: \(reason)"
    case .noDatabase(let directory):
      "there is no time zone database in \(directory); `apt install tzdata` installs it"
    }
  }
}

/// What a clock on the wall means in UTC.
package enum LocalMeaning: Hashable, Sendable {
  /// One instant, as nearly always.
  case unique(Instant)
  /// Clocks were set back: the wall showed this twice.
  case ambiguous(first: Instant, second: Instant)
  /// Clocks were set forward: the wall never showed this. `after` is what a clock that had not been
  /// set would have meant: it reads later than the time asked for.
  case absent(before: Instant, after: Instant)
}

/// The history and rules of one time zone, from the system's database (TZif, RFC 8536).
///
/// ```swift
/// let oslo = try TimeZoneTable.load("Europe/Oslo")
/// oslo.local(of: instant)
/// ```
package struct TimeZoneTable: Hashable, Sendable {
  /// The offset east of Greenwich, whether it is summer time, and its abbreviation.
  package struct Offset: Hashable, Sendable {
    package let seconds: Int
    package let isDaylight: Bool
    package let abbreviation: String

    package init(seconds: Int, isDaylight: Bool, abbreviation: String) {
      self.seconds = seconds
      self.isDaylight = isDaylight
      self.abbreviation = abbreviation
    }
  }

  package let name: String
  /// Seconds since 1970 at which an offset begins, ascending.
  let transitions: [Int64]
  /// For each transition the offset that begins with it.
  let offsets: [Offset]
  /// What holds before the first transition.
  let initial: Offset
  /// What holds after the last one.
  let rule: TimeZoneRule?

  init(
    name: String, transitions: [Int64], offsets: [Offset], initial: Offset, rule: TimeZoneRule?
  ) {
    self.name = name
    self.transitions = transitions
    self.offsets = offsets
    self.initial = initial
    self.rule = rule
  }

  /// Greenwich, without summer time.
  package static let utc = TimeZoneTable(
    name: "UTC", transitions: [], offsets: [],
    initial: Offset(seconds: 0, isDaylight: false, abbreviation: "UTC"), rule: nil)

  /// A zone whose offset never changes.
  package static func fixed(seconds: Int) -> TimeZoneTable {
    var name: [UInt8] = []
    DateFormatting.append(offsetSeconds: seconds, to: &name)
    let text = String(decoding: name, as: UTF8.self)
    let offset = Offset(seconds: seconds, isDaylight: false, abbreviation: text)
    return TimeZoneTable(name: text, transitions: [], offsets: [], initial: offset, rule: nil)
  }

  // MARK: UTC to local

  /// The offset in force at an instant.
  package func offset(at instant: Instant) -> Offset {
    let second = floorDivide(instant.microseconds, 1_000_000)
    if let last = transitions.last, second >= last {
      return rule?.offset(at: second) ?? offsets.last ?? initial
    }
    // The first transition after the instant; the one before it is in force.
    var low = 0
    var high = transitions.count
    while low < high {
      let middle = (low + high) / 2
      if transitions[middle] <= second { low = middle + 1 } else { high = middle }
    }
    if low == 0 { return transitions.isEmpty ? rule?.offset(at: second) ?? initial : initial }
    return offsets[low - 1]
  }

  /// What the wall shows at an instant.
  package func local(of instant: Instant) -> CivilDateTime {
    let shift = Int64(offset(at: instant).seconds) * 1_000_000
    return CivilDateTime(microseconds: instant.microseconds &+ shift)
  }

  // MARK: Local to UTC

  /// What a time on the wall means.
  package func meaning(of local: CivilDateTime) -> LocalMeaning {
    let wall = local.microseconds
    func instant(_ seconds: Int) -> Instant {
      Instant(microseconds: wall &- Int64(seconds) * 1_000_000)
    }
    // No zone is more than 26 hours from Greenwich, so the offsets a day and more on either side of
    // it are those that can be in force; changes lie further apart than that.
    let day: Int64 = 26 * 3_600 * 1_000_000
    let early = offset(at: Instant(microseconds: wall &- day)).seconds
    let late = offset(at: Instant(microseconds: wall &+ day)).seconds
    var found: [Instant] = []
    for seconds in early == late ? [early] : [early, late] {
      let candidate = instant(seconds)
      if offset(at: candidate).seconds == seconds { found.append(candidate) }
    }
    switch found.count {
    case 1: return .unique(found[0])
    case 2: return .ambiguous(first: min(found[0], found[1]), second: max(found[0], found[1]))
    default:
      if early == late { return closeChanges(wall, early) }
      let candidates = [instant(early), instant(late)].sorted()
      return .absent(before: candidates[0], after: candidates[1])
    }
  }

  /// Two changes within two days (Ramadan in Morocco comes near): every offset in between is tried.
  private func closeChanges(_ wall: Int64, _ around: Int) -> LocalMeaning {
    let second = floorDivide(wall, 1_000_000)
    var found: Set<Instant> = []
    for (time, offset) in zip(transitions, offsets) where abs(time - second) < 3 * 86_400 {
      let candidate = Instant(microseconds: wall &- Int64(offset.seconds) * 1_000_000)
      if self.offset(at: candidate).seconds == offset.seconds { found.insert(candidate) }
    }
    let sorted = found.sorted()
    if sorted.count == 1 { return .unique(sorted[0]) }
    if sorted.count > 1 { return .ambiguous(first: sorted[0], second: sorted[sorted.count - 1]) }
    let candidate = Instant(microseconds: wall &- Int64(around) * 1_000_000)
    return .absent(before: candidate, after: candidate)
  }

  /// The instant of a time on the wall: the first of two, and where there is none, as if the clocks
  /// had not yet been set.
  package func instant(of local: CivilDateTime) -> Instant {
    switch meaning(of: local) {
    case .unique(let instant): instant
    case .ambiguous(let first, _): first
    case .absent(_, let after): after
    }
  }
}
