import QuernLearning
import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `across(numeric(), c => clip(c, 0, 1))`
  static let across = Word(
    "across", .selectors, "The same definition for many columns, in derive, update or summarise.",
    parameters: [
      .required("columns", .columns, "Columns, lists of columns, or selectors."),
      .required(
        "f", .either([.function, .record]),
        "From a column to an expression; or several by name: `{mean: mean, sd: std}`, whose names "
          + "are put behind the column's."),
      .option("prefix", .string, "Put before the names of the columns."),
      .option("suffix", .string, "Put behind them; without either the columns keep their names."),
    ],
    result: .evaluated(otherwise: .plain(.across)),
    examples: [
      WordExample(
        "table({a: [2.5], b: [-1.0]}) |> update(across([.a, .b], c => clip(c, 0, 1)))"),
      WordExample(
        "table({g: [1, 1], a: [2, 4], b: [5, 7]})\n"
          + "  |> summarise(across(numeric(), {mean: mean, top: max}), by: .g)"),
    ],
    body: { call in
      let selection = try call.selection("columns") ?? .names([])
      let prefix = try call.string("prefix") ?? ""
      let suffix = try call.string("suffix") ?? ""
      guard case .record(let functions) = call.value("f") else {
        let function = try call.function("f")
        let part = Across.Part(
          prefix: prefix, suffix: suffix, expression: try applied(function, call, index: 0))
        return .across(Across(selection: selection, parts: [part]))
      }
      var parts: [Across.Part] = []
      for (index, field) in functions.fields.enumerated() {
        guard case .function(let function) = field.value else {
          throw call.wrong("f", field.value)
        }
        parts.append(
          Across.Part(
            prefix: prefix, suffix: suffix + "_" + field.name,
            expression: try applied(function, call, index: index)))
      }
      return .across(Across(selection: selection, parts: parts))
    })

  /// What the function makes of a column, whichever it will be.
  private static func applied(
    _ function: FunctionValue, _ call: WordCall, index: Int
  ) throws -> ColumnExpression {
    let result = try call.apply(
      function, to: [.column(.column(Across.standIn))], index: index)
    guard let expression = WordCall.expression(result) else {
      throw RuntimeError(
        .acrossGivesNoColumn(found: result.type.nameWithArticle, at: call.range(of: "f")))
    }
    return expression
  }
}
