import QuernLearning
import QuernPlot
package import QuernTable
import QuernText

extension Value {
  /// The forms in which the value is shown: plain text always, HTML and JSON where they say more.
  package func display(_ context: DisplayContext) throws(TableError) -> MIMEBundle {
    let paint = Paint(isColored: context.isColored)
    switch self {
    case .table(let table):
      let preview = try TablePreview(table, context)
      return bundle(
        TableText.of(preview, width: context.width, isColored: context.isColored),
        html: HTML.table(preview))
    case .model(let model): return bundle(Card(model), paint, context)
    case .evaluation(let evaluation):
      var bundle = bundle(Card(evaluation), paint, context)
      bundle.entries.append(MIMEBundle.Entry(MIMEBundle.valueType, .json(evaluation.json)))
      return bundle
    case .plot(let plot): return display(plot, context)
    case .endpoint(let handle): return bundle(Card(handle), paint, context)
    case .record(let record): return display(record, context)
    case .list(let values):
      let text = ListText.of(values, width: context.width)
      return bundle(text, html: HTML.code(text))
    case .function(let function):
      let text = FunctionText.of(function)
      return bundle(text, html: HTML.code(text))
    case .recipe(let recipe):
      let steps = recipe.steps.map { "  \(RecipeText.of($0))," }
      let text = (["recipe("] + steps + [")"]).joined(separator: "\n")
      return bundle(text, html: HTML.code(text))
    case .string(let text):
      return MIMEBundle(plain: Scalar.quoted(text))
    case .date, .time, .datetime, .instant, .duration, .size:
      return MIMEBundle(plain: interpolated ?? literalText)
    case .null, .bool, .int, .float, .range, .column, .step, .selection, .across, .algorithm,
      .pattern, .secret, .constant:
      return MIMEBundle(plain: literalText)
    }
  }

  private func bundle(_ plain: String, html: String) -> MIMEBundle {
    MIMEBundle([
      MIMEBundle.Entry("text/plain", .text(plain)), MIMEBundle.Entry("text/html", .text(html)),
    ])
  }

  private func bundle(_ card: Card, _ paint: Paint, _ context: DisplayContext) -> MIMEBundle {
    bundle(card.text(paint, width: context.width), html: card.html)
  }

  /// In characters, drawn finely, as data for a reader that draws itself, and in pixels for one
  /// that takes neither; a layer that waits for its plot says so.
  private func display(_ plot: Plot, _ context: DisplayContext) -> MIMEBundle {
    guard let figure = plot.drawn else { return MIMEBundle(plain: plot.summary) }
    return MIMEBundle([
      MIMEBundle.Entry(
        "text/plain", .text(figure.text(width: context.width, isColored: context.isColored))),
      MIMEBundle.Entry(
        MIMEBundle.terminalType, .text(figure.text(width: context.width, isColored: true))),
      MIMEBundle.Entry("image/svg+xml", .text(figure.svg())),
      MIMEBundle.Entry(Figure.vegaLiteType, .json(figure.vegaLite())),
      MIMEBundle.Entry("image/png", .text(Base64.encode(figure.png()))),
    ])
  }

  private func display(_ record: Record, _ context: DisplayContext) -> MIMEBundle {
    let facts = record.fields.map { (name: $0.name, value: $0.value.literalText) }
    var bundle = bundle(
      RecordText.of(record, width: context.width), html: HTML.card("", facts))
    if let scalar {
      bundle.entries.append(MIMEBundle.Entry(MIMEBundle.valueType, .json(scalar.json())))
    }
    return bundle
  }
}

/// A list in as many lines as it needs, cut where it is long.
enum ListText {
  private static let countMax = 100

  static func of(_ values: [Value], width: Int) -> String {
    let shown = values.prefix(countMax).map(\.literalText)
    var rest: [String] = []
    if values.count > countMax {
      rest = ["… \(Numbers.grouped(Int64(values.count - countMax))) more"]
    }
    let line = "[" + (shown + rest).joined(separator: ", ") + "]"
    if TerminalText.width(line) <= width { return line }
    var lines = ["["]
    var current = " "
    for (place, item) in (shown + rest).enumerated() {
      let piece = " " + item + (place == shown.count + rest.count - 1 ? "" : ",")
      if TerminalText.width(current) + TerminalText.width(piece) > width, current != " " {
        lines.append(current)
        current = " "
      }
      current += piece
    }
    return (lines + [current, "]"]).joined(separator: "\n")
  }
}

/// A record in one line, or a line for each of its fields.
enum RecordText {
  static func of(_ record: Record, width: Int) -> String {
    let line = Value.record(record).literalText
    if TerminalText.width(line) <= width { return line }
    let fields = record.fields.map {
      "  \(ColumnExpression.quoted($0.name)): \($0.value.literalText),"
    }
    return (["{"] + fields + ["}"]).joined(separator: "\n")
  }
}

/// A function: its text, and the names that it captured.
enum FunctionText {
  static func of(_ function: FunctionValue) -> String {
    if case .word = function.origin { return "the word \(function.title)" }
    guard !function.captured.isEmpty else { return function.text }
    let names = function.captured.map(\.name).joined(separator: ", ")
    return "\(function.text)\n  # captured: \(names)"
  }
}
