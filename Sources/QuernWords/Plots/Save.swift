import QuernPlan
import QuernPlot
import QuernText
import QuernValue

extension Word {
  /// `save(p, "tenure.svg")`
  static let save = Word(
    "save", .plots, "Write a plot to a file; the same plot again changes nothing.",
    parameters: [
      .required("plot", .plot, "The plot."),
      .required(
        "path", .string, "Where to: `.svg`, `.html`, `.json` (Vega-Lite) or `.txt`."),
    ],
    result: .type(.string),
    effect: .acts,
    target: "path",
    isQuiet: true,
    examples: [],
    body: { call in
      guard case .plot(let plot) = call.value("plot") else {
        throw call.wrong("plot", call.value("plot"))
      }
      let path = try call.string("path") ?? ""
      guard let text = text(of: plot, for: path) else {
        throw RuntimeError(.plotFile(path, at: call.range(of: "path")))
      }
      let outcome = try call.host.writeBytes(Array(text.utf8), to: path)
      try call.emit(.note("\(path): \(outcome.rawValue)"))
      return .string(path)
    })

  /// The plot in the form that the file's name asks for; nil where it asks for none of ours.
  private static func text(of plot: Plot, for path: String) -> String? {
    switch path.split(separator: ".").last.map({ $0.lowercased() }) {
    case "svg": plot.figure.svg()
    case "html", "htm": plot.figure.page()
    case "json": plot.figure.vegaLite().text(pretty: true) + "\n"
    case "txt": plot.figure.text(width: 100, isColored: false) + "\n"
    default: nil
    }
  }
}
