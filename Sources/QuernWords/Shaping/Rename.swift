import QuernLearning
import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `rename(t, new = .old)`
  static let rename = Word(
    "rename", .shaping, "Give columns other names.",
    parameters: [
      .required("t", .table, "The table."),
      .optional(
        "style", .constant, constants: ["snake_case"],
        "`snake_case`: every name in small letters, digits and underscores."),
      .definitions(isRequired: false, "New names: `new = .old`."),
    ],
    result: .verb(),
    examples: [
      WordExample("table({a: [1], b: [2]}) |> rename(first = .a)"),
      WordExample("table({`Charge  Amount`: [1], CallFailure: [2]}) |> rename(snake_case)"),
    ],
    step: { call in
      let pairs = try pairs(call)
      return try call.constant("style") == nil ? .rename(pairs) : .renameAll(pairs)
    },
    body: { call in
      let table = try call.table("t")
      guard try call.constant("style") != nil else {
        return .table(try table.rename(try pairs(call)))
      }
      var pairs = try pairs(call)
      let named = Set(pairs.map(\.old))
      for name in table.schema.names where !named.contains(name) {
        let snake = SnakeCase.name(name)
        if snake != name { pairs.append((new: snake, old: name)) }
      }
      return .table(try table.rename(pairs))
    })

  private static func pairs(_ call: WordCall) throws(RuntimeError) -> [(new: String, old: String)] {
    var pairs: [(new: String, old: String)] = []
    for definition in call.boundDefinitions {
      guard case .column(.column(let old)) = definition.value else {
        throw RuntimeError(
          .definitionType(
            definition.name, word: "rename", found: definition.value.type.nameWithArticle,
            at: definition.range))
      }
      pairs.append((new: definition.name, old: old))
    }
    return pairs
  }
}
