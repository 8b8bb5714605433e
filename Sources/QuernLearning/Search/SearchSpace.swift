import Glibc
package import QuernTable
package import QuernText

/// The parameters that `tune` may choose: `xgboost(max_depth: 3..10, eta: log(0.01..0.3))`.
///
/// A range stands in an `AlgorithmSpec` as a struct of `from` and `to`, with `scale` where it is
/// logarithmic; values to choose from stand as a list.
package struct SearchSpace: Sendable {
  /// One parameter that is open.
  package struct Axis: Sendable {
    package let name: String
    package let choice: Choice
  }

  package enum Choice: Sendable {
    case values([Scalar])
    case ints(ClosedRange<Int64>, isLog: Bool)
    case floats(ClosedRange<Double>, isLog: Bool)
  }

  /// What is fixed.
  package let base: AlgorithmSpec
  package let axes: [Axis]

  /// The parameters of `spec` that are open; every value that they can take is checked.
  package init(_ spec: AlgorithmSpec) throws(LearningError) {
    guard let kind = Algorithms.kind(named: spec.name) else {
      throw .unknownAlgorithm(spec.name, known: Algorithms.all.map(\.name))
    }
    var fixed = AlgorithmSpec(name: spec.name)
    var axes: [Axis] = []
    for (name, value) in spec.parameters {
      guard let parameter = kind.parameter(named: name), parameter.isOpen(value) else {
        fixed.parameters.append((name, value))
        continue
      }
      axes.append(Axis(name: name, choice: try parameter.choice(value, of: spec.name)))
    }
    base = fixed
    self.axes = axes
    _ = try Algorithms.check(
      at { axis in
        switch axis.choice {
        case .values(let values): values[0]
        case .ints(let range, _): .int(range.lowerBound)
        case .floats(let range, _): .float(range.lowerBound)
        }
      })
  }

  /// How many combinations there are; nil where a range of floats is open.
  package var gridCount: Int? {
    var count = 1
    for axis in axes {
      let size: Int
      switch axis.choice {
      case .values(let values): size = values.count
      case .ints(let range, isLog: false):
        size = Int(clamping: range.upperBound.subtractingReportingOverflow(range.lowerBound).0) + 1
      case .ints, .floats: return nil
      }
      let (product, overflow) = count.multipliedReportingOverflow(by: size)
      guard !overflow, product < 1 << 40 else { return nil }
      count = product
    }
    return count
  }

  /// Whether every open parameter is a list.
  package var isOfLists: Bool {
    axes.allSatisfy { if case .values = $0.choice { true } else { false } }
  }

  /// Combination `index` of the grid; the last parameter changes fastest.
  package func grid(_ index: Int) -> AlgorithmSpec {
    var rest = index
    var chosen: [String: Scalar] = [:]
    for axis in axes.reversed() {
      switch axis.choice {
      case .values(let values):
        chosen[axis.name] = values[rest % values.count]
        rest /= values.count
      case .ints(let range, _):
        let size = Int(range.upperBound - range.lowerBound) + 1
        chosen[axis.name] = .int(range.lowerBound + Int64(rest % size))
        rest /= size
      case .floats(let range, _): chosen[axis.name] = .float(range.lowerBound)
      }
    }
    return at { chosen[$0.name] ?? .null }
  }

  /// A combination drawn at random.
  package func drawn(_ random: RandomStream) -> AlgorithmSpec {
    var draw: UInt64 = 0
    return at { axis in
      defer { draw += 1 }
      return axis.choice.drawn(random, draw)
    }
  }

  /// The parameters as the user wrote them, the open ones chosen.
  private func at(_ choose: (Axis) -> Scalar) -> AlgorithmSpec {
    var spec = base
    for axis in axes { spec.parameters.append((axis.name, choose(axis))) }
    return spec
  }
}

extension SearchSpace.Choice {
  fileprivate func drawn(_ random: RandomStream, _ draw: UInt64) -> Scalar {
    switch self {
    case .values(let values): return values[Int(random.below(UInt64(values.count), draw))]
    case .ints(let range, isLog: false):
      let size = UInt64(bitPattern: range.upperBound &- range.lowerBound) &+ 1
      return .int(range.lowerBound &+ Int64(bitPattern: random.below(size, draw)))
    case .ints(let range, isLog: true):
      let (low, high) = (Double(range.lowerBound), Double(range.upperBound))
      let value = Logarithmic.between(low, high, random.uniform(draw)).rounded()
      return .int(Int64(min(max(value, low), high)))
    case .floats(let range, isLog: let isLog):
      let (low, high) = (range.lowerBound, range.upperBound)
      let share = random.uniform(draw)
      let value = isLog ? Logarithmic.between(low, high, share) : low + (high - low) * share
      // Four digits: the same model for the reader who types them in again.
      let text = Numbers.significant(value, digits: 4)
      return .float(min(max(Double(text) ?? value, low), high))
    }
  }

