import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `try(e, default: v)`
  static let `try` = Word(
    "try", .cells,
    "The value of an expression, or another where it fails for its data; nothing else is caught.",
    parameters: [
      .deferred("e", .positional, "What may fail: parse, type, column, absent file."),
      .requiredOption("default", .any, "The value where it does; over columns, at those rows."),
    ],
    result: .analysed { call in
      guard let value = call.argument("e"), let other = call.argument("default") else {
        return .unknown
      }
      guard value.type.isColumn || other.type.isColumn else { return .unknown }
      guard let first = value.operandSpecimen.flatMap(Lifting.operand),
        let second = other.operandSpecimen.flatMap(Lifting.operand)
      else { return .column(nil) }
      return .column(.function(.attempt, [first, second]))
    },
    examples: [
      WordExample("try(cast(\"twelve\", int), default: 0)"),
      WordExample("try(1 + 1, default: 0)"),
      WordExample("table({s: [\"1\", \"x\"]}) |> derive(n = try(cast(.s, int), default: null))"),
    ],
    body: { call in
      guard case .deferred(let attempt) = call.argument("e") else { throw call.missing("e") }
      let other = call.value("default")
      do {
        let value = try call.context.interpreter.apply(attempt, to: [], index: 0)
        if let rows = try overRows(value, other, call) { return rows }
        // A table is a plan: what fails in it would fail later, outside of `try`.
        if case .table(let table) = value { _ = try table.collect(call.tableContext) }
        return value
      } catch {
        let failure = RuntimeError(any: error)
        guard failure.category == .data else { throw failure }
        return other
      }
    })

  /// The same over columns, row by row; nil where neither is an expression over columns.
  private static func overRows(
    _ value: Value, _ other: Value, _ call: WordCall
  ) throws(RuntimeError) -> Value? {
    var isLifted = false
    if case .column = value { isLifted = true }
    if case .column = other { isLifted = true }
    guard isLifted else { return nil }
    guard let first = Lifting.operand(value) else { throw call.wrong("e", value) }
    guard let second = Lifting.operand(other) else { throw call.wrong("default", other) }
    return .column(.function(.attempt, [first, second]))
  }
}
