import QuernLearning
import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `compare({base: score, deep: other})`, `compare(experiments())`
  static let compare = Word(
    "compare", .running,
    "Evaluations beside each other, a row for each; or of recorded runs what differs.",
    parameters: [
      .required(
        "what", .either([.evaluation, .record, .list, .table]),
        "Evaluations, one by one, as a list, or named in a record; or rows of `experiments()`."),
      .rest("more", .evaluation, "Further evaluations."),
    ],
    result: .type(.anyTable),
    examples: [
      WordExample(
        "let t = table({x: [1, 2, 3, 4], y: [3, 5, 7, 10]})\n"
          + "let a = t |> evaluate(t |> train(linear(), target: .y))\n"
          + "let b = t |> evaluate(t |> train(linear(l2: 5), target: .y))\n"
          + "compare({plain: a, ridge: b})")
    ],
    body: { call in
      if case .table(let runs) = call.value("what") { return .table(try differing(runs, call)) }
      return .table(try beside(try named(call)))
    })

  private static func named(_ call: WordCall) throws -> [(name: String?, Evaluation)] {
    var all: [(name: String?, Evaluation)] = []
    func add(_ value: Value, _ name: String?) throws {
      guard case .evaluation(let evaluation) = value else { throw call.wrong("what", value) }
      all.append((name, evaluation))
    }
    switch call.value("what") {
    case .record(let record):
      for field in record.fields { try add(field.value, field.name) }
    case .list(let values): for value in values { try add(value, nil) }
    case let one: try add(one, nil)
    }
    for value in call.values("more") { try add(value, nil) }
    return all
  }

  /// One row for each evaluation, one column for each metric that any of them has.
  private static func beside(_ all: [(name: String?, Evaluation)]) throws -> Table {
    var metrics: [String] = []
    for (_, evaluation) in all {
      for metric in evaluation.metrics where !metrics.contains(metric.name) {
        metrics.append(metric.name)
      }
    }
    let isNamed = all.contains { $0.name != nil }
    var fields = isNamed ? [Field(name: "name", type: .string)] : []
    fields += [Field(name: "model", type: .string), Field(name: "rows", type: .int)]
    fields += metrics.map { Field(name: $0, type: .float) }
    let rows = all.map { name, evaluation in
      (isNamed ? [name.map { Scalar.string($0) } ?? .null] : [])
        + [.string(evaluation.algorithm), .int(Int64(evaluation.rows))]
        + metrics.map { evaluation[$0].map { .float($0) } ?? .null }
    }
    return Table(data: try TableData.build(Schema(fields: fields), rows: rows))
  }

  /// What names a run, and the columns in which the rows differ.
  private static func differing(_ runs: Table, _ call: WordCall) throws -> Table {
    guard runs.schema["run"] != nil else {
      throw RuntimeError(.notRuns(runs.schema.names, at: call.range(of: "what")))
    }
    let data = try runs.collect(call.tableContext)
    let naming: Set<String> = ["run", "notebook", "cell"]
    let kept = data.schema.fields.enumerated().filter { place, field in
      if field.name == "run" { return true }
      let values = data.scalars(place)
      let isUseful = values.contains { !$0.isNull }
      let differs = values.contains { $0 != values[0] }
      return isUseful && differs
        && (naming.contains(field.name) || field.name.hasPrefix("param_")
          || field.name.hasPrefix("metric_"))
    }
    return try runs.select(kept.map(\.element.name))
  }
}
