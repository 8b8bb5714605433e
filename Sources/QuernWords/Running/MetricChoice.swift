import QuernLearning
import QuernPlan
import QuernTable
import QuernValue

/// A metric that a word was given: built in, or a function of the user's.
enum MetricChoice {
  case builtIn(Metric)
  case own(name: String, isBetterHigh: Bool, FunctionValue)

  var name: String {
    switch self {
    case .builtIn(let metric): metric.rawValue
    case .own(let name, _, _): name
    }
  }

  var isBetterHigh: Bool {
    switch self {
    case .builtIn(let metric): metric.isBetterHigh
    case .own(_, let isBetterHigh, _): isBetterHigh
    }
  }
}

extension Parameter {
  /// One metric or a list of them.
  static func metrics(_ name: String, option: Bool, _ doc: String) -> Parameter {
    let type = ParameterType.either([.constant, .list, .function])
    let constants = Metric.allCases.map(\.rawValue)
    return option
      ? .option(name, type, constants: constants, doc)
      : .optional(name, type, constants: constants, doc)
  }
}

extension WordCall {
  /// The metrics of an argument, in order; empty where none were given.
  func metrics(_ name: String) throws -> [MetricChoice] {
    switch value(name) {
    case .null: return []
    case .list(let values):
      return try values.map { try metric($0, name) }
    case let one: return [try metric(one, name)]
    }
  }

  private func metric(_ value: Value, _ parameter: String) throws -> MetricChoice {
    switch value {
    case .constant(let name), .string(let name): return .builtIn(try Metric.named(name))
    case .function(let function):
      guard case .metric(let name, let isBetterHigh) = function.origin else {
        throw RuntimeError(.plainFunctionAsMetric(function.text, at: range(of: parameter)))
      }
      return .own(name: name, isBetterHigh: isBetterHigh, function)
    default: throw wrong(parameter, value)
    }
  }

  /// What a user's metric says of judged rows; nil for null.
  func measure(
    _ function: FunctionValue, _ name: String, on rows: Table, index: Int
  ) throws -> Double? {
    let result = try apply(function, to: [.table(rows)], index: index)
    switch result {
    case .int(let value): return Double(value)
    case .float(let value): return value
    case .null: return nil
    case .column(let expression):
      return try number(Value(self.value(of: expression, in: rows, name)), name)
    case .table(let table):
      let data = try table.collect(tableContext)
      guard data.rowCount == 1, data.schema.count == 1 else { return try number(result, name) }
      return try number(Value(data.scalar(row: 0, column: 0)), name)
    default: return try number(result, name)
    }
  }

  private func value(
    of expression: ColumnExpression, in rows: Table, _ name: String
  ) throws -> Scalar {
    do {
      return try rows.summarise([(name: "value", expression: expression)], by: [])
        .collect(tableContext).scalar(row: 0, column: 0)
    } catch TableError.unknownColumn(let column, let schema) {
      throw RuntimeError(
        .metricColumn(name, column, among: schema.names, at: site.range))
    }
  }

  private func number(_ value: Value, _ name: String) throws(RuntimeError) -> Double? {
    switch value {
    case .int(let value): return Double(value)
    case .float(let value): return value
    case .null: return nil
    default:
      throw RuntimeError(
        .metricResult(name, found: value.type.nameWithArticle, at: site.range))
    }
  }

  /// The evaluation that a request gives, with the user's own metrics in their places.
  func evaluation(
    of model: Model, _ request: EvaluationRequest, _ choices: [MetricChoice]
  ) throws -> Evaluation {
    var request = request
    request.metrics = choices.compactMap { choice in
      if case .builtIn(let metric) = choice { metric } else { nil }
    }
    let (measured, rows) = try model.evaluate(request, tableContext)
    var evaluation = measured
    guard choices.count > request.metrics.count else { return evaluation }
    let judged = try rows.table(tableContext)
    var metrics: [MetricValue] = []
    for (place, choice) in choices.enumerated() {
      switch choice {
      case .builtIn(let metric):
        metrics += evaluation.metrics.filter { $0.name == metric.rawValue }
      case .own(let name, _, let function):
        let value = try measure(function, name, on: judged, index: place)
        metrics.append(MetricValue(name: name, value: value))
      }
    }
    evaluation.metrics = metrics
    return evaluation
  }
}
