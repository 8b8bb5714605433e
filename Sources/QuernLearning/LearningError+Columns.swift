package import QuernTable
import QuernText

/// Mistakes between the columns of a table and what a model or a step needs of them.
extension LearningError {
  package static func reservedColumn(_ name: String) -> LearningError {
    mistake(
      "reserved-column",
      ".\(name) is the target, weight, group or order of this training: no step may touch it",
      hints: ["it is never a feature: leave it out of the step"], column: name)
  }

  /// `schema`: of the table that lacks it, for a name that is nearly the same.
  package static func missingInput(_ name: String, in schema: Schema? = nil) -> LearningError {
    let column = ColumnExpression.quoted(name)
    let near = schema.flatMap { EditDistance.nearest(name, in: $0.names).first }
    return mistake(
      "missing-input", "the model needs .\(column), which the table does not have",
      hints: [
        near.map {
          "is it .\(ColumnExpression.quoted($0))? rename(\(column) = .\(ColumnExpression.quoted($0)))"
        }
          ?? "make it as the training rows have it, or train without it: prep: recipe(drop(.\(column)))"
      ], column: name)
  }

  package static func inputType(_ name: String, type: DataType, expected: DataType) -> LearningError
  {
    let column = ColumnExpression.quoted(name)
    return mistake(
      "input-type", "the model was trained with .\(column) as \(expected.name), not \(type.name)",
      hints: ["bring it to the same type: update(\(column) = cast(.\(column), \(expected.name)))"],
      column: name)
  }

  package static func stepType(_ step: String, column: String, type: DataType) -> LearningError {
    mistake(
      "step-type", "`\(step)` cannot work on .\(column), which is \(type.name)",
      hints: stepHint(step, ColumnExpression.quoted(column), type).map { [$0] } ?? [],
      column: column)
  }

  /// The step to write instead.
  private static func stepHint(_ step: String, _ column: String, _ type: DataType) -> String? {
    switch type {
    case .date, .datetime, .instant:
      return "take parts of it first: derive(\(column)_month = month(.\(column))), drop(.\(column))"
    case .string, .category:
      return step.hasPrefix("impute")
        ? "say with: mode, or a text: impute(.\(column), with: \"?\")"
        : "make it numbers first: onehot(.\(column)), or encode_target(.\(column))"
    case .float, .int, .size:
      return step == "onehot" || step == "lump" || step == "encode_target"
        ? "make classes of it first: cut(.\(column), 4)" : nil
    case .bool:
      return step.hasPrefix("impute")
        ? "say with: mode, or a value: impute(.\(column), with: false)"
        : "it stands for 0 and 1 as it is: leave it out of the step"
    case .null: return "every row is null: drop(.\(column))"
    case .time, .duration, .list, .structure: return nil
    }
  }
}
