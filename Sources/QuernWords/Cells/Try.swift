import QuernPlan
import QuernValue

extension Word {
  /// `try(e, default: v)`
  static let `try` = Word(
    "try", .cells,
    "The value of an expression, or another where it fails for its data; nothing else is caught.",
    parameters: [
      .deferred("e", .positional, "What may fail: parse, type, column, absent file."),
      .requiredOption("default", .any, "The value where it does."),
    ],
    result: .type(.unknown),
    examples: [
      WordExample("try(cast(\"twelve\", int), default: 0)"),
      WordExample("try(1 + 1, default: 0)"),
    ],
    body: { call in
      guard case .deferred(let attempt) = call.argument("e") else { throw call.missing("e") }
      do {
        return try call.context.interpreter.apply(attempt, to: [], index: 0)
      } catch let error as RuntimeError where error.category == .data {
        return call.value("default")
      }
    })
}
