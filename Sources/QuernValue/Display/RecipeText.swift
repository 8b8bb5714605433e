import QuernLearning
import QuernTable

/// A recipe's steps as the language writes them.
enum RecipeText {
  static func of(_ step: RecipeStep) -> String {
    switch step {
    case .derive(let definitions), .update(let definitions):
      call(
        step.word,
        definitions.map { "\(ColumnExpression.quoted($0.name)) = \($0.expression.text)" })
    case .define(let definitions, _): call(step.word, definitions.map(text))
    case .select(let columns), .drop(let columns): call(step.word, [columns.text])
    case .rename(let pairs):
      call(
        step.word,
        pairs.map { "\(ColumnExpression.quoted($0.new)) = .\(ColumnExpression.quoted($0.old))" })
    case .renameAll(let pairs):
      call(
        step.word,
        ["snake_case"]
          + pairs.map {
            "\(ColumnExpression.quoted($0.new)) = .\(ColumnExpression.quoted($0.old))"
          })
    case .cut(let name, let options):
      call(
        step.word,
        [".\(ColumnExpression.quoted(name))", "\(options.count)"]
          + (options.isQuantile ? ["bins: quantile"] : [])
          + (options.closesRight ? [] : ["closed: left"])
          + (options.labels.map {
            ["labels: [\($0.map(Scalar.quoted).joined(separator: ", "))]"]
          } ?? []))
    case .fill(let values):
      call(
        step.word,
        values.map { "\(ColumnExpression.quoted($0.name)) = \($0.value.literalText)" })
    case .impute(let columns, let with, let indicator):
      call(
        step.word,
        [columns.text, "with: \(text(with))"] + (indicator ? ["indicator: true"] : []))
    case .onehot(let columns, _): call(step.word, [columns.text])
    case .scale(let columns, let scaling):
      call(step.word, [columns.text, "to: \(scaling.rawValue)"])
    case .encodeTarget(let columns, let options):
      call(step.word, [columns.text, "smoothing: \(Scalar.float(options.smoothing).literalText)"])
    case .lump(let columns, let options):
      call(
        step.word,
        [columns.text] + (options.countMax.map { ["n: \($0)"] } ?? [])
          + (options.shareMin.map { ["share: \(Scalar.float($0).literalText)"] } ?? [])
          + (options.other == "other" ? [] : ["other: \(Scalar.quoted(options.other))"]))
    case .balance(let balance): call(step.word, [balance.rawValue])
    }
  }

  private static func text(_ definition: StepDefinition) -> String {
    switch definition {
    case .one(let name, let expression):
      "\(ColumnExpression.quoted(name)) = \(expression.text)"
    case .across(let across): across.text
    }
  }

  private static func text(_ imputation: Imputation) -> String {
    switch imputation {
    case .median: "median"
    case .mean: "mean"
    case .mode: "mode"
    case .constant(let value): value.literalText
    }
  }

  private static func call(_ word: String, _ arguments: [String]) -> String {
    "\(word)(\(arguments.joined(separator: ", ")))"
  }
}
