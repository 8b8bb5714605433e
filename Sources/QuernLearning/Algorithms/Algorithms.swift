package import QuernTable
import QuernText

/// The algorithms that `train` knows, and the check of what a user gave them.
///
/// ```
/// let spec = AlgorithmSpec(name: "xgboost", parameters: [("eta", .float(0.1))])
/// let checked = try Algorithms.check(spec)
/// checked["eta"]        // .float(0.1)
/// checked["max_depth"]  // .int(6), its default
/// ```
package enum Algorithms {
  package static let all: [AlgorithmKind] = [
    .xgboost, .linear, .logistic, .linearLearner, .forest, .knn, .bayes, .mlp, .baseline, .kmeans,
    .pca,
  ]

  /// The algorithm called `name`.
  package static func kind(named name: String) -> AlgorithmKind? {
    all.first { $0.name == name || $0.otherNames.contains(name) }
  }

  /// The algorithm with every parameter known, of its type and within its limits.
  package static func check(_ spec: AlgorithmSpec) throws(LearningError) -> CheckedAlgorithm {
    guard let kind = kind(named: spec.name) else {
      throw .unknownAlgorithm(spec.name, known: all.map(\.name))
    }
    var given: [(name: String, value: Scalar)] = []
    var idle: [(name: String, why: String)] = []
    for (name, value) in spec.parameters {
      guard let parameter = kind.parameter(named: name) else {
        if let reason = kind.refusals[name] {
          throw .unsupportedParameter(name, of: spec.name, reason: reason)
        }
        let known = kind.parameters.flatMap { [$0.name] + $0.aliases }
        throw .unknownParameter(name, of: spec.name, known: known)
      }
      if let why = parameter.withoutEffect {
        idle.append((name, why))
        continue
      }
      if given.contains(where: { $0.name == parameter.name }) {
        throw .repeatedParameter(parameter.name, of: spec.name)
      }
      if value.isNull { continue }
      if parameter.isOpen(value) {
        throw .openParameter(
          name, of: spec.name, AlgorithmSpec.openText(value) ?? value.literalText)
      }
      given.append((parameter.name, try parameter.checked(value, of: spec.name)))
    }
    return CheckedAlgorithm(kind: kind, given: given, notes: idleNotes(idle))
  }

  /// `epochs`, `learning_rate`: no effect, …
  private static func idleNotes(_ idle: [(name: String, why: String)]) -> [String] {
    var reasons: [String] = []
    for one in idle where !reasons.contains(one.why) { reasons.append(one.why) }
    return reasons.map { why in
      let names = idle.filter { $0.why == why }.map { "`\($0.name)`" }
      return "\(names.joined(separator: ", ")): no effect, \(why)"
    }
  }
}

/// An algorithm whose parameters have been checked: there is no second check.
package struct CheckedAlgorithm: Sendable {
  package let kind: AlgorithmKind
  /// What the user said, by canonical names, in the order of the algorithm's own list.
  package let given: [(name: String, value: Scalar)]

  /// What is to be said of parameters that have no effect here.
  let notes: [String]

  fileprivate init(
    kind: AlgorithmKind, given: [(name: String, value: Scalar)], notes: [String]
  ) {
    self.kind = kind
    self.notes = notes
    self.given = kind.parameters.compactMap { parameter in
      given.first { $0.name == parameter.name }
    }
  }

  /// What was given for `name`, else its default.
  package subscript(_ name: String) -> Scalar? {
    given.first { $0.name == name }?.value ?? kind.parameter(named: name)?.defaultValue
  }

  /// The same with canonical names and without what equals nothing given.
  package var spec: AlgorithmSpec { AlgorithmSpec(name: kind.name, parameters: given) }

  /// Every parameter that has a value, given or default: what a run records.
  package var effective: [(name: String, value: Scalar)] {
    kind.parameters.compactMap { parameter in
      self[parameter.name].map { (parameter.name, $0) }
    }
  }

  /// What `predictor_type` asks for, where SageMaker's name of the algorithm brought it.
  var task: TaskChoice {
    guard let type = text("predictor_type") else { return .auto }
    return type == "regressor" ? .regression : .classification
  }

  func int(_ name: String) -> Int? {
    guard case .int(let value)? = self[name] else { return nil }
    return Int(value)
  }

  func double(_ name: String) -> Double? { self[name]?.doubleValue }

  func bool(_ name: String) -> Bool? {
    guard case .bool(let value)? = self[name] else { return nil }
    return value
  }

  func text(_ name: String) -> String? {
    guard case .string(let value)? = self[name] else { return nil }
    return value
  }

  /// One int, or the ints of a list.
  func ints(_ name: String) -> [Int] {
    switch self[name] {
    case .int(let value): [Int(value)]
    case .list(let values):
      values.compactMap { if case .int(let value) = $0 { Int(value) } else { nil } }
    default: []
    }
  }

  /// One word, or the words of a list.
  func texts(_ name: String) -> [String] {
    switch self[name] {
    case .string(let value): [value]
    case .list(let values):
      values.compactMap { if case .string(let text) = $0 { text } else { nil } }
    default: []
    }
  }
}

