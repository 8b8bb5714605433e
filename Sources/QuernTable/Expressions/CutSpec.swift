import QuernText

/// The classes that `cut` puts values into: everything up to the first break, between two breaks,
/// and beyond the last one.
package struct CutSpec: Hashable, Sendable {
  /// Ascending, without repeats: numbers, or moments of one type.
  package let breaks: [Scalar]
  /// One more than there are breaks.
  package let labels: [String]
  /// Whether a break belongs to the class before it, as in pandas and R.
  package let closesRight: Bool

  /// Nil where breaks and labels do not fit together; see `mistake`.
  package init?(breaks: [Scalar], labels: [String], closesRight: Bool) {
    guard CutSpec.mistake(breaks: breaks, labels: labels) == nil else { return nil }
    self.breaks = breaks
    self.labels = labels
    self.closesRight = closesRight
  }

  /// What is wrong with breaks and labels; nil when nothing is.
  package static func mistake(breaks: [Scalar], labels: [String]?) -> String? {
    guard !breaks.isEmpty else { return "there are no breaks" }
    guard let type = Scalar.commonType(breaks), type.isNumeric || type.isMoment || type == .duration
    else { return "the breaks are numbers or moments of one type" }
    let words = breaks.compactMap { word($0) }
    guard words.count == breaks.count, zip(words, words.dropFirst()).allSatisfy({ $0 < $1 })
    else { return "the breaks ascend, and none is null or repeated" }
    guard let labels else { return nil }
    guard labels.count == breaks.count + 1 else {
      let (breakCount, labelCount) = (breaks.count, labels.count)
      return "\(breakCount) \(breakCount == 1 ? "break makes" : "breaks make") "
        + "\(breakCount + 1) classes, and labels: has \(labelCount)"
    }
    guard Set(labels.map(NameKey.init)).count == labels.count else {
      return "two classes have the same label"
    }
    return nil
  }

  /// `(-inf, 18]`, `(18, 35]`, `(35, inf)`; closed on the left `(-inf, 18)`, `[18, 35)`,
  /// `[35, inf)`.
  package static func intervals(_ breaks: [Scalar], closesRight: Bool) -> [String] {
    var texts = breaks.map { text($0, digits: 4) }
    if Set(texts).count < texts.count { texts = breaks.map(\.text) }
    let (open, close) = closesRight ? ("(", "]") : ("[", ")")
    var labels: [String] = []
    for place in 0...texts.count {
      let low = place == 0 ? "(-inf" : open + texts[place - 1]
      let high = place == texts.count ? "inf)" : texts[place] + close
      labels.append("\(low), \(high)")
    }
    return labels
  }

  /// The inner ends of that many classes of equal width between two values.
  package static func equalWidth(_ low: Double, _ high: Double, count: Int) -> [Scalar] {
    guard count > 1, low < high else { return [] }
    let width = (high - low) / Double(count)
    return (1..<count).map { .float(low + width * Double($0)) }
  }

  private static func text(_ scalar: Scalar, digits: Int) -> String {
    guard case .float(let value) = scalar else { return scalar.text }
    return Numbers.significant(value, digits: digits)
  }

  /// A word in which breaks of one type have their order.
  private static func word(_ scalar: Scalar) -> Double? {
    switch scalar {
    case .int(let value), .date(let value), .datetime(let value), .instant(let value):
      Double(value)
    case .float(let value): value
    case .duration(0, let microseconds): Double(microseconds)
    case .null, .bool, .string, .time, .duration, .size, .list, .structure: nil
    }
  }

  package var type: DataType { .category(levels: labels) }

  /// The breaks as floats, and as the integers behind moments.
  var floats: [Double] { breaks.map { $0.doubleValue ?? 0 } }

  var integers: [Int64] {
    breaks.map { scalar in
      switch scalar {
      case .int(let value), .date(let value), .datetime(let value), .instant(let value),
        .duration(_, let value):
        value
      case .null, .bool, .float, .string, .time, .size, .list, .structure: 0
      }
    }
  }

  /// The number of the class of a value.
  @inline(__always)
  func place<T: Comparable>(_ value: T, among breaks: [T]) -> Int {
    var (low, high) = (0, breaks.count)
    while low < high {
      let middle = (low + high) / 2
      let isBefore = closesRight ? breaks[middle] < value : breaks[middle] <= value
      if isBefore { low = middle + 1 } else { high = middle }
    }
    return low
  }
}

extension CutSpec {
  var json: JSON {
    .members([
      ("breaks", .array(breaks.map { $0.taggedJSON() })),
      ("labels", .array(labels.map { .string($0) })), ("closesRight", .bool(closesRight)),
    ])
  }

  init?(json: JSON) {
    guard let breaks = json["breaks"]?.arrayValue, let labels = json["labels"]?.arrayValue,
      let closesRight = json["closesRight"]?.boolValue
    else { return nil }
    self.init(
      breaks: breaks.compactMap { Scalar(tagged: $0) }, labels: labels.compactMap(\.stringValue),
      closesRight: closesRight)
  }

  /// As it stands in the language, behind the value.
  var text: String {
    let list = breaks.map(\.literalText).joined(separator: ", ")
    let own = CutSpec.intervals(breaks, closesRight: closesRight) != labels
    let names = labels.map { Scalar.quoted($0) }.joined(separator: ", ")
    return "[\(list)]" + (own ? ", labels: [\(names)]" : "")
      + (closesRight ? "" : ", closed: left")
  }
}
