import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `contains(.s, "er")`, `contains(.s, regex('^a'))`, `contains(.list, 2)`
  static let contains = Word(
    "contains", .lists, "Whether a text holds another or a match, or a list a value.",
    parameters: [
      .required("x", .either([.string, .list, .expression]), "A text, a list or a column."),
      .required("part", .any, "What to look for: literal text, regex('…'), or a value."),
    ],
    result: .lifted(.bool),
    examples: [
      WordExample("contains(\"quern\", \"er\")", shows: "true"),
      WordExample("contains([1, 2], 2)", shows: "true"),
      WordExample("table({s: [\"a1\", \"b\"]}) |> filter(contains(.s, regex('\\d')))"),
    ],
    lift: { call in try containing(call) { try call.expressionIfGiven($0) } },
    body: { call in
      if case .null = call.value("x") { return .null }
      if let values = listed(call.value("x")) {
        let part = call.value("part")
        return .bool(values.contains { $0 == part })
      }
      return try kernelValue(call, ["x", "part"], containing)
    })

  private static func containing(_ call: WordCall, _ part: Part) throws -> ColumnExpression {
    let x = try required("x", call, part)
    if let pattern = RegexPattern.text(call, "part") {
      return .function(.pattern(.contains, pattern), [x])
    }
    return .function(.contains, [x, try required("part", call, part)])
  }

  private static func listed(_ value: Value) -> [Value]? {
    if case .list(let values) = value { return values }
    return nil
  }

  /// `starts_with(.s, "qu")`
  static let startsWith = edge(
    "starts_with", "Whether a text begins with another, or with a match.", .startsWith,
    .startsWith, example: WordExample("starts_with(\"quern\", \"qu\")", shows: "true"))

  /// `ends_with(.s, "rn")`
  static let endsWith = edge(
    "ends_with", "Whether a text ends with another, or with a match.", .endsWith, .endsWith,
    example: WordExample("ends_with(\"quern\", regex('[a-z]n'))", shows: "true"))

  private static func edge(
    _ name: String, _ summary: String, _ function: ScalarFunction, _ use: PatternUse,
    example: WordExample
  ) -> Word {
    kernel(
      name, .strings, summary,
      parameters: [
        .required("x", .either([.string, .expression]), "A text or a column."),
        .required(
          "part", .either([.string, .pattern, .expression]),
          "What to look for: literal text, or regex('…')."),
      ],
      data: ["x", "part"], result: .bool, examples: [example],
      { call, part in
        let x = try required("x", call, part)
        if let pattern = RegexPattern.text(call, "part") {
          return .function(.pattern(use, pattern), [x])
        }
        return .function(function, [x, try required("part", call, part)])
      })
  }
}
