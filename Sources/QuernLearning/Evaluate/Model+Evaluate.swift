import Glibc
import QuernSystem
package import QuernTable
import QuernText

extension Model {
  /// Metrics of the model on `table`, with curves, confusion and warnings.
  ///
  /// An empty `metrics` means all that suit the task. Rows that `train` used are warned about.
  package func evaluate(
    _ table: Table, metrics asked: [Metric] = [], _ context: TableContext
  ) throws(LearningError) -> Evaluation {
    for metric in asked where !Metric.all(for: task).contains(metric) {
      throw .metricTask(metric.rawValue, task: task)
    }
    let data = try rowsToEvaluate(table, context)
    let truth = try TargetReader(target.name, in: data, context.interrupt)
      .known(task: task, classes: classes, positive: positive)
    let (predictions, notes) = try predictions(Table(data: data), context)
    var evaluation = Evaluation(
      model: summary, rows: data.rowCount, task: task, target: target.name, positive: positive,
      metrics: [], roc: [], confusion: nil, calibration: [],
      notes: try warnings(data, context) + notes)
    let wanted = asked.isEmpty ? Metric.all(for: task) : asked
    if task.isClassification {
      try measureClasses(&evaluation, wanted, truth.labels, predictions, context)
    } else {
      let errors = RegressionErrors(
        actual: truth.labels, predicted: (0..<predictions.rowCount).map(predictions.number))
      evaluation.metrics = wanted.map {
        MetricValue(name: $0.rawValue, value: Self.value($0, errors))
      }
    }
    return evaluation
  }

  /// The inputs and the target, once, from the table.
  private func rowsToEvaluate(
    _ table: Table, _ context: TableContext
  ) throws(LearningError) -> TableData {
    for name in inputSchema.names where table.schema.index(of: name) == nil {
      throw .missingInput(name)
    }
    let data: TableData
    do throws(TableError) {
      data = try table.select(inputSchema.names + [target.name]).collect(context)
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
      of: data, columns: inputSchema.names + [target.name], context.interrupt)
    return Self.warning(rowDigests.seen(among: hashes), of: data.rowCount, "to train")
      + (validationDigests.map {
        Self.warning($0.seen(among: hashes), of: data.rowCount, "to stop or choose (validation)")
      } ?? [])
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

  // MARK: Classes

  private func measureClasses(
    _ evaluation: inout Evaluation, _ wanted: [Metric], _ labels: [Double], _ said: Predictions,
    _ context: TableContext
  ) throws(LearningError) {
    let actual = labels.map { label in
      guard task == .binary, let positive = said.positiveIndex else { return Int(label) }
      return label == 1 ? positive : 1 - positive
    }
    let confusion = ConfusionMatrix(
      classes: classes, actual: actual, predicted: (0..<said.rowCount).map(said.classIndex))
    evaluation.confusion = confusion
    var binary: BinaryScores?
    var steps: [BinaryScores.Step] = []
    if task == .binary {
      let scores = BinaryScores(
        scores: (0..<said.rowCount).map(said.number), isPositive: labels.map { $0 == 1 })
      steps = try scores.steps(context.interrupt)
      evaluation.roc = Self.points(steps, scores)
      evaluation.calibration = scores.calibration()
      binary = scores
    }
    for metric in wanted {
      let value: Double?
      switch metric {
      case .auc:
        if let binary {
          value = binary.auc(steps)
        } else {
          value = try Self.meanAUC(actual, said, context.interrupt)
        }
      case .logloss: value = Self.logloss(actual, said)
      case .accuracy: value = confusion.accuracy
      case .precision: value = perClass(confusion, confusion.precision)
      case .recall: value = perClass(confusion, confusion.recall)
      case .f1: value = perClass(confusion, confusion.f1)
      case .brier: value = binary?.brier
      case .rmse, .mae, .r2: value = nil
      }
      evaluation.metrics.append(MetricValue(name: metric.rawValue, value: value))
    }
  }

  /// Of the positive class, or the mean over classes.
  private func perClass(_ confusion: ConfusionMatrix, _ value: (Int) -> Double?) -> Double? {
    positiveIndex.map(value) ?? confusion.macro(value)
  }

  /// Mean over classes of each one's AUC against the rest; nil unless every class occurs.
  static func meanAUC(
    _ actual: [Int], _ said: Predictions, _ interrupt: Interrupt? = nil
  ) throws(LearningError) -> Double? {
    guard said.task == .multiclass else { return nil }
    var sum = 0.0
    for index in said.classes.indices {
      let scores = BinaryScores(
        scores: (0..<said.rowCount).map { said.probability($0, index) },
        isPositive: actual.map { $0 == index })
      guard let auc = scores.auc(try scores.steps(interrupt)) else { return nil }
      sum += auc
    }
    return sum / Double(said.classes.count)
  }

  static func logloss(_ actual: [Int], _ said: Predictions) -> Double? {
    guard said.rowCount > 0 else { return nil }
    let least = Double.ulpOfOne
    var sum = 0.0
    for row in 0..<said.rowCount {
      let probability = said.probability(row, actual[row])
      sum -= log(min(max(probability, least), 1 - least))
    }
    return sum / Double(said.rowCount)
  }

  private static func value(_ metric: Metric, _ errors: RegressionErrors) -> Double? {
    switch metric {
    case .rmse: errors.rmse
    case .mae: errors.mae
    case .r2: errors.r2
    case .auc, .logloss, .accuracy, .precision, .recall, .f1, .brier: nil
    }
  }

  /// The curve from nothing called positive to everything, thinned evenly.
  private static func points(_ steps: [BinaryScores.Step], _ scores: BinaryScores) -> [ROCPoint] {
    let positives = Double(scores.positiveCount)
    let negatives = Double(scores.negativeCount)
    let start = ROCPoint(
      threshold: nil, falsePositives: 0, truePositives: 0, falsePositiveRate: 0,
      truePositiveRate: 0)
    let kept = Evaluation.rocPointCountMax - 1
    let places =
      steps.count <= kept
      ? Array(steps.indices) : (1...kept).map { $0 * steps.count / kept - 1 }
    return [start]
      + places.map { place in
        let step = steps[place]
        return ROCPoint(
          threshold: step.threshold, falsePositives: step.falsePositives,
          truePositives: step.truePositives,
          falsePositiveRate: negatives > 0 ? Double(step.falsePositives) / negatives : 0,
          truePositiveRate: positives > 0 ? Double(step.truePositives) / positives : 0)
      }
  }
}
