import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `one(t)`
  static let one = Word(
    "one", .lists, "The only row of a table as a record; any other number of rows is an error.",
    parameters: [.required("t", .table, "The table.")],
    result: .analysed { call in
      guard let schema = call.schema("t") else { return .plain(.record) }
      return .record(schema.fields.map { StaticType.Member($0.name, StaticType($0.type)) })
    },
    examples: [
      WordExample("one(table({a: [1, 2]}) |> summarise(n = count(), top = max(.a)))"),
      WordExample("(table({a: [1, 2], b: [\"x\", \"y\"]}) |> filter(.a == 2) |> one()).b"),
    ],
    body: { call in
      let table = try call.table("t")
      let count = try table.rowCount(call.tableContext)
      guard count == 1 else {
        throw RuntimeError(
          .notOneRow(count, of: call.site.tableName, at: call.range(of: "t")))
      }
      let row = try table.collect(call.tableContext).row(0)
      return .record(zip(table.schema.names, row).map { ($0, Value($1)) })
    })
}
