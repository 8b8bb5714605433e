/// What a plot draws.
package enum PlotKind: String, Hashable, Sendable, CaseIterable {
  case line, bar, point, hist, box, heat
  case roc, pr, calibration, residuals, importance

  /// Kinds of a table's columns; the others are of evaluations and models.
  package static let ofTables: [PlotKind] = [.line, .bar, .point, .hist, .box, .heat, .residuals]

  /// Kinds that `layer` can put over another.
  package static let ofLayers: [PlotKind] = [.line, .bar, .point, .hist, .box, .heat]

  package static let ofEvaluations: [PlotKind] = [.roc, .pr, .calibration, .residuals, .heat]

  /// One line, for the reference and completion.
  package var summary: String {
    switch self {
    case .line: "Values joined in the order of `x`; `line(y: 0)` is a rule across."
    case .bar: "One bar for each `x`: the number of rows, or `y`."
    case .point: "One point for each row."
    case .hist: "How many rows fall into each interval of `x`."
    case .box: "Median, quartiles and outliers of `y`, for each `x`."
    case .heat: "A cell for each `x` and `y`, coloured by rows or by `color`."
    case .roc: "True over false positive rate of an evaluation."
    case .pr: "Precision over recall of an evaluation."
    case .calibration: "What came true over what was said, of an evaluation."
    case .residuals: "Actual less predicted over predicted."
    case .importance: "How much each feature of a model counts."
    }
  }
}
