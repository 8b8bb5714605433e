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
    step: { call in .rename(try pairs(call)) },
    body: { call in
      let table = try call.table("t")
      guard try call.constant("style") != nil else {
        return .table(try table.rename(try pairs(call)))
      }
      var pairs = try pairs(call)
      let named = Set(pairs.map(\.old))
      for name in table.schema.names where !named.contains(name) {
        let snake = snakeCase(name)
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

  /// `Charge  Amount` → `charge_amount`, `CallFailure` → `call_failure`.
  static func snakeCase(_ name: String) -> String {
    var result = ""
    var previous: Character = "_"
    for character in name {
      guard character.isLetter || character.isNumber else {
        if !result.isEmpty, result.last != "_" { result.append("_") }
        previous = "_"
        continue
      }
      let startsWord = character.isUppercase && (previous.isLowercase || previous.isNumber)
      if startsWord, result.last != "_" { result.append("_") }
      result += character.lowercased()
      previous = character
    }
    while result.last == "_" { result.removeLast() }
    return result.isEmpty ? name : result
  }
}
