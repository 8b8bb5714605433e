import QuernLearning
import QuernSyntax
import QuernText

/// Mistakes in what the learning words are given.
extension Diagnostic {
  static func plainFunctionAsMetric(_ text: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "not-a-metric", message: "a function becomes a metric by a name and a direction",
      range: range, hints: ["write metric(\"name\", \(text), better: high)"])
  }

  static func metricResult(_ name: String, found: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "metric-result",
      message: "the metric `\(name)` gave \(found), and a metric is a number", range: range,
      hints: ["end with an aggregate over the columns: t => mean(.actual == .predicted)"])
  }

  static func metricColumn(
    _ name: String, _ column: String, among columns: [String], at range: SourceRange?
  ) -> Diagnostic {
    let has = columns.map { ".\($0)" }.joined(separator: ", ")
    return Diagnostic(
      code: "unknown-column",
      message: "the metric `\(name)` looks at .\(column), which the judged rows have not",
      range: range,
      hints: [
        "here they have \(has); .score is there for two classes, .weight where one is given"
      ])
  }

  static func metricExists(_ name: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "metric-exists", message: "`\(name)` is a metric already", range: range,
      hints: ["give yours another name"])
  }

  static func wordAsMetric(_ word: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "not-a-metric", message: "`\(word)` is a word, and a metric takes a table",
      range: range, hints: ["write t => \(word)(…), over .actual and .predicted"])
  }

  static func metricFormals(_ count: Int, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "not-a-metric",
      message: "a metric takes one table, and this function has \(count) parameters",
      range: range, hints: ["write t => …, over .actual and .predicted"])
  }

  static func groupsInRecipe(_ word: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "groups-in-recipe",
      message: "`\(word)` of a recipe is row by row: it cannot look at groups of rows",
      range: range,
      hints: ["do it on the table before `split`, if it does not look at the target"])
  }

  static func negativeSmoothing(_ value: Double, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "out-of-range",
      message: "`smoothing` is a number of rows, 0 or more, not \(Numbers.shortest(value))",
      range: range)
  }

  static func foldsAreThere(_ option: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "folds-and-options",
      message: "the folds are given: `\(option)` would deal the rows again", range: range,
      hints: ["say it where they are made: folds(t, 5, \(option): …)"])
  }

  static func notFolds(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "not-folds", message: "`folds` is a number, or a list of pairs of tables",
      range: range, hints: ["folds: 5, or folds: folds(t, 5, group: .id)"])
  }

  static func nothingToTune(_ algorithm: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "nothing-to-tune", message: "no parameter of \(algorithm) is open", range: range,
      hints: ["give a range or a list: xgboost(max_depth: 3..10, eta: log(0.01..0.3))"])
  }

  static func validationAndFolds(_ option: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "validation-and-folds",
      message: "trials are measured on `validation` or on folds, not both", range: range,
      hints: ["leave `\(option)` or `validation` out"])
  }

  static func gridOfRanges(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "grid-of-ranges", message: "a range of floats has no grid", range: range,
      hints: ["give lists: eta: [0.03, 0.1, 0.3]; or say search: random"])
  }

  static func gridTooLarge(_ count: Int, limit: Int, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "grid-too-large",
      message: "the grid has \(Numbers.grouped(Int64(count))) combinations, more than "
        + Numbers.grouped(Int64(limit)), range: range,
      hints: ["raise `trials`, or say search: random"])
  }

  static func noTrial(_ metric: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "undefined-metric", message: "`\(metric)` is not defined in any trial", range: range,
      hints: ["are there rows of both classes in every fold? say stratify: or another metric:"])
  }

  static func shareOutOfRange(
    _ parameter: String, _ value: Double, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      code: "out-of-range",
      message: "`\(parameter)` is between 0 and 1, not \(Numbers.shortest(value))", range: range)
  }

  static func noConfusion(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "no-confusion", message: "this evaluation is of a regression: there are no classes",
      range: range, hints: ["its `residuals` are a table of actual and predicted numbers"])
  }

  static func importanceNeedsRows(_ option: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "needs-rows", message: "`\(option)` goes with `on:`, a table to measure on",
      range: range, hints: ["write importance(m, on: held, \(option): …)"])
  }

  static func predictedThere(_ name: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "duplicate-column",
      message: "cross_predict appends .\(name), which the table has already", range: range,
      hints: ["drop(.\(name)) or rename it first"])
  }

  static func notRuns(_ names: [String], at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "not-runs", message: "the table has no column .run: its rows are no recorded runs",
      range: range,
      notes: names.isEmpty ? [] : ["it has: \(names.prefix(8).joined(separator: ", "))"],
      hints: ["compare(experiments()), or evaluations: compare({plain: a, deep: b})"])
  }

  static func noThresholdIn(_ names: [String], at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "argument-type",
      message: "the record has no `threshold`: it has \(names.joined(separator: ", "))",
      range: range, hints: ["give a number, or what `tune_threshold` gave"])
  }

  static func metricAndCost(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "metric-and-cost", message: "a threshold is tuned for a metric or by costs, not both",
      range: range, hints: ["leave one of `metric` and `cost` out"])
  }

  static func optionOfTable(_ option: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "option-of-table",
      message: "`\(option)` goes with a table: an evaluation knows its own", range: range,
      hints: ["leave it out"])
  }

  static func missingActual(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "missing-argument", message: "with a table `tune_threshold` needs the truth",
      range: range, hints: ["say actual: with the column, as actual: .churn"])
  }

  static func unknownOutcome(_ name: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "unknown-outcome", message: "`\(name)` is no outcome", range: range,
      hints: ["the outcomes are fp and fn, the mistakes, and tp and tn, where the model is right"])
  }

  static func metricNeedsRows(_ name: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "needs-rows",
      message: "the metric `\(name)` is computed from rows, which an evaluation does not keep",
      range: range,
      hints: ["give the rows: held |> predict(m) |> tune_threshold(\(name), actual: .target)"])
  }

  static func metricNowhere(_ name: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "no-threshold", message: "the metric `\(name)` is null at every threshold",
      range: range)
  }
}
