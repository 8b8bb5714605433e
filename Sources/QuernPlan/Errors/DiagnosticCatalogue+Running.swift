package import QuernSyntax
import QuernTable

extension DiagnosticCatalogue {
  /// What goes wrong while a cell runs.
  package static let running: [DiagnosticKind] =
    operations + values + times + limits + tables + plots

  /// Every code of the language, in the order of the phases.
  package static let language: [DiagnosticKind] =
    syntax + checking + running + words + learning + around

  private static func kind(
    _ code: String, _ title: String, _ explanation: String, _ example: String
  ) -> DiagnosticKind {
    DiagnosticKind(code, .running, title: title, explanation: explanation, example: example)
  }

  private static let operations: [DiagnosticKind] = [
    kind(
      "condition-type", "A condition that is no bool", "There is no truthiness: compare.",
      "if 1 then 2 else 3"),
    kind(
      "not-in-column", "A value that no column can hold",
      "Expressions over columns take single values.", "if .a then (x => x) else 0"),
    kind(
      "not-text", "A value inside of a text that has no short form",
      "Single values, lists and records can stand in `{…}`.", "\"{x => x}\""),
    kind(
      "mixed-list", "A list of several types where one is needed",
      "Aggregates take values of one type.", "sum([1, \"a\"])"),
  ]

  private static let values: [DiagnosticKind] = [
    kind(
      "index-out-of-range", "An element that a list does not have",
      "Elements are counted from 0, or from -1 back.", "[1][1]"),
    kind(
      "not-indexable", "`[…]` on what has no elements",
      "Lists take ints and ranges, records and tables names.", "5[0]"),
    kind(
      "not-iterable", "`for` over what is no list", "Lists, and ranges of ints or dates.",
      "for x in 5: x"),
    kind(
      "pattern-count", "A pattern of more or fewer names than values",
      "`let (a, b)` takes a list of two apart.", "let (a, b) = [1, 2, 3]"),
    kind(
      "pattern-type", "A pattern on what is no list", "Only lists are taken apart.",
      "let (a, b) = 1"),
    kind(
      "missing-param", "A parameter without a value",
      "It has no default, and none was given.", "param n: int"),
    kind(
      "param-domain", "A parameter outside of its domain",
      "`in` names the values that it may have.", "param n: int in 1..5 = 7"),
  ]

  private static let times: [DiagnosticKind] = [
    kind(
      "month-length", "A month where an exact length is needed",
      "A month has 28 to 31 days.", "1mo / 2"),
    kind(
      "part-of-day", "Hours added to a date", "A date has no time of day.", "@2024-01-01 + 36h"),
    kind(
      "unknown-zone", "A time zone that does not exist", "Zones are those of tzdata.",
      "@2024-01-01T10:00[Europe/Nowhere]"),
    kind(
      "ambiguous-time", "A local time that happens twice",
      "Clocks are set back: say which by its offset.", "@2024-10-27T02:30[Europe/Oslo]"),
    kind(
      "absent-time", "A local time that does not happen", "Clocks are set forward over it.",
      "@2024-03-31T02:30[Europe/Oslo]"),
  ]

  private static let limits: [DiagnosticKind] = [
    kind(
      "recursion-limit", "Functions that call each other too deep",
      "A function that never ends, or a list that is better folded.",
      "fn f(n) = f(n + 1)\nf(0)"),
    kind(
      "list-limit", "A list that is too long", "Large data lie in tables.",
      "for i in 1..1000000000: i"),
    kind(
      "output-limit", "More output than a cell may have", "Show less.",
      "for i in 1..100000000: show(i)"),
    kind(
      "internal", "A mistake of Quern's own", "The cell failed, the session goes on.", ""),
  ]

  /// Codes of tables, in the words of their layer.
  private static let tables: [DiagnosticKind] = TableError.codes.map { entry in
    let title = entry.title.prefix(1).uppercased() + entry.title.dropFirst()
    return kind(entry.code, title, entry.advice, entry.example)
  }

  private static let plots: [DiagnosticKind] = [
    kind(
      "plot-channel", "An argument that the kind of plot needs, or has no use for",
      "A point needs x and y, a histogram x alone.", "plot(t, point, x: .a)"),
    kind(
      "plot-type", "A column that cannot stand there",
      "Lines need numbers or dates, colours a few classes.", "plot(t, line, x: .a, y: .name)"),
    kind(
      "plot-rows", "Several rows where one mark shows one value",
      "A line or bar shows one value at a place: say which.", "plot(t, bar, x: .city, y: .n)"),
    kind(
      "plot-facets", "Too many small plots", "Keep or lump the values first.",
      "plot(t, hist, x: .n, facet: .id)"),
    kind(
      "plot-axis", "Layers that cannot share an axis, or a value without a place on it",
      "All layers stand on the same axes.", "layer(p, line(y: \"high\"))"),
    kind(
      "plot-empty", "Nothing to draw", "No row has all the values that the plot needs.",
      "plot(head(t, 0), hist, x: .n)"),
    kind(
      "plot-table", "A layer or facet over a plot without rows",
      "Plots of models and evaluations have no table.", "facet(plot(m), .a)"),
    kind(
      "plot-source", "A kind of plot that is drawn from something else",
      "Curves come from evaluations, points from tables.", "plot(t, roc)"),
    kind(
      "plot-file", "A file's name that says no form of a plot",
      "Plots are written as SVG, PNG, HTML, Vega-Lite or text.", "save(p, \"a.pdf\")"),
  ]
}
