import QuernSystem
package import QuernTable
import QuernText

/// All that `evaluate` is told.
package struct EvaluationRequest: Sendable {
  package var table: Table
  /// Empty: those that are shown of the task.
  package var metrics: [Metric]
  package var weight: String?
  /// Rows scored at least this high are called positive; nil: the model's own, or above one half.
  package var threshold: Double?
  package var bootstrap: Bootstrap?
  /// Columns that are kept beside the residuals, though they are no inputs.
  package var kept: [String]

  package init(
    table: Table, metrics: [Metric] = [], weight: String? = nil, threshold: Double? = nil,
    bootstrap: Bootstrap? = nil, kept: [String] = []
  ) {
    self.kept = kept
    self.table = table
    self.metrics = metrics
    self.weight = weight
    self.threshold = threshold
    self.bootstrap = bootstrap
  }
}

/// A model's predictions beside the truth: what metrics of a user's own are computed from.
package struct JudgedRows: Sendable {
  let model: Model
  let target: String
  let data: TableData
  let predictions: Predictions
  let weight: String?

  /// `actual`, `weight` where there is one, and what `predict` appends.
  package func table(_ context: TableContext) throws(LearningError) -> Table {
    do throws(TableError) {
      var names = [(new: "actual", old: target)]
      if let weight, weight != target { names.append((new: "weight", old: weight)) }
      let truth = try Table(data: data).select(names.map(\.old))
        .rename(names.filter { $0.new != $0.old }).collect(context)
      return try appended(to: truth, context)
    } catch {
      throw LearningError(error)
    }
  }

  private func appended(to truth: TableData, _ context: TableContext) throws(TableError) -> Table {
    do throws(LearningError) {
      let columns = PredictedColumns(model: model, predictions: predictions)
      return Table(data: try columns.appended(to: truth, context))
    } catch {
      if case .table(let inner) = error { throw inner }
      throw .invalidArgument(word: "evaluate", message: error.message, hint: error.hints.first)
    }
  }
}

extension Model {
  /// Metrics of the model on `table`, with curves, confusion and warnings.
  ///
  /// An empty `metrics` means all that suit the task. Rows that `train` used are warned about.
  package func evaluate(
    _ table: Table, metrics: [Metric] = [], _ context: TableContext
  ) throws(LearningError) -> Evaluation {
    try evaluate(EvaluationRequest(table: table, metrics: metrics), context).evaluation
  }

  /// The same, with the rows as they were judged.
  package func evaluate(
    _ request: EvaluationRequest, _ context: TableContext
  ) throws(LearningError) -> (evaluation: Evaluation, rows: JudgedRows) {
    guard let target else { throw .nothingToMeasure(algorithm.name) }
    try check(request)
    let data = try rowsToEvaluate(request, context)
    let truth = try TargetReader(target.name, in: data, context.interrupt)
      .known(task: task, classes: classes, positive: positive)
    let (said, notes) = try predictions(Table(data: data), context)
    var predictions = said
    if let threshold = request.threshold { predictions.threshold = threshold }
    let weights = try request.weight.map { name throws(LearningError) in
      try RowWeights.read(name, of: data)
    }
    var evaluation = Evaluation(model: self, rows: data.rowCount)
    evaluation.threshold = predictions.threshold
    evaluation.isWeighted = weights != nil
    evaluation.notes = try warnings(data, context) + notes
    let wanted = request.metrics.isEmpty ? Metric.all(for: task) : request.metrics
    let measuring = try Measuring(
      predictions, labels: truth.labels, metrics: wanted, context.interrupt)
    let values = try measuring.values(wanted, weights)
    evaluation.metrics = zip(wanted, values).map { MetricValue(name: $0.rawValue, value: $1) }
    if let bootstrap = request.bootstrap {
      evaluation.level = bootstrap.level
      let intervals = try bootstrap.intervals(measuring, wanted, weights, context)
      for (place, interval) in intervals.enumerated() {
        evaluation.metrics[place].low = interval?.low
        evaluation.metrics[place].high = interval?.high
      }
    }
    try addParts(&evaluation, measuring, weights)
    evaluation.columns = try keptColumns(data, request, context)
    return (
      evaluation,
      JudgedRows(
        model: self, target: target.name, data: data, predictions: predictions,
        weight: request.weight)
    )
  }

  private func check(_ request: EvaluationRequest) throws(LearningError) {
    for metric in request.metrics where !Metric.possible(for: task).contains(metric) {
      throw .metricTask(metric.rawValue, task: task)
    }
    if request.threshold != nil, task != .binary { throw .thresholdTask(task) }
  }