  /// Whether `value` is at an end of the range, with the end's name; nil inside, or of a list.
  package func end(_ value: Scalar) -> String? {
    guard let number = value.doubleValue else { return nil }
    let ends: (low: Double, high: Double)
    switch self {
    case .values: return nil
    case .ints(let range, _): ends = (Double(range.lowerBound), Double(range.upperBound))
    case .floats(let range, _): ends = (range.lowerBound, range.upperBound)
    }
    guard ends.low < ends.high else { return nil }
    let near = (ends.high - ends.low) * 1e-9
    return number <= ends.low + near ? "lower" : number >= ends.high - near ? "upper" : nil
  }
}

/// Numbers between two ends by the logarithm.
enum Logarithmic {
  static func between(_ low: Double, _ high: Double, _ share: Double) -> Double {
    guard low > 0 else { return low }
    return low * pow(high / low, share)
  }
}

extension ParameterKind {
  /// Whether `value` leaves the parameter open for `tune`.
  func isOpen(_ value: Scalar) -> Bool {
    switch (kind, value) {
    case (.anything, _): return false
    case (_, .structure): return true
    case (.intList, .list(let items)), (.ints, .list(let items)):
      return items.contains { if case .list = $0 { true } else { false } }
    case (.choices, .list(let items)):
      return items.contains { if case .list = $0 { true } else { false } }
    case (_, .list): return true
    default: return false
    }
  }

  /// The values that the parameter may take.
  func choice(_ value: Scalar, of algorithm: String) throws(LearningError) -> SearchSpace.Choice {
    switch value {
    case .list(let items):
      guard !items.isEmpty else {
        throw .badSearch(name, of: algorithm, "the list has no values to choose from")
      }
      var values: [Scalar] = []
      for item in items { values.append(try checked(item, of: algorithm)) }
      return .values(values)
    case .structure(let fields):
      func field(_ name: String) -> Scalar? { fields.first { $0.0 == name }?.1 }
      guard let from = field("from"), let to = field("to"), !from.isNull, !to.isNull else {
        throw .badSearch(name, of: algorithm, "a range has two ends")
      }
      return try range(
        try checked(from, of: algorithm), try checked(to, of: algorithm),
        isLog: field("scale") == .string("log"), of: algorithm)
    default: return .values([try checked(value, of: algorithm)])
    }
  }

  private func range(
    _ from: Scalar, _ to: Scalar, isLog: Bool, of algorithm: String
  ) throws(LearningError) -> SearchSpace.Choice {
    guard let low = from.doubleValue, let high = to.doubleValue else {
      throw .badSearch(name, of: algorithm, "a range is of numbers; give a list of values")
    }
    guard low <= high else {
      throw .badSearch(name, of: algorithm, "the range ends before it starts")
    }
    if isLog, low <= 0 {
      throw .badSearch(name, of: algorithm, "a range on a logarithmic scale starts above 0")
    }
    if case .int(let first) = from, case .int(let last) = to {
      return .ints(first...last, isLog: isLog)
    }
    return .floats(low...high, isLog: isLog)
  }
}

extension AlgorithmSpec {
  /// An open parameter as the user writes it: `3..10`, `log(0.01..0.3)`.
  static func openText(_ value: Scalar) -> String? {
    guard case .structure(let fields) = value,
      let from = fields.first(where: { $0.0 == "from" })?.1,
      let to = fields.first(where: { $0.0 == "to" })?.1
    else { return nil }
    let range = "\(from.literalText)..\(to.literalText)"
    return fields.contains { $0.0 == "scale" } ? "log(\(range))" : range
  }
}

extension LearningError {
  static func openParameter(_ name: String, of algorithm: String, _ text: String) -> LearningError {
    mistake(
      "open-parameter", "`\(name)` of `\(algorithm)` is left open: \(text)",
      hints: [
        "give one value, or let tune choose: let tuned = fit |> tune(\(algorithm)(\(name): "
          + "\(text)), target: .y), then train with tuned.best"
      ], parameter: name)
  }

  static func badSearch(_ name: String, of algorithm: String, _ why: String) -> LearningError {
    mistake(
      "bad-search", "`\(name)` of `\(algorithm)`: \(why)",
      hints: ["as \(name): 3..10, \(name): log(0.01..0.3), or \(name): [1, 2, 5]"],
      parameter: name)
  }
}
