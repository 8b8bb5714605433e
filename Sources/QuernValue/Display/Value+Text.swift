import QuernLearning
import QuernPlot
import QuernTable
import QuernText

extension Value {
  /// How the value stands inside of a text: `"{x}"`; nil for what has no short form.
  package var interpolated: String? {
    switch self {
    case .string(let text), .constant(let text): text
    case .null, .bool, .int, .float, .date, .time, .datetime, .instant, .duration, .size:
      literalText.dropAt
    case .list, .record, .range, .column, .endpoint, .algorithm: literalText
    case .table, .function, .recipe, .step, .selection, .across, .model, .evaluation, .plot,
      .pattern, .secret:
      nil
    }
  }

  /// The value as the language writes it, in one line.
  package var literalText: String {
    switch self {
    case .null, .bool, .int, .float, .string, .date, .time, .datetime, .instant, .duration, .size:
      scalar.map(\.literalText) ?? "null"
    case .list(let values): "[\(values.map(\.literalText).joined(separator: ", "))]"
    case .record(let record):
      "{"
        + record.fields.map { "\(ColumnExpression.quoted($0.name)): \($0.value.literalText)" }
        .joined(separator: ", ") + "}"
    case .range(let lower, let upper): "\(lower.literalText)..\(upper.literalText)"
    case .column(let expression): expression.text
    case .table(let table):
      "table[\(table.schema.count) column\(table.schema.count == 1 ? "" : "s")]"
    case .function(let function): function.text
    case .recipe(let recipe):
      "recipe(\(recipe.steps.map { RecipeText.of($0) }.joined(separator: ", ")))"
    case .step(let step): RecipeText.of(step)
    case .selection(let selection): selection.text
    case .across(let across): across.text
    case .algorithm(let spec): spec.text
    case .model(let model): "model \(model.summary)"
    case .evaluation(let evaluation): "evaluation of \(evaluation.model)"
    case .endpoint(let handle): "endpoint(\(Scalar.quoted(handle.name)))"
    case .plot(let plot): plot.summary
    case .pattern(let pattern): "regex('\(pattern)')"
    case .secret: "secret(…)"
    case .constant(let name): name
    }
  }
}

extension String {
  /// Without the `@` of a date literal.
  fileprivate var dropAt: String {
    utf8.first == UInt8(ascii: "@") ? String(dropFirst()) : self
  }
}