  /// Curves, confusion, residuals: what plots are drawn from.
  private func addParts(
    _ evaluation: inout Evaluation, _ measuring: Measuring, _ weights: [Double]?
  ) throws(LearningError) {
    if task.isClassification { evaluation.confusion = try measuring.confusion(weights) }
    if let binary = measuring.binary {
      evaluation.roc = try ROCCurve.points(try binary.steps(weights), measuring.interrupt)
      evaluation.calibration = try binary.calibration(weights)
    }
    guard task == .regression else { return }
    if measuring.actual.contains(0), evaluation["mape"] != nil {
      let count = measuring.actual.count { $0 == 0 }
      let rows = Numbers.grouped(Int64(count)) + (count == 1 ? " row" : " rows")
      evaluation.notes.append("mape leaves out \(rows) whose .\(evaluation.target) is 0")
    }
    let kept = min(measuring.actual.count, Evaluation.residualCountMax)
    evaluation.residuals = (0..<kept).map { place in
      let row = place * measuring.actual.count / kept
      return Residual(
        actual: measuring.actual[row], predicted: measuring.predictions.number(row))
    }
  }

  /// The inputs of the rows whose residuals are kept, and the columns that were asked for.
  private func keptColumns(
    _ data: TableData, _ request: EvaluationRequest, _ context: TableContext
  ) throws(LearningError) -> KeptColumns? {
    guard task == .regression else { return nil }
    var places: [Int] = []
    for name in inputSchema.names + request.kept {
      guard let place = data.schema.index(of: name), !places.contains(place),
        !KeptColumns.taken.contains(data.schema.fields[place].name)
      else { continue }
      places.append(place)
    }
    let count = min(data.rowCount, Evaluation.residualCountMax)
    let rows = (0..<count).map { $0 * data.rowCount / count }
    let part = try LearningError.wrapping { try data.taking(rows, context) }
    return KeptColumns(
      schema: Schema(fields: places.map { data.schema.fields[$0] }),
      rows: (0..<count).map { row in places.map { part.scalar(row: row, column: $0) } })
  }

  /// The inputs and the target, once, from the table.
  private func rowsToEvaluate(
    _ request: EvaluationRequest, _ context: TableContext
  ) throws(LearningError) -> TableData {
    let table = request.table
    for name in inputSchema.names where table.schema.index(of: name) == nil {
      throw .missingInput(name, in: table.schema)
    }
    var names = inputSchema.names
    for name in [target?.name, request.weight].compactMap({ $0 }) + request.kept
    where !names.contains(name) {
      names.append(name)
    }
    let data: TableData
    do throws(TableError) {
      data = try table.select(names).collect(context)
    } catch {
      throw LearningError(error)
    }
    guard data.rowCount > 0 else { throw .emptyTable("evaluate") }
    return data
  }

  /// What there is to say about rows that training had seen.
  private func warnings(
    _ data: TableData, _ context: TableContext
  ) throws(LearningError) -> [String] {
    let hashes = try RowDigests.hashes(
      of: data, columns: inputSchema.names + (target.map { [$0.name] } ?? []),
      context.interrupt)
    guard rowDigests.tellsApart(trainedRows) else { return [] }
    let trained = try rowDigests.seen(among: hashes, context.interrupt)
    var notes = Self.warning(trained, of: data.rowCount, "to train")
    if let validationDigests {
      let chosen = try validationDigests.seen(among: hashes, context.interrupt)
      notes += Self.warning(chosen, of: data.rowCount, "to stop or choose (validation)")
    }
    return notes
  }

  private static func warning(
    _ seen: (count: Int, isExact: Bool), of rows: Int, _ use: String
  ) -> [String] {
    guard seen.count > 0 else { return [] }
    let about = seen.isExact ? "" : "about "
    return [
      "\(about)\(Numbers.grouped(Int64(seen.count))) of \(Numbers.grouped(Int64(rows))) rows equal "
        + "rows that were used \(use): the metrics flatter"
    ]
  }
}

extension LearningError {
  static func thresholdTask(_ task: LearningTask, isOption: Bool = true) -> LearningError {
    let about =
      switch task {
      case .binary, .multiclass: "this one has several"
      case .regression: "this one does regression"
      case .clustering, .projection: "this one has no target"
      }
    let others =
      task == .multiclass
      ? "ask for one class against the others: derive(is_a = .y == \"a\"), target: .is_a"
      : "compare the number itself: predict(m) |> derive(high = .predicted > 10)"
    return mistake(
      "threshold-task", "a threshold is for models of two classes, and \(about)",
      hints: [isOption ? "leave `threshold:` out" : others], parameter: "threshold")
  }
}
