/// What a model predicts.
package enum LearningTask: String, Hashable, Sendable, CaseIterable {
  case regression
  case binary
  case multiclass
  /// The group that a row lies in.
  case clustering
  /// Fewer numbers that stand for the features.
  case projection

  package var isClassification: Bool { self == .binary || self == .multiclass }
  package var hasTarget: Bool { self != .clustering && self != .projection }

  /// The tasks with a target to learn.
  package static let supervised: [LearningTask] = [.regression, .binary, .multiclass]
}

/// What the user asked for with `task:`.
package enum TaskChoice: String, Hashable, Sendable, CaseIterable {
  case auto
  case classification
  case regression
}
