import Glibc

/// From the values of an axis to places on paper; `start` may lie beyond `end`.
struct Projection {
  let scale: Scale
  let start: Double
  let end: Double
  private let lower: Double
  private let upper: Double

  init(_ scale: Scale, start: Double, end: Double) {
    self.scale = scale
    self.start = start
    self.end = end
    switch scale {
    case .number(_, let low, let high, let isLog):
      lower = isLog ? log10(max(low, .leastNormalMagnitude)) : low
      upper = isLog ? log10(max(high, .leastNormalMagnitude)) : high
    case .moment(_, let low, let high): (lower, upper) = (low, high)
    case .band(let labels): (lower, upper) = (-0.5, Double(labels.count) - 0.5)
    }
  }

  func callAsFunction(_ value: Double) -> Double {
    var value = value
    if case .number(_, _, _, isLog: true) = scale { value = log10(max(value, 1e-300)) }
    guard upper > lower else { return (start + end) / 2 }
    return start + (value - lower) / (upper - lower) * (end - start)
  }

  /// Where bars begin: at zero, or at the edge where the axis does not reach it.
  var base: Double {
    switch scale {
    case .number(_, _, _, isLog: true): start
    case .number(_, let low, let high, _): self(max(low, min(high, 0)))
    case .moment, .band: start
    }
  }

  /// Whether bars go both ways.
  var crossesZero: Bool {
    guard case .number(_, let low, let high, isLog: false) = scale else { return false }
    return low < 0 && high > 0
  }

  var isBand: Bool {
    if case .band = scale { return true }
    return false
  }
}

extension Scale {
  /// A value as the axis writes it, for tooltips and labels in text.
  func text(_ value: Double) -> String {
    switch self {
    case .number(let format, let lower, let upper, _):
      Ticks.text(value, step: max((upper - lower).magnitude, value.magnitude) / 1_000, format)
        .droppingZeros
    case .moment(let kind, _, _): MomentTicks.text(value, kind)
    case .band(let labels):
      labels.indices.contains(Int(value.rounded())) ? labels[Int(value.rounded())] : ""
    }
  }
}

extension String {
  /// `2.500` as `2.5`, `3.0` as `3`; what ends in a unit stays.
  var droppingZeros: String {
    guard contains("."), utf8.last == UInt8(ascii: "0") else { return self }
    var text = self
    while text.utf8.last == UInt8(ascii: "0") { text.removeLast() }
    if text.utf8.last == UInt8(ascii: ".") { text.removeLast() }
    return text
  }
}
