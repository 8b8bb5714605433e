import QuernTable

/// The colours while layers are added to a plot.
struct KeyDraft {
  /// Classes that have a colour of their own.
  static let classCountMax = 7

  private(set) var title = ""
  private(set) var labels: [String] = []
  private(set) var isOrdered = false
  private(set) var hasOther = false
  private(set) var otherCount = 0
  var gradient: ColorKey?

  /// The shade of each level of a channel. The most frequent levels get the colours where there
  /// are too many.
  mutating func shades(_ channel: Channel) -> [Shade] {
    if labels.isEmpty {
      title = channel.title
      isOrdered = channel.isOrdered && channel.type != .bool && channel.levels.count > 2
      var kept = Array(channel.levels.indices)
      if kept.count > Self.classCountMax {
        kept = Self.mostFrequent(channel, count: Self.classCountMax - 1)
        hasOther = true
        otherCount = channel.levels.count - kept.count
        isOrdered = false
      }
      labels = kept.map { channel.levels[$0] }
    }
    var shades: [Shade] = []
    for level in channel.levels {
      if let place = labels.firstIndex(of: level) {
        shades.append(.level(place))
      } else if labels.count < Self.classCountMax, !hasOther {
        labels.append(level)
        shades.append(.level(labels.count - 1))
      } else {
        hasOther = true
        shades.append(.other)
      }
    }
    return shades
  }

  private static func mostFrequent(_ channel: Channel, count: Int) -> [Int] {
    var counts = [Int](repeating: 0, count: channel.levels.count)
    for value in channel.values { counts[Int(value)] += 1 }
    let order = counts.indices.sorted { (counts[$1], $0) < (counts[$0], $1) }
    return order.prefix(count).sorted()
  }

  var key: ColorKey? {
    if let gradient { return gradient }
    guard !labels.isEmpty else { return nil }
    let other = hasOther ? ["other" + (otherCount > 1 ? " (\(otherCount))" : "")] : []
    return .classes(title: title, labels: labels + other, isOrdered: isOrdered)
  }
}
