import QuernPlan
import QuernPlot
import QuernTable
import QuernValue

extension Word {
  /// `layer(p, line(y: 0))`
  static let layer = Word(
    "layer", .plots, "A plot with further layers over it, on the same axes.",
    parameters: [
      .required("plot", .plot, "The plot."),
      Parameter(
        "layers", .variadic, .plot, isRequired: true, forms: layerForms,
        doc: "Such as `line(y: 0)` or `point(x: .a, y: .b)` over the plot's table, or other plots."),
    ],
    result: .type(.plain(.plot)),
    examples: [
      WordExample(
        "table({a: [1, 2, 4], b: [2, 3, 5]}) |> plot(point, x: .a, y: .b) |> layer(line(y: 3))"),
      WordExample(
        "let t = table({a: [1, 2, 4], b: [2, 3, 5], fit: [2.0, 3.1, 4.9]})\n"
          + "t |> plot(point, x: .a, y: .b) |> layer(line(x: .a, y: .fit))"),
    ],
    body: { call in
      guard case .plot(var plot) = call.value("plot") else {
        throw call.wrong("plot", call.value("plot"))
      }
      for value in call.values("layers") {
        guard case .plot(let other) = value else { throw call.wrong("layers", value) }
        do {
          plot = try plot.adding(other, call.tableContext)
        } catch let error as PlotError {
          throw call.located(error)
        }
      }
      return .plot(plot)
    })

  /// `line(…)`, `point(…)`: words inside of `layer` alone.
  private static let layerForms: [Word] = PlotKind.ofLayers.map { kind in
    Word(
      kind.rawValue, .plots, kind.summary,
      parameters: [
        .option("x", .expression, "Across; a single value is a rule: `line(x: 3)`."),
        .option("y", .expression, "Up; a single value is a rule: `line(y: 0)`."),
        .option("color", .expression, "Classes, in the plot's colours."),
        .option("bins", .int, "How many intervals."),
      ],
      result: .type(.plain(.plot)), examples: [],
      body: { call in
        let request = LayerRequest(
          kind: kind, x: try call.expressionIfGiven("x"), y: try call.expressionIfGiven("y"),
          color: try call.expressionIfGiven("color"),
          binCount: try call.int("bins", in: 1...200))
        guard request.x != nil || request.y != nil else {
          throw RuntimeError(.emptyLayer(kind.rawValue, at: call.site.range))
        }
        return .plot(
          Plot(
            layers: [Plot.Layer(request: request, table: nil)], options: PlotOptions(),
            drawn: nil))
      })
  }
}
