import QuernLearning
import QuernPlan
import QuernTable
import QuernText
import QuernValue

extension Word {
  /// `tune_threshold(score, cost: {fp: 1, fn: 20})`
  static let tuneThreshold = Word(
    "tune_threshold", .running,
    "The score from which on rows are best called positive, for a metric or by what mistakes cost.",
    parameters: [
      .required(
        "what", .either([.evaluation, .table]),
        "What `evaluate` gave, or rows that `predict` scored: of a part kept for it, as the "
          + "validation part."),
      .optional(
        "metric", .either([.constant, .function]), default: "f1",
        constants: ThresholdGoal.metrics.map(\.rawValue),
        "What to make as good as can be; a metric of your own needs rows that `predict` scored."),
      .option(
        "cost", .record,
        "What a row costs by its outcome: `{fp: 1, fn: 20}`, also `tp` and `tn`; less than 0 is a "
          + "gain. The sum is made as small as can be."),
      .option("actual", .column, "With a table: the truth."),
      .option("score", .column, default: ".score", "With a table: the scores."),
      .option("positive", .scalar, "With a table: the positive class; true, 1 or the later label."),
      .option("weight", .column, "With a table: how much each row counts."),
    ],
    result: .type(.plain(.record)),
    examples: [
      WordExample(
        "table({paid: [false, false, true, true], score: [0.1, 0.4, 0.3, 0.9]})\n"
          + "  |> tune_threshold(cost: {fp: 1, fn: 5}, actual: .paid)")
    ],
    body: { call in try ThresholdCall(call).run() })
}

/// One call of `tune_threshold`.
private struct ThresholdCall {
  let call: WordCall

  init(_ call: WordCall) { self.call = call }

  func run() throws -> Value {
    if call.isGiven("cost"), call.isGiven("metric") {
      throw RuntimeError(.metricAndCost(at: call.range(of: "cost")))
    }
    if case .function(let function) = call.value("metric") { return try ownMetric(function) }
    let goal = try goal()
    if case .evaluation(let evaluation) = call.value("what") {
      for name in ["actual", "score", "positive", "weight"] where call.isGiven(name) {
        throw RuntimeError(.optionOfTable(name, at: call.range(of: name)))
      }
      return try record(TunedThreshold(evaluation, goal), goal.name)
    }
    let tuned = try TunedThreshold(
      try call.table("what"), actual: try actual(), score: try score(),
      positive: positive, weight: try call.columnIfGiven("weight"), goal, call.tableContext)
    return try record(tuned, goal.name)
  }

  private var positive: Scalar? {
    call.value("positive").scalar.flatMap { $0 == .null ? nil : $0 }
  }

  private func score() throws -> String { try call.columnIfGiven("score") ?? "score" }

  private func actual() throws -> String {
    guard let name = try call.columnIfGiven("actual") else {
      throw RuntimeError(.missingActual(at: call.site.range))
    }
    return name
  }

  private func goal() throws -> ThresholdGoal {
    guard let costs = try call.record("cost") else {
      return .metric(try Metric.named(try call.constant("metric") ?? "f1"))
    }
    var values = ["fp": 0.0, "fn": 0.0, "tp": 0.0, "tn": 0.0]
    for field in costs.fields {
      guard values[field.name] != nil else {
        throw RuntimeError(.unknownOutcome(field.name, at: call.range(of: "cost")))
      }
      switch field.value {
      case .int(let cost): values[field.name] = Double(cost)
      case .float(let cost): values[field.name] = cost
      default: throw call.wrong("cost", field.value)
      }
    }
    return .cost(
      falsePositive: values["fp"] ?? 0, falseNegative: values["fn"] ?? 0,
      truePositive: values["tp"] ?? 0, trueNegative: values["tn"] ?? 0)
  }

  private func record(_ tuned: TunedThreshold, _ name: String) throws -> Value {
    func number(_ value: Double?) -> Value { value.map { .number($0) } ?? .null }
    return .record([
      ("threshold", .float(tuned.threshold)), (name, number(tuned.value)),
      ("\(name)_at_half", number(tuned.valueAtHalf)), ("precision", number(tuned.precision)),
      ("recall", number(tuned.recall)), ("curve", .table(try curve(tuned.curve, name))),
    ])
  }

  private func curve(_ points: [(threshold: Double, value: Double?)], _ name: String) throws
    -> Table
  {
    let schema = Schema([("threshold", .float), (name, .float)])
    let rows = points.map { [Scalar.float($0.threshold), $0.value.map { .float($0) } ?? .null] }
    return Table(data: try TableData.build(schema, rows: rows))
  }

  /// Thresholds that a metric of the user's own is tried at.
  private static let tryCountMax = 100

  /// The rows with `predicted` by each threshold, measured by a function of the user's.
  private func ownMetric(_ function: FunctionValue) throws -> Value {
    guard case .metric(let name, let isBetterHigh) = function.origin else {
      throw RuntimeError(.plainFunctionAsMetric(function.text, at: call.range(of: "metric")))
    }
    guard case .table(let given) = call.value("what") else {
      throw RuntimeError(.metricNeedsRows(name, at: call.range(of: "what")))
    }
    let (score, truth) = (try score(), try actual())
    let rows = try judged(given, truth, score)
    var points: [(threshold: Double, value: Double?)] = []
    for threshold in try thresholds(rows) {
      let called = try rows.derive([
        (
          name: "predicted",
          expression: .binary(.greaterEqual, .column("score"), .literal(.float(threshold)))
        )
      ])
      let value = try call.measure(function, name, on: called, index: points.count)
      points.append((threshold, value))
    }
    let known = points.filter { $0.value != nil }
    let best = known.reduce(nil as (threshold: Double, value: Double?)?) { best, point in
      guard let best, let kept = best.value, let value = point.value else { return point }
      return (isBetterHigh ? value > kept : value < kept) ? point : best
    }
    guard let best, let value = best.value else {
      throw RuntimeError(.metricNowhere(name, at: call.site.range))
    }
    return .record([
      ("threshold", .float(best.threshold)), (name, .number(value)),
      ("curve", .table(try curve(points, name))),
    ])
  }

  /// `actual` as a bool, `score`, and the other columns that do not clash.
  private func judged(_ given: Table, _ truth: String, _ score: String) throws -> Table {
    let data = try given.collect(call.tableContext)
    let positive = try TwoClasses.positive(
      of: truth, in: data, given: self.positive, call.tableContext)
    var table = try Table(data: data).select(
      data.schema.names.filter { $0 != "predicted" && ($0 != "actual" || truth == "actual") })
    if score != "score", table.schema["score"] != nil { table = try table.drop(["score"]) }
    if score != "score" { table = try table.rename([(new: "score", old: score)]) }
    let isPositive = ColumnExpression.binary(.equal, .column(truth), .literal(positive))
    return truth == "actual"
      ? try table.update([(name: "actual", expression: isPositive)])
      : try table.derive([(name: "actual", expression: isPositive)])
  }

  /// Scores that occur, evenly over the rows, by falling threshold.
  private func thresholds(_ rows: Table) throws -> [Double] {
    let data = try rows.select(["score"]).collect(call.tableContext)
    let scores = Array(Set(data.doubles(0).filter { !$0.isNaN })).sorted(by: >)
    guard scores.count > Self.tryCountMax else { return scores }
    return (0..<Self.tryCountMax).map { scores[$0 * scores.count / Self.tryCountMax] }
  }
}
