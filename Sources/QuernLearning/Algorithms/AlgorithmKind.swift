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

  package init(
    name: String, summary: String, parameters: [ParameterKind], tasks: [LearningTask],
    acceptsMissing: Bool, runsInHelper: Bool
  ) {
    self.name = name
    self.summary = summary
    self.parameters = parameters
    self.tasks = tasks
    self.acceptsMissing = acceptsMissing
    self.runsInHelper = runsInHelper
  }

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
  }

  package var name: String
  package var kind: Kind
  /// Nil: not set, the algorithm decides.
  package var defaultValue: Scalar?
  package var aliases: [String]
  package var summary: String

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
