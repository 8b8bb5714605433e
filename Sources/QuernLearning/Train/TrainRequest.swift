package import QuernTable

/// All that `train` is told.
package struct TrainRequest: Sendable {
  package var table: Table
  package var algorithm: AlgorithmSpec
  /// Nil for algorithms that learn without.
  package var target: String?
  /// Nil: every column but target, weight and group.
  package var features: ColumnSelection?
  package var weight: String?
  package var group: String?
  /// Columns that order the rows, as `split(order:)` had them; never matched by selectors.
  package var order: [String]
  package var task: TaskChoice
  /// Nil: true, 1, or the later label in sort order.
  package var positive: Scalar?
  package var recipe: Recipe?
  package var validation: Table?
  package var seed: Int64

  package init(
    table: Table, algorithm: AlgorithmSpec, target: String? = nil,
    features: ColumnSelection? = nil, weight: String? = nil, group: String? = nil,
    order: [String] = [], task: TaskChoice = .auto,
    positive: Scalar? = nil, recipe: Recipe? = nil, validation: Table? = nil, seed: Int64 = 0
  ) {
    self.table = table
    self.algorithm = algorithm
    self.target = target
    self.features = features
    self.weight = weight
    self.group = group
    self.order = order
    self.task = task
    self.positive = positive
    self.recipe = recipe
    self.validation = validation
    self.seed = seed
  }
}
