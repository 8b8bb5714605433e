package import QuernTable

/// One algorithm that `train` knows: its name, parameters and what it can predict.
package struct AlgorithmKind: Sendable {
  package var name: String
  /// One sentence, for help and completion.
  package var summary: String
  package var parameters: [ParameterKind]
  package var tasks: [LearningTask]
  /// Whether a null feature is a value that the algorithm knows what to do with.
  package var acceptsMissing: Bool
  /// Whether it runs in the helper process.
  package var runsInHelper: Bool
  /// Whether rows may count more or less than one.
  package var acceptsWeights: Bool
  /// Whether columns that no step made numbers are passed over, not refused.
  package var skipsUnprepared: Bool
  /// What other libraries call a parameter that is not here, and why it is not.
  package var refusals: [String: String]
  /// What else it may be called.
  package var otherNames: [String]
  /// An example for the manual.
  package var example: String
  let fit: @Sendable (AlgorithmFit) throws(LearningError) -> AlgorithmFit.Outcome

  init(
    name: String, summary: String, parameters: [ParameterKind], tasks: [LearningTask],
    acceptsMissing: Bool = false, runsInHelper: Bool = false, acceptsWeights: Bool = true,
    skipsUnprepared: Bool = false, refusals: [String: String] = [:], otherNames: [String] = [],
    example: String? = nil,
    fit: @escaping @Sendable (AlgorithmFit) throws(LearningError) -> AlgorithmFit.Outcome
  ) {
    self.name = name
    self.summary = summary
    self.parameters = parameters
    self.tasks = tasks
    self.acceptsMissing = acceptsMissing
    self.runsInHelper = runsInHelper
    self.acceptsWeights = acceptsWeights
    self.skipsUnprepared = skipsUnprepared
    self.refusals = refusals
    self.otherNames = otherNames
    self.example = example ?? "\(name)()"
    self.fit = fit
  }

  /// Whether it learns a target.
  package var needsTarget: Bool { tasks.allSatisfy(\.hasTarget) }

  /// The parameter called `name`, or that has it as another name.
  package func parameter(named name: String) -> ParameterKind? {
    parameters.first { $0.name == name || $0.aliases.contains(name) }
  }
}

/// One parameter of an algorithm: its type, its limits and what it is when not given.
package struct ParameterKind: Sendable {
  package enum Kind: Hashable, Sendable {
    /// Limits are inclusive; nil is open.
    case int(minimum: Int64?, maximum: Int64?)
    case float(minimum: Double?, maximum: Double?, minimumIsExcluded: Bool)
    case bool
    case choice([String])
    /// One word or a list of words out of these.
    case choices([String])
    case text
    case intList
    /// An int or a list of ints, each within these limits.
    case ints(minimum: Int64, maximum: Int64)
    /// A whole number is a count; a fraction above 0, at most 1.0, a share; or one of these words.
    case countOrShare([String])
    /// A number of at least 0, or one of these words.
    case numberOrWord([String])
    /// Whatever another library takes there: it is not looked at.
    case anything
  }

  package var name: String
  package var kind: Kind
  /// Nil: not set, the algorithm decides.
  package var defaultValue: Scalar?
  package var aliases: [String]
  package var summary: String
  /// Why it is taken and changes nothing; nil of a parameter that does.
  package var withoutEffect: String?
  /// Words that other libraries know there, and why they are not known here.
  package var refusedWords: [String: String] = [:]

  package init(
    _ name: String, _ kind: Kind, default defaultValue: Scalar? = nil, aliases: [String] = [],
    _ summary: String
  ) {
    self.name = name
    self.kind = kind
    self.defaultValue = defaultValue
    self.aliases = aliases
    self.summary = summary
  }

  /// A parameter of another library that is taken and changes nothing.
  package static func withoutEffect(
    _ name: String, aliases: [String] = [], _ why: String
  ) -> ParameterKind {
    var parameter = ParameterKind(name, .anything, aliases: aliases, "No effect here: \(why).")
    parameter.withoutEffect = why
    return parameter
  }

  /// The same parameter, telling of words that it does not know.
  package func refusing(_ words: [String: String]) -> ParameterKind {
    var parameter = self
    parameter.refusedWords = words
    return parameter
  }

  /// What a value must be, in words: "an int of at least 1".
  package var expectation: String {
    switch kind {
    case .int(let low, let high):
      "an int" + Self.limits(low.map(String.init), high.map(String.init))
    case .float(let low, let high, let open):
      "a number" + Self.limits(low.map { "\($0)" }, high.map { "\($0)" }, open: open)
    case .bool: "true or false"
    case .choice(let names): "one of " + names.joined(separator: ", ")
    case .choices(let names): "one or more of " + names.joined(separator: ", ")
    case .text: "a text"
    case .intList: "a list of ints"
    case .ints(let low, let high): "an int or a list of ints, each from \(low) to \(high)"
    case .countOrShare(let names):
      (["an int of at least 1", "a share above 0.0, at most 1.0"] + names).joined(
        separator: ", or ")
    case .numberOrWord(let names):
      (["a number of at least 0.0"] + names).joined(separator: ", or ")
    case .anything: "anything"
    }
  }

  private static func limits(_ low: String?, _ high: String?, open: Bool = false) -> String {
    switch (low, high) {
    case (nil, nil): ""
    case (let low?, nil): open ? " above \(low)" : " of at least \(low)"
    case (nil, let high?): " of at most \(high)"
    case (let low?, let high?): open ? " above \(low), at most \(high)" : " from \(low) to \(high)"
    }
  }
}
