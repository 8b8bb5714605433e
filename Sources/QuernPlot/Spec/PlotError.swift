package import QuernTable
import QuernText

/// What a plot cannot draw, and what to do about it.
package enum PlotError: Error, Sendable {
  case table(TableError)
  /// `parameter`: which argument it is about.
  case mistake(code: String, message: String, hints: [String], parameter: String?)
}

extension PlotError {
  static func needed(_ parameter: String, for kind: PlotKind, _ example: String) -> PlotError {
    .mistake(
      code: "plot-channel", message: "`\(kind.rawValue)` needs `\(parameter):`",
      hints: ["write \(example)"], parameter: nil)
  }

  static func notUsed(_ parameter: String, by kind: PlotKind, _ hint: String) -> PlotError {
    .mistake(
      code: "plot-channel", message: "`\(kind.rawValue)` does not take `\(parameter):`",
      hints: [hint], parameter: parameter)
  }

  /// A text where a position on a line of numbers is needed.
  static func needsNumbers(
    _ parameter: String, kind: PlotKind, title: String, found: DataType
  ) -> PlotError {
    let hint =
      found.isText
      ? "cast(…, float) makes numbers of it; `bar` and `box` take text as the other axis"
      : "take a number of it, such as a field or its length"
    return .mistake(
      code: "plot-type",
      message:
        "`\(kind.rawValue)` needs numbers or dates for `\(parameter):`, and \(title) is "
        + "\(found.name)",
      hints: [hint], parameter: parameter)
  }

  static func notDrawable(_ parameter: String, title: String, found: DataType) -> PlotError {
    .mistake(
      code: "plot-type", message: "\(title) is \(found.name), which has no place on an axis",
      hints: ["take a part of it first, with `derive`"], parameter: parameter)
  }

  static func tooManyFacets(_ title: String, count: Int, limit: Int) -> PlotError {
    .mistake(
      code: "plot-facets",
      message: "\(title) has \(count) values: as many small plots are too small to read",
      hints: [
        "keep up to \(limit) of them with `filter`, or lump the rare ones: facet: lump(…, 8)"
      ], parameter: "facet")
  }

  /// Several rows where one mark shows one value.
  static func manyRows(
    kind: PlotKind, place: String, count: Int, expression: String, parameter: String
  ) -> PlotError {
    .mistake(
      code: "plot-rows",
      message:
        "\(count) rows have \(place), and \(kind.article) shows one value there: say which",
      hints: ["\(parameter): mean(\(expression)), sum(\(expression)), or another aggregate"],
      parameter: parameter)
  }

  static func nothingToDraw(_ title: String) -> PlotError {
    .mistake(
      code: "plot-empty", message: "there is nothing to draw: \(title)",
      hints: ["look at the rows first, with `describe`"], parameter: nil)
  }

  static func axisKinds(_ axis: String, _ first: String, _ other: String) -> PlotError {
    .mistake(
      code: "plot-axis",
      message: "the layers share the \(axis) axis, and it is \(first) in one and \(other) in another",
      hints: ["use columns of one type, or two plots"], parameter: axis)
  }

  static func noTable(_ what: String) -> PlotError {
    .mistake(
      code: "plot-table", message: "\(what) needs the rows of a table, and this plot has none",
      hints: ["give the layer its own: layer(p, plot(t, point, x: .a, y: .b))"], parameter: nil)
  }

  static func logOfNone(_ axis: String) -> PlotError {
    .mistake(
      code: "plot-axis", message: "a logarithmic \(axis) axis has no place for zero or less",
      hints: ["filter for values above 0, or leave the axis linear"],
      parameter: "\(axis)_scale")
  }

  static func lacking(_ kind: PlotKind, _ why: String, _ hint: String) -> PlotError {
    .mistake(
      code: "plot-source", message: "`\(kind.rawValue)` cannot be drawn: \(why)", hints: [hint],
      parameter: nil)
  }
}

extension PlotKind {
  fileprivate var article: String {
    switch self {
    case .importance: "an importance"
    case .heat: "a cell"
    case .line, .bar, .point, .hist, .box, .roc, .pr, .calibration, .residuals:
      "a \(rawValue)"
    }
  }
}
