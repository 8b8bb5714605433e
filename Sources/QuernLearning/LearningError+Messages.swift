package import QuernSystem
package import QuernTable
import QuernText

extension LearningError {
  package init(_ error: TableError) {
    switch error {
    case .outOfMemory(let error): self = .outOfMemory(error)
    case .interrupted: self = .interrupted
    default: self = .table(error)
    }
  }

  package init(_ error: Interrupted) {
    switch error {
    case .timeout: self = .timeout
    default: self = .interrupted
    }
  }

  static func mistake(
    _ code: String, _ message: String, hints: [String] = [], column: String? = nil,
    parameter: String? = nil
  ) -> LearningError {
    .mistake(
      LearningMistake(
        code: code, message: message, hints: hints, column: column, parameter: parameter))
  }

  // MARK: Algorithms

  package static func unknownAlgorithm(_ name: String, known: [String]) -> LearningError {
    let near = EditDistance.nearest(name, in: known)
    return mistake(
      "unknown-algorithm", "there is no algorithm `\(name)`",
      hints: near.map { "did you mean \($0)?" } + ["there are: \(known.joined(separator: ", "))"])
  }

  package static func unknownParameter(
    _ name: String, of algorithm: String, known: [String]
  ) -> LearningError {
    let near = EditDistance.nearest(name, in: known)
    return mistake(
      "unknown-parameter", "`\(algorithm)` has no parameter `\(name)`",
      hints: near.map { "did you mean \($0)?" }
        + (near.isEmpty ? ["it has: \(known.joined(separator: ", "))"] : []),
      parameter: name)
  }

  package static func unsupportedParameter(
    _ name: String, of algorithm: String, reason: String
  ) -> LearningError {
    mistake(
      "unsupported-parameter", "`\(algorithm)` does not have `\(name)`: \(reason)", parameter: name)
  }

  /// A word that another library knows for a parameter.
  static func unsupportedWord(
    _ word: String, for name: String, of algorithm: String, reason: String
  ) -> LearningError {
    mistake(
      "unsupported-parameter", "`\(name)` of `\(algorithm)` cannot be `\(word)`: \(reason)",
      parameter: name)
  }

  package static func repeatedParameter(_ name: String, of algorithm: String) -> LearningError {
    mistake(
      "repeated-parameter", "`\(algorithm)` is given `\(name)` twice", parameter: name)
  }

  package static func badParameter(
    _ name: String, of algorithm: String, value: Scalar, expected: String, hints: [String] = []
  ) -> LearningError {
    mistake(
      "bad-parameter", "`\(name)` of `\(algorithm)` must be \(expected), not \(value.literalText)",
      hints: hints, parameter: name)
  }

  package static func taskNotSupported(
    _ task: LearningTask, algorithm: String, target: String, hint: String
  ) -> LearningError {
    mistake(
      "task-not-supported",
      "`\(algorithm)` cannot do \(task == .regression ? "regression" : "classification"), which "
        + ".\(target) asks for",
      hints: [hint], column: target)
  }

  /// A count that was given beside what the rows have.
  static func wrongCount(
    _ name: String, _ given: Int, _ what: String, _ found: Int
  ) -> LearningError {
    mistake(
      "wrong-count", "`\(name)` is \(given), and there are \(found) \(what)",
      hints: ["leave it out: they are counted"], parameter: name)
  }

  static func missingTarget(_ algorithm: String) -> LearningError {
    mistake(
      "missing-target", "`\(algorithm)` learns a target, and none is given",
      hints: ["say target: with the column to predict"], parameter: "target")
  }

  static func needlessTarget(_ name: String, algorithm: String) -> LearningError {
    let quoted = ColumnExpression.quoted(name)
    return mistake(
      "needless-target", "`\(algorithm)` learns without a target",
      hints: [
        "leave target: out; to keep .\(quoted) from being a feature say "
          + "features: except(.\(quoted))"
      ], parameter: "target")
  }

