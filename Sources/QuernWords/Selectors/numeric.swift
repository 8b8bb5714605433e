import QuernLearning
import QuernPlan
import QuernValue

extension Word {
  /// `numeric()`
  static let numeric = Word(
    "numeric", .selectors, "The int, float and size columns, whichever they are.",
    parameters: [],
    result: .type(.plain(.selection)),
    examples: [WordExample("table({a: [1], b: [\"x\"], c: [0.5]}) |> select(numeric())")],
    body: { _ in .selection(.numeric(except: [])) })

  /// `categorical()`
  static let categorical = Word(
    "categorical", .selectors, "The str and category columns, whichever they are.",
    parameters: [],
    result: .type(.plain(.selection)),
    examples: [WordExample("table({a: [1], b: [\"x\"]}) |> select(categorical())")],
    body: { _ in .selection(.categorical(except: [])) })

  /// `matching("_date")`
  static let matching = Word(
    "matching", .selectors, "The columns whose name contains a text.",
    parameters: [.required("text", .string, "What the name contains.")],
    result: .type(.plain(.selection)),
    examples: [
      WordExample("table({mean_a: [1], max_a: [2], b: [3]}) |> select(matching(\"_a\"))")
    ],
    body: { call in .selection(.matching(try call.string("text") ?? "")) })

  /// `all_columns()`
  static let allColumns = Word(
    "all_columns", .selectors, "Every column.",
    parameters: [],
    result: .type(.plain(.selection)),
    examples: [WordExample("table({a: [1], b: [2]}) |> select(all_columns())")],
    body: { _ in .selection(.all(except: [])) })

  /// `except(numeric(), .id)`
  static let except = Word(
    "except", .selectors, "The columns of a selection without some.",
    parameters: [
      .required("selection", .columns, "What to choose from."),
      .rest("without", .columns, isRequired: true, "What to leave out."),
    ],
    result: .type(.plain(.selection)),
    examples: [WordExample("table({a: [1], b: [2], c: [3]}) |> select(except(numeric(), .b))")],
    body: { call in
      let all = try call.selection("selection") ?? .all(except: [])
      return .selection(.difference(all, try call.selection("without") ?? .names([])))
    })
}
