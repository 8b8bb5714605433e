import QuernLearning
import QuernTable
import QuernText

/// Facts about a value, by name: how models, evaluations and endpoints are shown.
struct Card {
  var title: String
  var facts: [(name: String, value: String)]
  /// Below the facts: a confusion matrix.
  var heat: HeatTable?

  /// The title, and below it the facts with their names in one column.
  func text(_ paint: Paint, width limit: Int) -> String {
    let width = facts.map { TerminalText.width($0.name) }.max() ?? 0
    let lines = facts.map {
      "  " + paint.dim(TerminalText.padRight($0.name, width: width)) + "  " + $0.value
    }
    let below = heat.flatMap { $0.lines(width: limit - 2, paint) } ?? []
    return ([paint.bold(title)] + lines + below.map { "  " + $0 }).joined(separator: "\n")
  }

  var html: String {
    let card = HTML.card(title, facts)
    guard let heat else { return card }
    return card + "\n" + HTML.heat("confusion", heat)
  }

  init(_ title: String, _ facts: [(name: String, value: String?)]) {
    self.title = title
    self.facts = facts.compactMap { fact in fact.value.map { (fact.name, $0) } }
  }

  init(_ model: Model) {
    let last = model.history.map(\.step).max()
    let final = model.history.filter { $0.step == last }
    self.init(
      "model",
      [
        ("algorithm", model.algorithm.text),
        ("task", model.task.rawValue),
        (
          "target",
          model.target.map { ".\(ColumnExpression.quoted($0.name)) (\($0.type.name))" }
        ),
        ("classes", model.classes.isEmpty ? nil : Self.list(model.classes.map(\.literalText))),
        ("positive", model.positive.map(\.literalText)),
        ("threshold", model.threshold.map { Numbers.significant($0, digits: 5) }),
        (
          "inputs",
          "\(model.inputSchema.count): "
            + Self.list(model.inputSchema.fields.map { "\($0.name) (\($0.type.name))" })
        ),
        ("features", "\(model.featureNames.count): \(Self.list(model.featureNames))"),
        ("recipe", model.recipe.map { _ in "fitted on the training rows" }),
        ("rows", Numbers.grouped(Int64(model.trainedRows))),
        ("seed", String(model.seed)),
        (
          "metrics",
          final.isEmpty
            ? nil
            : final.map { "\($0.rows) \($0.name) \(Numbers.significant($0.value, digits: 5))" }
              .joined(separator: ", ")
        ),
        ("notes", model.notes.isEmpty ? nil : model.notes.joined(separator: "; ")),
      ])
  }

  init(_ evaluation: Evaluation) {
    self.init(
      "evaluation of \(evaluation.model)",
      [("rows", Numbers.grouped(Int64(evaluation.rows)))]
        + evaluation.metrics.map {
          ($0.name, Self.measured($0))
        }
        + [
          (
            "interval",
            evaluation.level.map {
              "\(Numbers.significant($0 * 100, digits: 4)) % of the resamples lie inside"
            }
          ),
          ("positive", evaluation.positive.map(\.literalText)),
          ("threshold", evaluation.threshold.map { Numbers.significant($0, digits: 5) }),
          ("notes", evaluation.notes.isEmpty ? nil : evaluation.notes.joined(separator: "; ")),
        ])
    heat = evaluation.confusion.flatMap { HeatTable($0) }
  }

  init(_ handle: EndpointHandle) {
    self.init("endpoint \(handle.name)", [("arn", handle.arn)])
  }

  /// `0.91304 (0.89712 to 0.92621)`
  private static func measured(_ metric: MetricValue) -> String {
    guard let value = metric.value else { return "null" }
    let text = Numbers.significant(value, digits: 5)
    guard let low = metric.low, let high = metric.high else { return text }
    return text + " (\(Numbers.significant(low, digits: 5)) to "
      + "\(Numbers.significant(high, digits: 5)))"
  }

  private static let listedMax = 8

  private static func list(_ names: [String]) -> String {
    names.prefix(listedMax).joined(separator: ", ") + (names.count > listedMax ? ", …" : "")
  }
}