  static func validationWithoutTarget() -> LearningError {
    mistake(
      "needless-validation", "without a target there is nothing to measure on validation rows",
      hints: ["leave validation: out"], parameter: "validation")
  }

  static func noWeights(_ algorithm: String, column: String) -> LearningError {
    mistake(
      "no-weights", "`\(algorithm)` cannot weigh rows",
      hints: [
        "leave weight: out; "
          + Algorithms.all.filter { $0.acceptsWeights && $0.needsTarget }.map(\.name)
          .joined(separator: ", ") + " can"
      ],
      column: column, parameter: "weight")
  }

  static func tooFewRows(_ algorithm: String, rows: Int, needed: Int, parameter: String)
    -> LearningError
  {
    mistake(
      "too-few-rows",
      "`\(algorithm)` with `\(parameter)` \(needed) needs at least \(needed) rows, and there are "
        + "\(rows)",
      hints: ["say a smaller `\(parameter)`"], parameter: parameter)
  }

  // MARK: Data

  package static func emptyTable(_ word: String) -> LearningError {
    mistake(
      "empty-table", "there are no rows to \(word)",
      hints: ["did a filter, a join or dropnull above leave none?"])
  }

  package static func noFeatures() -> LearningError {
    mistake("no-features", "there is no column to learn from", hints: ["say `features:`"])
  }

  package static func nullTarget(_ name: String, count: Int, of rows: Int) -> LearningError {
    mistake(
      "null-target", "\(count) of \(rows) rows have no .\(name)",
      hints: ["leave them out: filter(.\(name) is not null)"], column: name)
  }

  package static func targetType(_ name: String, type: DataType) -> LearningError {
    mistake(
      "target-type", ".\(name) is \(type.name): a target is a number, bool, str or category",
      column: name)
  }

  package static func notClasses(_ name: String, type: DataType) -> LearningError {
    mistake(
      "not-classes", ".\(name) is \(type.name): labels of classes are bool, int, str or category",
      hints: ["cast it, or say task: regression"], column: name)
  }

  package static func notNumbers(_ name: String, type: DataType) -> LearningError {
    mistake(
      "not-numbers", ".\(name) is \(type.name): regression needs numbers",
      hints: ["say task: classification, or cast it"], column: name)
  }

  package static func oneClass(_ name: String, value: Scalar) -> LearningError {
    mistake(
      "one-class", "every row has the same .\(name): \(value.text)",
      hints: ["a classifier needs rows of two classes at least"], column: name)
  }

  package static func tooManyClasses(_ name: String, limit: Int) -> LearningError {
    mistake(
      "too-many-classes",
      ".\(name) has more than \(limit) different values, which is the limit for classes",
      hints: ["is it an identifier? For numbers say task: regression"], column: name)
  }

  package static func unknownClass(_ value: Scalar, target: String) -> LearningError {
    mistake(
      "unknown-class", "the value \(value.text) of .\(target) did not occur in training",
      hints: [
        "leave such rows out: filter(.\(ColumnExpression.quoted(target)) != "
          + "\(value.literalText)); or train with some"
      ], column: target)
  }

  package static func notPositive(_ value: Scalar, target: String, classes: [Scalar])
    -> LearningError
  {
    mistake(
      "unknown-class",
      "`positive` is \(value.literalText), but .\(target) has: "
        + classes.map(\.literalText).joined(separator: ", "),
      hints: ["say one of these: positive: \(classes.last?.literalText ?? "true")"],
      column: target, parameter: "positive")
  }

  package static func badWeight(_ name: String, row: Int, value: Scalar) -> LearningError {
    mistake(
      "bad-weight", "the weight .\(name) is \(value.text) in row \(row + 1)",
      hints: ["weights are numbers of at least 0, not all 0"], column: name)
  }

