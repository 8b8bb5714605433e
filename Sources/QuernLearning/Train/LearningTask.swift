/// What a model predicts.
package enum LearningTask: String, Hashable, Sendable, CaseIterable {
  case regression
  case binary
  case multiclass

  package var isClassification: Bool { self != .regression }
}

/// What the user asked for with `task:`.
package enum TaskChoice: String, Hashable, Sendable, CaseIterable {
  case auto
  case classification
  case regression
}
