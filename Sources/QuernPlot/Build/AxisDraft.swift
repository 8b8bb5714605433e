import Glibc
import QuernText

/// An axis while layers are added to it.
struct AxisDraft {
  private(set) var kind: Channel.Kind?
  /// Of the first layer that gave one.
  var title: String?
  private(set) var lower = Double.infinity
  private(set) var upper = -Double.infinity
  private(set) var labels: [String] = []
  var isLog = false
  /// How far the axis goes beyond what it shows, as a share.
  var margin = 0.0
  /// Ends on round numbers.
  var isRound = false
  let name: String

  init(_ name: String) { self.name = name }

  /// Says what a layer has on this axis; two layers must agree.
  mutating func take(_ channel: Channel.Kind, title: String?) throws(PlotError) {
    if let kind, kind != channel {
      guard let common = Self.common(kind, channel) else {
        throw .axisKinds(name, Self.word(kind), Self.word(channel))
      }
      self.kind = common
    } else {
      kind = channel
    }
    if self.title == nil { self.title = title }
  }

  /// Ints, floats and shares stand on one axis.
  private static func common(_ a: Channel.Kind, _ b: Channel.Kind) -> Channel.Kind? {
    let formats: [NumberFormat] = [.plain, .whole, .share]
    guard case .number(let one) = a, case .number(let other) = b, formats.contains(one),
      formats.contains(other)
    else { return nil }
    return .number(one == .share || other == .share ? .share : .plain)
  }

  private static func word(_ kind: Channel.Kind) -> String {
    switch kind {
    case .number(.plain), .number(.whole), .number(.share): "a number"
    case .number(.bytes): "a size"
    case .number(.duration): "a duration"
    case .moment(let kind): "a \(kind.rawValue)"
    case .label: "text"
    }
  }

  mutating func include(_ value: Double) {
    guard value.isFinite else { return }
    lower = min(lower, value)
    upper = max(upper, value)
  }

  mutating func include(_ values: [Double]) {
    for value in values { include(value) }
  }

  /// The place of a label, which is added where it is new.
  mutating func place(_ label: String) -> Double {
    if let place = labels.firstIndex(of: label) { return Double(place) }
    labels.append(label)
    return Double(labels.count - 1)
  }

  /// The places of a channel's levels, in the channel's order.
  mutating func places(_ channel: Channel, order: [Int]? = nil) -> [Double] {
    var places = [Double](repeating: 0, count: channel.levels.count)
    for level in order ?? Array(channel.levels.indices) {
      places[level] = place(channel.levels[level])
    }
    return places
  }

  /// Labels from top to bottom: the first one stands where reading begins.
  mutating func reverse() { labels.reverse() }

  func axis(title override: String?) throws(PlotError) -> Axis {
    let title = override ?? title
    guard let kind else {
      return Axis(title: title, scale: .number(.plain, lower: 0, upper: 1, isLog: false))
    }
    switch kind {
    case .label: return Axis(title: title, scale: .band(labels))
    case .moment(let kind):
      let (low, high) = widened(minimum: 1)
      return Axis(title: title, scale: .moment(kind, lower: low, upper: high))
    case .number(let format):
      if isLog {
        guard lower > 0 else { throw .logOfNone(name) }
        return Axis(title: title, scale: logarithmic(format))
      }
      var (low, high) = widened(minimum: 0)
      if isRound {
        let step = Ticks.step(low, high, count: 6, format)
        low = (low / step).rounded(.down) * step
        high = (high / step).rounded(.up) * step
      }
      return Axis(title: title, scale: .number(format, lower: low, upper: high, isLog: false))
    }
  }

  private func logarithmic(_ format: NumberFormat) -> Scale {
    let share = max(log10(upper) - log10(lower), 0.1) * margin
    return .number(
      format, lower: pow(10, log10(lower) - share), upper: pow(10, log10(upper) + share),
      isLog: true)
  }

  /// The ends with their margin; never the same number twice.
  private func widened(minimum: Double) -> (Double, Double) {
    guard lower <= upper else { return (0, 1) }
    if lower == upper {
      let half = max(lower.magnitude * 0.05, minimum, lower == 0 ? 1 : 0)
      return (lower - half, upper + half)
    }
    let more = (upper - lower) * margin
    // A margin does not reach across zero: nothing is there.
    let low = lower >= 0 && lower - more < 0 ? min(lower, 0) : lower - more
    let high = upper <= 0 && upper + more > 0 ? max(upper, 0) : upper + more
    return (low, high)
  }
}
