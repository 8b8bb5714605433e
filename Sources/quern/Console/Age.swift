import ArgumentParser
import QuernText

/// A time that lies back, as options take it: `30d`, `12h`, `2w`.
struct Age: ExpressibleByArgument {
  let seconds: Double

  private static let units: [Character: Double] = [
    "s": 1, "m": 60, "h": 3600, "d": 86_400, "w": 7 * 86_400,
  ]

  init?(argument: String) {
    guard let last = argument.last, let unit = Self.units[last],
      let count = Numbers.parseDouble(argument.dropLast()), count >= 0, count <= 1e6
    else { return nil }
    seconds = count * unit
  }

  /// `45 days`, `3 hours`: whole units, rounded down.
  static func words(_ seconds: Double) -> String {
    for (name, unit) in [("day", 86_400.0), ("hour", 3600), ("minute", 60)]
    where seconds >= unit {
      let count = Int(seconds / unit)
      return "\(count) \(name)\(count == 1 ? "" : "s")"
    }
    return "less than a minute"
  }
}