  /// `all`: every column that is no number yet, so that the hint mends them at once.
  package static func unpreparedFeature(_ field: Field, all: [Field]) -> LearningError {
    let name = ColumnExpression.quoted(field.name)
    let others = all.count - 1
    let more = others == 0 ? "" : "; nor \(others) other column\(others == 1 ? "" : "s")"
    let type = field.type
    if others > 0, all.allSatisfy(\.type.isText) {
      return mistake(
        "unprepared-feature",
        ".\(name) is \(type.name), and no step of the recipe makes it a number\(more)",
        hints: ["add a step: prep: recipe(onehot(categorical()))"], column: field.name)
    }
    let step: String
    switch type {
    case .string, .category: step = "onehot(.\(name))"
    case .date, .datetime, .instant:
      step = "derive(\(name)_month = month(.\(name))), drop(.\(name))"
    case .time, .duration: step = "update(\(name) = cast(.\(name), float))"
    case .null, .bool, .int, .float, .size, .list, .structure: step = "drop(.\(name))"
    }
    return mistake(
      "unprepared-feature",
      ".\(name) is \(type.name), and no step of the recipe makes it a number\(more)",
      hints: ["add a step: prep: recipe(\(step)); or leave it out: drop(.\(name))"],
      column: field.name)
  }

  package static func nullFeature(_ name: String, count: Int, algorithm: String) -> LearningError {
    mistake(
      "null-feature",
      ".\(name) is null in \(count) row\(count == 1 ? "" : "s"), and `\(algorithm)` cannot use them",
      hints: ["add a step: prep: recipe(impute(.\(name), with: median))"], column: name)
  }

  package static func notFinite(_ name: String, row: Int) -> LearningError {
    mistake(
      "not-finite", ".\(name) is not a finite number in row \(row + 1)", column: name)
  }

  // MARK: Recipes

  package static func nothingToLearn(_ step: String, column: String) -> LearningError {
    mistake(
      "nothing-to-learn", "`\(step)` of .\(column): every row of the training part is null",
      hints: ["drop it: drop(.\(column))"], column: column)
  }

  package static func tooManyLevels(_ column: String, count: Int, limit: Int) -> LearningError {
    mistake(
      "too-many-levels", ".\(column) has \(count) different values; onehot's limit is \(limit)",
      hints: [
        "is it an identifier? drop(.\(column)); else lump(.\(column), n: 50) first, "
          + "encode_target(.\(column)), or onehot(.\(column), max_levels: \(count))"
      ], column: column)
  }

  package static func aggregateInRecipe(_ step: String, name: String) -> LearningError {
    mistake(
      "aggregate-in-recipe",
      "`\(step)` of a recipe is row by row, but \(name) uses an aggregate over the table",
      hints: ["use impute or scale, which learn from the training part"], column: name)
  }

  // MARK: Evaluation and files

  package static func unknownMetric(_ name: String) -> LearningError {
    let known = Metric.allCases.map(\.rawValue)
    let near = EditDistance.nearest(name, in: known)
    return mistake(
      "unknown-metric", "there is no metric `\(name)`",
      hints: near.map { "did you mean \($0)?" } + ["there are: \(known.joined(separator: ", "))"])
  }

  package static func metricTask(_ metric: String, task: LearningTask) -> LearningError {
    mistake(
      "metric-task", "`\(metric)` does not measure \(task.rawValue) models",
      hints: ["use: \(Metric.possible(for: task).map(\.rawValue).joined(separator: ", "))"])
  }

  static func nothingToMeasure(_ algorithm: String) -> LearningError {
    mistake(
      "nothing-to-measure", "a `\(algorithm)` model has no target to measure it by",
      hints: ["look at what it says of rows: predict"])
  }

  package static func damaged(_ what: String) -> LearningError {
    mistake("damaged-model", "the saved \(what) cannot be read")
  }

  package static func notXGBoost(_ why: String) -> LearningError {
    mistake("not-xgboost", "this XGBoost model cannot be used: \(why)")
  }

  package static func separated(_ target: String) -> LearningError {
    mistake(
      "no-optimum", "a line separates the classes of .\(target), so the best weights are infinite",
      hints: ["use l2: 1.0"], column: target, parameter: "l2")
  }
}
