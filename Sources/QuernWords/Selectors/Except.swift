import QuernLearning
import QuernPlan
import QuernValue

extension Word {
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