extension ParameterKind {
  /// `value` as this parameter takes it, or the error that says what it must be.
  func checked(_ value: Scalar, of algorithm: String) throws(LearningError) -> Scalar {
    if case .string(let word) = value, let reason = refusedWords[word] {
      throw .unsupportedWord(word, for: name, of: algorithm, reason: reason)
    }
    guard let accepted = accepted(value) else {
      throw .badParameter(
        name, of: algorithm, value: value, expected: expectation, hints: nearestChoice(to: value))
    }
    return accepted
  }

  private func accepted(_ value: Scalar) -> Scalar? {
    switch (kind, value) {
    case (.int(let low, let high), .int(let number)):
      return number >= low ?? .min && number <= high ?? .max ? value : nil
    case (.int(let low, let high), .float(let number)):
      guard let whole = Int64(exactly: number) else { return nil }
      return whole >= low ?? .min && whole <= high ?? .max ? .int(whole) : nil
    case (.float(let low, let high, let open), .int), (.float(let low, let high, let open), .float):
      guard let number = value.doubleValue, number.isFinite else { return nil }
      let aboveLow = low.map { open ? number > $0 : number >= $0 } ?? true
      return aboveLow && number <= high ?? .infinity ? .float(number) : nil
    case (.bool, .bool): return value
    case (.choice(let names), .string(let text)), (.choices(let names), .string(let text)):
      return names.contains(text) ? value : nil
    case (.choices(let names), .list(let items)):
      let known = items.allSatisfy {
        if case .string(let text) = $0 { names.contains(text) } else { false }
      }
      return known && !items.isEmpty ? value : nil
    case (.text, .string): return value
    case (.intList, .list(let items)):
      let ints = items.allSatisfy { if case .int = $0 { true } else { false } }
      return ints ? value : nil
    case (.ints(let low, let high), .int(let number)):
      return (low...high).contains(number) ? value : nil
    case (.ints(let low, let high), .list(let items)):
      let fit = items.allSatisfy {
        if case .int(let number) = $0 { (low...high).contains(number) } else { false }
      }
      return fit && !items.isEmpty ? value : nil
    case (.countOrShare, .int(let number)): return number >= 1 ? value : nil
    case (.countOrShare, .float(let number)): return number > 0 && number <= 1 ? value : nil
    case (.countOrShare(let names), .string(let text)): return names.contains(text) ? value : nil
    case (.numberOrWord, .int), (.numberOrWord, .float):
      guard let number = value.doubleValue, number.isFinite, number >= 0 else { return nil }
      return .float(number)
    case (.numberOrWord(let names), .string(let text)): return names.contains(text) ? value : nil
    case (.anything, _): return value
    case (.int, _), (.float, _), (.bool, _), (.choice, _), (.choices, _), (.text, _),
      (.intList, _), (.ints, _), (.countOrShare, _), (.numberOrWord, _):
      return nil
    }
  }

  private func nearestChoice(to value: Scalar) -> [String] {
    guard case .string(let text) = value else { return [] }
    switch kind {
    case .choice(let names), .choices(let names), .countOrShare(let names),
      .numberOrWord(let names):
      return EditDistance.nearest(text, in: names).map { "did you mean \($0)?" }
    case .int, .float, .bool, .text, .intList, .ints, .anything: return []
    }
  }
}
