package import QuernTable
import QuernText

/// Preparation as a value: steps that `train` fits on the training part alone.
package struct Recipe: Hashable, Sendable {
  package var steps: [RecipeStep]

  package init(steps: [RecipeStep]) {
    self.steps = steps
  }
}

/// One step of a recipe: a row-wise verb, or something that is learned from the training part.
package indirect enum RecipeStep: Sendable {
  case derive([(name: String, expression: ColumnExpression)])
  case update([(name: String, expression: ColumnExpression)])
  case select(ColumnSelection)
  case drop(ColumnSelection)
  /// The same with `across(…)` among the definitions, whose columns are looked up in fitting.
  case define([StepDefinition], replaces: Bool)
  case rename([(new: String, old: String)])
  /// Every name in snake case, but for those that are given.
  case renameAll([(new: String, old: String)])
  /// Numbers of a column become classes, whose breaks are learned.
  case cut(String, CutOptions)
  case fill([(name: String, value: Scalar)])
  /// Nulls become a value of the training part; `indicator` adds `NAME_missing`.
  case impute(ColumnSelection, with: Imputation, indicator: Bool)
  /// One 0/1 column per label of the training part; see `OneHotOptions`.
  case onehot(ColumnSelection, OneHotOptions)
  case scale(ColumnSelection, Scaling)
  /// Labels become the mean of the target; in training out of fold.
  case encodeTarget(ColumnSelection, TargetEncodingOptions)
  /// Rare labels of the training part, and labels that it does not have, become one.
  case lump(ColumnSelection, LumpOptions)
  /// Acts on the prepared training rows alone.
  case balance(Balance)
}

/// One definition of a step: of a column, or of many.
package enum StepDefinition: Sendable {
  case one(name: String, ColumnExpression)
  case across(Across)
}

/// How many classes a column is cut into, and how.
package struct CutOptions: Hashable, Sendable {
  package var count: Int
  /// About equally many rows in each, instead of equal widths.
  package var isQuantile: Bool
  package var closesRight: Bool
  /// Nil: the intervals.
  package var labels: [String]?

  package init(count: Int, isQuantile: Bool, closesRight: Bool, labels: [String]?) {
    self.count = count
    self.isQuantile = isQuantile
    self.closesRight = closesRight
    self.labels = labels
  }
}

/// Which labels stay.
package struct LumpOptions: Hashable, Sendable {
  /// The most frequent ones; nil: no limit.
  package var countMax: Int?
  /// Those of at least this share of the rows; nil: no limit.
  package var shareMin: Double?
  /// What the others become.
  package var other: String

  package init(countMax: Int? = nil, shareMin: Double? = nil, other: String = "other") {
    self.countMax = countMax
    self.shareMin = shareMin
    self.other = other
  }
}

/// What a null becomes.
package enum Imputation: Hashable, Sendable {
  case median
  case mean
  case mode
  case constant(Scalar)
}

/// How labels become columns.
package struct OneHotOptions: Hashable, Sendable {
  /// A null is all zeros; with true, it is a level of its own called `NAME_null`.
  package var nullIsLevel: Bool
  /// More labels than this is an error that names the column.
  package var levelCountMax: Int

  package init(nullIsLevel: Bool = false, levelCountMax: Int = 1000) {
    self.nullIsLevel = nullIsLevel
    self.levelCountMax = levelCountMax
  }
}

/// How numbers are brought to one scale.
package enum Scaling: String, Hashable, Sendable, CaseIterable {
  /// Mean 0, standard deviation 1.
  case standard
  /// Least 0, greatest 1.
  case minmax
  /// Median 0, distance of the quartiles 1.
  case robust
}

extension RecipeStep: Hashable {
  package static func == (a: RecipeStep, b: RecipeStep) -> Bool { a.json == b.json }

  package func hash(into hasher: inout Hasher) { hasher.combine(json) }
}
