import QuernLearning
import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `prepare(t, r)`
  static let prepare = Word(
    "prepare", .preparing, "A table as a recipe prepares it, fitted on these rows: for looking.",
    parameters: [
      .required("t", .table, "The rows."),
      .required("recipe", .recipe, "The steps; `train` fits them on its own rows, not on these."),
      .option("target", .column, "Not touched by selectors; what `encode_target` learns from."),
      .option("seed", .int, "Instead of the notebook's."),
    ],
    result: .type(.anyTable),
    isRandom: true,
    examples: [
      WordExample(
        "table({x: [1, null, 3], c: [\"a\", \"b\", \"a\"]})\n"
          + "  |> prepare(recipe(impute(.x), onehot(.c)))")
    ],
    body: { call in
      let recipe = try call.recipe("recipe") ?? Recipe(steps: [])
      let isBalanced = recipe.steps.contains { step in
        if case .balance = step { true } else { false }
      }
      if isBalanced {
        call.tableContext.notes.add(
          Note(code: "balance", text: "balance acts in training only: no row is changed here"))
      }
      return .table(
        try recipe.prepare(
          try call.table("t"), target: try call.columnIfGiven("target"),
          seed: try call.int("seed").map { Int64($0) } ?? call.context.seed, call.tableContext))
    })
}
