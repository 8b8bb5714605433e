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
        "path", .string,
        "Where to: `.svg`, `.png`, `.html`, `.json` (Vega-Lite) or `.txt`."),
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
      guard let bytes = bytes(of: plot, for: path) else {
        throw RuntimeError(.plotFile(path, at: call.range(of: "path")))
      }
      let outcome = try call.host.writeBytes(bytes, to: path)
      try call.emit(.note("\(path): \(outcome.rawValue)"))
      return .string(path)
    })

  /// The plot in the form that the file's name asks for; nil where it asks for none of ours.
  private static func bytes(of plot: Plot, for path: String) -> [UInt8]? {
    switch path.split(separator: ".").last.map({ $0.lowercased() }) {
    case "svg": Array(plot.figure.svg().utf8)
    case "png": plot.figure.png()
    case "html", "htm": Array(plot.figure.page().utf8)
    case "json": Array((plot.figure.vegaLite().text(pretty: true) + "\n").utf8)
    case "txt": Array((plot.figure.text(width: 100, isColored: false) + "\n").utf8)
    default: nil
    }
  }
}
