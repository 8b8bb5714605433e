import QuernPlan
import QuernPlot
import QuernTable
import QuernValue

extension Word {
  /// `facet(p, .plan)`
  static let facet = Word(
    "facet", .plots, "A plot as small ones, one for each value of a column, on the same axes.",
    parameters: [
      .required("plot", .plot, "The plot of a table."),
      .required("by", .expression, "What parts the rows."),
    ],
    result: .type(.plain(.plot)),
    examples: [
      WordExample(
        "table({a: [1, 2, 4], b: [2, 3, 5], c: [\"x\", \"y\", \"x\"]})\n"
          + "  |> plot(point, x: .a, y: .b) |> facet(.c)")
    ],
    body: { call in
      guard case .plot(let plot) = call.value("plot") else {
        throw call.wrong("plot", call.value("plot"))
      }
      do {
        return .plot(try plot.faceted(try call.expression("by"), call.tableContext))
      } catch let error as PlotError {
        throw call.located(error)
      }
    })
}
