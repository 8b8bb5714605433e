import Glibc

/// Intervals of equal width (of equal ratio on a logarithmic axis), on round numbers.
struct Bins {
  /// One more than there are bins.
  let edges: [Double]
  private let isLog: Bool

  static let countMax = 200

  /// `isWhole`: the values are ints, and no bin is narrower than one of them.
  init(
    _ values: [Double], kind: Channel.Kind, isWhole: Bool, count wanted: Int?, isLog: Bool = false
  ) {
    self.isLog = isLog
    var (lower, upper) = (Double.infinity, -Double.infinity)
    for value in values where value.isFinite {
      lower = min(lower, value)
      upper = max(upper, value)
    }
    guard lower <= upper else {
      edges = [0, 1]
      return
    }
    if isLog, lower > 0 {
      let (from, to) = (log10(lower), max(log10(upper), log10(lower) + 0.1))
      let count = wanted ?? 20
      edges = (0...count).map { pow(10, from + (to - from) * Double($0) / Double(count)) }
      return
    }
    if lower == upper {
      let half = max(lower.magnitude * 0.05, isWhole ? 0.5 : 0, lower == 0 ? 0.5 : 0)
      edges = [lower - half, upper + half]
      return
    }
    if let wanted {
      // As many as were asked for: on the ends of the data.
      let (from, to) = isWhole ? (lower - 0.5, upper + 0.5) : (lower, upper)
      edges = (0...wanted).map { from + (to - from) * Double($0) / Double(wanted) }
      return
    }
    edges = Self.round(values, lower, upper, kind, isWhole)
  }

  private static func round(
    _ values: [Double], _ lower: Double, _ upper: Double, _ kind: Channel.Kind, _ isWhole: Bool
  ) -> [Double] {
    let count = freedmanDiaconis(values, lower, upper)
    if case .moment(let moment) = kind {
      return MomentTicks(moment, lower: lower, upper: upper, count: count).edges()
    }
    var format = NumberFormat.plain
    if case .number(let own) = kind { format = own }
    var step = Ticks.step(lower, upper, count: count, format)
    if isWhole {
      step = max(1, step.rounded())
      // Whole numbers stand in the middle of a bin of their own.
      if step == 1 { return stride(from: lower - 0.5, through: upper + 0.5, by: 1).map { $0 } }
    }
    let first = (lower / step + 1e-9).rounded(.down)
    var last = (upper / step - 1e-9).rounded(.up)
    // The greatest value belongs to the last bin unless a whole number begins a new one.
    if isWhole, upper >= last * step { last += 1 }
    let binCount = max(1, Int(last - first))
    return (0...binCount).map { (first + Double($0)) * step }
  }

  /// Twice the distance of the quartiles over the cube root of the count; between 8 and 50 bins.
  private static func freedmanDiaconis(
    _ values: [Double], _ lower: Double, _ upper: Double
  ) -> Int {
    var known = values.filter { $0.isFinite }
    if known.count > 20_000 {
      let stride = known.count / 20_000 + 1
      known = Swift.stride(from: 0, to: known.count, by: stride).map { known[$0] }
    }
    known.sort()
    let total = Double(values.count)
    let range = Quantiles.of(known, 0.75) - Quantiles.of(known, 0.25)
    let width = 2 * range / pow(total, 1.0 / 3)
    guard width > 0 else { return 20 }
    return max(8, min(50, Int(((upper - lower) / width).rounded(.up))))
  }

  var count: Int { edges.count - 1 }

  /// The bin of a value; nil outside of all.
  func place(_ value: Double) -> Int? {
    guard value >= edges[0], value <= edges[count] else { return nil }
    var guess: Int
    if isLog {
      let (from, to) = (log10(edges[0]), log10(edges[count]))
      guess = Int((log10(value) - from) / (to - from) * Double(count))
    } else {
      guess = Int((value - edges[0]) / (edges[count] - edges[0]) * Double(count))
    }
    guess = max(0, min(count - 1, guess))
    while guess > 0, value < edges[guess] { guess -= 1 }
    while guess < count - 1, value >= edges[guess + 1] { guess += 1 }
    return guess
  }
}

/// Quantiles by linear interpolation, as the language's `quantile` has them.
enum Quantiles {
  /// Of sorted numbers; 0 of none.
  static func of(_ sorted: [Double], _ share: Double) -> Double {
    guard let last = sorted.indices.last else { return 0 }
    let place = share * Double(last)
    let low = Int(place)
    let high = min(low + 1, last)
    return sorted[low] + (sorted[high] - sorted[low]) * (place - Double(low))
  }
}
