import QuernLearning
import QuernPlan
import QuernValue

extension Word {
  /// `onehot(.plan)`
  static let onehot = Word(
    "onehot", .preparing,
    "A recipe step: one 0/1 column for each label; an unknown label gives all zeros, counted.",
    parameters: [
      .rest("columns", .columns, isRequired: true, "Which columns."),
      .option("null_level", .bool, default: "false", "Null is a level of its own, `NAME_null`."),
      .option("max_levels", .int, default: "1000", "More labels than this are an error."),
    ],
    result: .type(.plain(.step)),
    examples: [WordExample("recipe(onehot(.plan, .region))")],
    body: { call in
      .step(
        .onehot(
          try call.selection("columns") ?? .categorical(except: []),
          OneHotOptions(
            nullIsLevel: try call.bool("null_level") ?? false,
            levelCountMax: try call.int("max_levels", in: 1...100_000) ?? 1_000)))
    })
}
