import Glibc
import QuernText

/// Places on an axis that are easy to read, and their texts.
struct Tick: Hashable {
  var value: Double
  var text: String
  /// The year of a day, the day of an hour: where it changes.
  var context: String?
}

enum Ticks {
  /// About `count` ticks of a scale; labels of a band stand at their places.
  static func of(_ scale: Scale, count: Int) -> [Tick] {
    switch scale {
    case .number(let format, let lower, let upper, let isLog):
      isLog
        ? format == .bytes
          ? powersOfTwo(lower, upper, count) : logarithmic(lower, upper, count, format)
        : numbers(lower, upper, count, format)
    case .moment(let kind, let lower, let upper):
      MomentTicks(kind, lower: lower, upper: upper, count: count).ticks()
    case .band(let labels):
      labels.enumerated().map { Tick(value: Double($0), text: $1) }
    }
  }

  /// 1, 2 or 5 times a power of ten (for sizes of two; for durations a round number of a unit), so
  /// that about `count` of them fit.
  static func step(
    _ lower: Double, _ upper: Double, count: Int, _ format: NumberFormat
  ) -> Double {
    let rough = (upper - lower) / Double(max(1, count))
    guard rough > 0, rough.isFinite else { return 1 }
    switch format {
    case .plain, .share: return decimal(rough)
    case .whole: return max(1, decimal(rough))
    case .bytes:
      var unit = 1.0
      while rough >= unit * 512, unit < 1e18 { unit *= 1_024 }
      let power = pow(2, log2(rough / unit).rounded(.up))
      return rough < unit ? unit : unit * power
    case .duration:
      let units = [
        1e6, 2e6, 5e6, 10e6, 15e6, 30e6, 60e6, 120e6, 300e6, 600e6, 900e6, 1_800e6, 3_600e6,
        7_200e6, 10_800e6, 21_600e6, 43_200e6, 86_400e6,
      ]
      if rough < 1e6 { return decimal(rough) }
      if let unit = units.first(where: { $0 >= rough * 0.75 }) { return unit }
      return decimal(rough / 86_400e6) * 86_400e6
    }
  }

  private static func decimal(_ rough: Double) -> Double {
    let power = pow(10, log10(rough).rounded(.down))
    let share = rough / power
    let factor = share < 1.5 ? 1.0 : share < 3.2 ? 2.0 : share < 7.1 ? 5.0 : 10.0
    return factor * power
  }

  private static func numbers(
    _ lower: Double, _ upper: Double, _ count: Int, _ format: NumberFormat
  ) -> [Tick] {
    let step = step(lower, upper, count: count, format)
    let tolerance = step * 1e-9
    var ticks: [Tick] = []
    var place = ((lower - tolerance) / step).rounded(.up)
    while place * step <= upper + tolerance, ticks.count < 100 {
      // A whole multiple divided by a power of ten is the number that was meant.
      let value = exact(place, step)
      ticks.append(Tick(value: value, text: text(value, step: step, format)))
      place += 1
    }
    return ticks
  }

  private static func exact(_ place: Double, _ step: Double) -> Double {
    if place == 0 { return 0 }
    guard step < 1 else { return place * step }
    let power = pow(10, (-log10(step)).rounded(.up) + 1)
    return (place * (step * power).rounded()) / power
  }

  private static func powersOfTwo(_ lower: Double, _ upper: Double, _ count: Int) -> [Tick] {
    guard lower > 0, upper > lower else { return [] }
    let (first, last) = (Int(log2(lower).rounded(.up)), Int(log2(upper).rounded(.down)))
    let rough = Double(last - first) / Double(max(1, count))
    let step = [1, 2, 5, 10, 20].first { Double($0) >= rough } ?? 20
    let powers = (first...max(first, last)).filter { $0 % step == 0 && $0 >= 0 && $0 <= last }
    guard powers.count > 1 else { return numbers(lower, upper, count, .bytes) }
    return powers.map { power in
      let value = pow(2, Double(power))
      return Tick(value: value, text: text(value, step: value, .bytes))
    }
  }

  private static func logarithmic(
    _ lower: Double, _ upper: Double, _ count: Int, _ format: NumberFormat
  ) -> [Tick] {
    guard lower > 0, upper > lower else { return [] }
    let (first, last) = (Int(log10(lower).rounded(.down)), Int(log10(upper).rounded(.up)))
    let decades = log10(upper) - log10(lower)
    let factors: [Double] =
      decades * 3 <= Double(count) * 1.3
      ? [1, 2, 5] : decades * 2 <= Double(count) * 1.3 ? [1, 3] : [1]
    let stride = max(1, Int((decades / Double(max(1, count))).rounded(.up)))
    var ticks: [Tick] = []
    for power in first...last where factors.count > 1 || (power - first) % stride == 0 {
      for factor in factors {
        let value = power < 0 ? factor / pow(10, Double(-power)) : factor * pow(10, Double(power))
        if value >= lower * (1 - 1e-9), value <= upper * (1 + 1e-9) {
          let own = format == .duration || format == .share ? format : .plain
          ticks.append(Tick(value: value, text: text(value, step: value, own)))
        }
      }
    }
    if ticks.count < 2 { return numbers(lower, upper, count, .plain) }
    return ticks
  }

  /// A number with as many places as its neighbours at that step need.
  static func text(_ value: Double, step: Double, _ format: NumberFormat) -> String {
    let sign = value < 0 ? "−" : ""
    let size = value.magnitude
    switch format {
    case .bytes: return sign + Numbers.bytes(Int(min(size, 9e18)))
    case .duration: return sign + (size == 0 ? "0" : duration(size))
    case .share:
      let places = step * 100 >= 1 ? 0 : 1
      return sign + Numbers.fixed(size * 100, places: places) + " %"
    case .plain, .whole:
      if size == 0 { return "0" }
      if size >= 1e9 || size < 1e-4 || step < 1e-6 {
        return sign + scientific(size)
      }
      if size >= 1e6, step >= 1e4 {
        return sign + trimmed(Numbers.fixed(size / 1e6, places: 2)) + " M"
      }
      let places = step >= 1 ? 0 : Int((-log10(step) - 1e-9).rounded(.up))
      let whole = size.rounded(.down)
      let fixed = Numbers.fixed(size, places: places)
      // Four digits stay together: they may be a year.
      guard whole >= 10_000 else { return sign + fixed }
      let fraction = fixed.drop { $0 != "." }
      let front = places == 0 ? size.rounded() : whole
      return sign + Numbers.grouped(Int64(front)) + fraction
    }
  }

  /// `10 min 0 s` is `10 min` on an axis.
  private static func duration(_ microseconds: Double) -> String {
    let text = Numbers.seconds(microseconds / 1e6)
    for end in [" 0 s", " 0 min", " 0 h"] where text.hasSuffix(end) {
      return String(text.dropLast(end.count))
    }
    return text
  }

  private static func trimmed(_ text: String) -> String {
    var text = text
    guard text.contains(".") else { return text }
    while text.hasSuffix("0") { text.removeLast() }
    if text.hasSuffix(".") { text.removeLast() }
    return text
  }

  private static func scientific(_ value: Double) -> String {
    let power = Int(log10(value).rounded(.down))
    let factor = power < 0 ? value * pow(10, Double(-power)) : value / pow(10, Double(power))
    return trimmed(Numbers.fixed(factor, places: 2)) + "e\(power)"
  }
}
