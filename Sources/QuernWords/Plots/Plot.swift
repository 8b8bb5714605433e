import QuernLearning
import QuernPlan
import QuernPlot
import QuernTable
import QuernValue

extension Word {
  /// `plot(t, point, x: .a, y: .b)`
  static let plot = Word(
    "plot", .plots, "Draw a table, an evaluation or a model.",
    parameters: [
      .required(
        "data", .either([.table, .evaluation, .model, .list, .record]),
        "The table; an evaluation, a list of them or a record that names them; a model."),
      .optional(
        "kind", .constant, constants: PlotKind.allCases.map(\.rawValue),
        "What to draw; the types of the columns decide where it is not given."),
      .option("x", .expression, "Across; all columns at a glance where neither x nor y is given."),
      .option("y", .expression, "Up; `mean(.y)` is computed for each x."),
      .option("color", .expression, "Classes, or numbers for `point` and `heat`."),
      .option("facet", .expression, "A small plot for each value."),
      .option("title", .string, "Above the plot."),
      .option("bins", .int, "How many intervals `hist` and `heat` have; by the data if not given."),
      .option("width", .int, "Pixels; a terminal's plot takes the terminal's width."),
      .option("x_scale", .constant, default: "linear", constants: scales, "Steps of the x axis."),
      .option("y_scale", .constant, default: "linear", constants: scales, "Steps of the y axis."),
      .option("x_label", .string, "Instead of the expression."),
      .option("y_label", .string, "Instead of the expression."),
    ],
    result: .analysed { call in
      _ = call.runBody()
      return .plain(.plot)
    },
    examples: [
      WordExample("plot(read(\"cities.csv\"), bar, x: .city)"),
      WordExample("table({a: [1, 2, 4], b: [2, 3, 5]}) |> plot(point, x: .a, y: .b)"),
      WordExample(
        "table({a: [1, 2, 4], b: [2, 3, 5]}) |> plot(line, x: .a, y: .b, title: \"b over a\")"),
    ],
    body: { call in .plot(try PlotCall(call).run()) })

  private static let scales = ["linear", "log"]
}

/// One call of `plot`.
private struct PlotCall {
  let call: WordCall
  private var options = PlotOptions()
  private var request: LayerRequest
  private let kind: PlotKind?

  init(_ call: WordCall) throws(RuntimeError) {
    self.call = call
    kind = try call.constant("kind").flatMap(PlotKind.init(rawValue:))
    request = LayerRequest(
      kind: kind ?? .point, x: try call.expressionIfGiven("x"),
      y: try call.expressionIfGiven("y"), color: try call.expressionIfGiven("color"),
      binCount: try call.int("bins", in: 1...200))
    options.facet = try call.expressionIfGiven("facet")
    options.title = try call.string("title")
    options.xLabel = try call.string("x_label")
    options.yLabel = try call.string("y_label")
    options.isXLog = try call.constant("x_scale") == "log"
    options.isYLog = try call.constant("y_scale") == "log"
    options.width = try call.int("width", in: 120...4_000)
  }

  func run() throws -> Plot {
    do {
      return try drawn()
    } catch let error as PlotError {
      throw call.located(error)
    }
  }

  private func drawn() throws -> Plot {
    switch call.value("data") {
    case .table(let table):
      let plot = try Plot.of(table, kind: kind, request, options, call.tableContext)
      guard let plot else { throw RuntimeError.unknowable }
      return plot
    case .evaluation(let evaluation):
      if let plot = try ofResiduals(evaluation) { return plot }
      return try curves([(nil, evaluation)])
    case .list(let values):
      return try curves(try values.map { (nil, try self.evaluation($0)) })
    case .record(let record):
      return try curves(try record.fields.map { ($0.name, try evaluation($0.value)) })
    case .model(let model):
      try refuseColumns("a model")
      guard kind == nil || kind == .importance else {
        throw RuntimeError(
          .plotOfModel(kind?.rawValue ?? "", at: call.range(of: "kind")))
      }
      return try Plot.ofImportance(model, options, call.tableContext)
    case let other: throw call.wrong("data", other)
    }
  }

  /// Residuals by the columns that the evaluation keeps; nil where no column is named.
  private func ofResiduals(_ evaluation: Evaluation) throws -> Plot? {
    guard kind == nil || kind == .residuals, evaluation.task == .regression,
      ["x", "color", "facet"].contains(where: call.isGiven),
      let table = try evaluation.table("residuals")
    else { return nil }
    var request = request
    // Over another column than the prediction it is a plot of points like any other.
    request.kind = request.x == nil ? .residuals : .point
    request.y = .column(request.x == nil ? "actual" : "residual")
    request.x = request.x ?? .column("predicted")
    for name in ["facet", "color", "x"] {
      for column in (try call.expressionIfGiven(name))?.columns.sorted() ?? []
      where table.schema[column] == nil {
        throw RuntimeError(
          .notKept(column, kept: table.schema.names, at: call.range(of: name)))
      }
    }
    var options = options
    options.title = options.title ?? "Residuals"
    if request.kind == .point { options.yLabel = options.yLabel ?? "actual − predicted" }
    return try Plot.of(table, kind: request.kind, request, options, call.tableContext)
  }

  private func curves(
    _ evaluations: [(name: String?, evaluation: Evaluation)]
  ) throws -> Plot {
    try refuseColumns("an evaluation")
    return try Plot.of(evaluations, kind: kind, options)
  }

  private func evaluation(_ value: Value) throws -> Evaluation {
    guard case .evaluation(let evaluation) = value else { throw call.wrong("data", value) }
    return evaluation
  }

  private func refuseColumns(_ what: String) throws {
    for name in ["x", "y", "color", "facet"] where call.isGiven(name) {
      throw RuntimeError(.plotColumns(name, of: what, at: call.range(of: name)))
    }
  }
}

extension WordCall {
  /// A plot's trouble as an error at its argument.
  func located(_ error: PlotError) -> any Error {
    switch error {
    case .table(let error): return error
    case .mistake(let code, let message, let hints, let parameter):
      var place = site.range
      if let parameter, word.parameter(parameter) != nil { place = range(of: parameter) }
      return RuntimeError(
        .plotMistake(code: code, message: message, hints: hints, at: place))
    }
  }
}
