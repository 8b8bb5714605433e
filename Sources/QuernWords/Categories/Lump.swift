import QuernLearning
import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `lump(t, .plan, n: 5)`
  static let lump = Word(
    "lump", .categories, "Rare labels of columns become one; says how many.",
    parameters: [
      .required("t", .table, "The table."),
      .rest("columns", .columns, isRequired: true, "The columns, of str or category."),
      .option("n", .int, "How many of the most frequent labels are kept."),
      .option("share", .number, "Keep labels of at least this share of the rows: 0.05."),
      .option("other", .string, default: "\"other\"", "What the others become."),
    ],
    result: .verb(),
    examples: [
      WordExample("table({p: [\"a\", \"a\", \"b\", \"c\"]}) |> lump(.p, n: 1)"),
      WordExample("table({p: [\"a\", \"a\", \"b\", \"c\"]}) |> lump(.p, share: 0.3, other: \"?\")"),
      WordExample("recipe(lump(categorical(), n: 20))"),
    ],
    step: { call in
      let limits = try limits(call)
      return .lump(
        try call.selection("columns") ?? .categorical(except: []),
        LumpOptions(
          countMax: limits.count, shareMin: limits.share,
          other: try call.string("other") ?? "other"))
    },
    body: { call in
      var table = try call.table("t")
      let limits = try limits(call)
      for column in try call.columns("columns", in: table.schema) {
        table = try table.lump(
          LumpSpec(
            column: column, countMax: limits.count, shareMin: limits.share,
            other: try call.string("other") ?? "other"))
      }
      return .table(table)
    })

  private static func limits(_ call: WordCall) throws -> (count: Int?, share: Double?) {
    let count = try call.int("n", in: 0...Int.max)
    let share = try call.double("share")
    guard count != nil || share != nil else {
      throw TableError.invalidArgument(
        word: "lump", message: "which labels stay is missing",
        hint: "n: 5 keeps the five most frequent, share: 0.05 those of 5 % of the rows and more")
    }
    return (count, share)
  }
}
