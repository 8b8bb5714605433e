import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `schema(t)`
  static let schema = Word(
    "schema", .files, "The columns of a table and their types.",
    parameters: [.required("t", .table, "The table.")],
    result: .type(.plain(.record)),
    examples: [WordExample("schema(table({a: [1], b: [\"x\"]}))")],
    body: { call in
      .record(try call.table("t").schema.fields.map { ($0.name, Value.string($0.type.name)) })
    })
}
