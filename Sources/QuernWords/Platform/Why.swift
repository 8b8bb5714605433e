import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `why(t)`, `why(ep)`
  static let why = Word(
    "why", .platform,
    "Why a table has the rows it has: each step, the rows before and after it, and what it "
      + "dropped; or what happened to an endpoint: each change, its reason and who asked.",
    parameters: [
      .required(
        "what", .either([.table, .endpoint, .string]), "A table; or an endpoint, or its name.")
    ],
    result: .analysed { call in
      guard case .table? = call.argument("what")?.type else { return .anyTable }
      return .table(TableReasons.schema)
    },
    // A table's own steps look at nothing that the table has not looked at.
    effect: .reads,
    target: "what",
    examples: [
      WordExample(
        "table({a: [1, null, 3, 3]}) |> filter(.a > 1) |> distinct(.a) |> why()")
    ],
    body: { call in
      guard case .table(let table) = call.value("what") else {
        return .table(try call.host.history(ofEndpoint: try call.endpointName("what")))
      }
      return .table(try TableReasons.table(table, call.tableContext))
    })
}

/// The steps of a table, as `why` shows them.
private enum TableReasons {
  static let schema = Schema(fields: [
    Field(name: "step", type: .string), Field(name: "rows_in", type: .int),
    Field(name: "rows", type: .int), Field(name: "because", type: .string),
  ])

  static func table(_ table: Table, _ context: TableContext) throws -> Table {
    // What a step says stands beside it, and need not be said again below.
    let quiet = StatisticsInput.quiet(context)
    let rows = try table.steps(quiet).map { step in
      [
        Scalar.string(step.text), number(step.rowsIn), number(step.rowsOut),
        step.remarks.isEmpty ? .null : .string(step.remarks.joined(separator: "; ")),
      ]
    }
    return Table(data: try TableData.build(schema, rows: rows))
  }

  private static func number(_ count: Int?) -> Scalar { count.map { .int(Int64($0)) } ?? .null }
}
