import QuernLearning
import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `fill(t, a = 0)`
  static let fill = Word(
    "fill", .missing, "Put a value where a column is null.",
    parameters: [
      .required("t", .table, "The table."),
      .definitions("What to put: `column = value`; `update(a = .a ?? e)` takes an expression."),
    ],
    result: .verb(keepsSchema: true),
    examples: [WordExample("table({a: [1, null], b: [\"x\", null]}) |> fill(a = 0, b = \"?\")")],
    step: { call in .fill(try values(call)) },
    body: { call in .table(try call.table("t").fill(try values(call))) })

  private static func values(_ call: WordCall) throws(RuntimeError) -> [(String, Scalar)] {
    var result: [(String, Scalar)] = []
    for definition in call.boundDefinitions {
      guard !definition.name.isEmpty else {
        throw RuntimeError(.fillNeedsName(definition.value.scalar?.text, at: definition.range))
      }
      guard let scalar = definition.value.scalar else {
        throw RuntimeError(
          .fillNeedsValue(
            definition.name, expression: definition.value.columnText, at: definition.range))
      }
      result.append((definition.name, scalar))
    }
    return result
  }
}

extension Value {
  /// The text of a column expression; nil for any other value.
  fileprivate var columnText: String? {
    if case .column(let expression) = self { return expression.text }
    return nil
  }
}
