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
      .definitions("What to put: `column = value`."),
    ],
    result: .verb(keepsSchema: true),
    examples: [WordExample("table({a: [1, null], b: [\"x\", null]}) |> fill(a = 0, b = \"?\")")],
    step: { call in .fill(try values(call)) },
    body: { call in .table(try call.table("t").fill(try values(call))) })

  private static func values(_ call: WordCall) throws(RuntimeError) -> [(String, Scalar)] {
    var result: [(String, Scalar)] = []
    for definition in call.boundDefinitions {
      guard let scalar = definition.value.scalar else {
        throw RuntimeError(
          .definitionType(
            definition.name, word: "fill", found: definition.value.type.nameWithArticle,
            at: definition.range))
      }
      result.append((definition.name, scalar))
    }
    return result
  }
}
