import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `sql("select city, count(*) as n from t group by city", {t: orders})`
  static let sql = Word(
    "sql", .files, "A query in SQLite's SQL over tables.",
    parameters: [
      .required("query", .string, "One select statement."),
      .required("tables", .record, "The tables by the names that the query gives them."),
    ],
    result: .type(.anyTable),
    examples: [
      WordExample(
        "sql(\"select city, sum(n) as total from t group by city order by 2 desc\",\n"
          + "  {t: read(\"cities.csv\")})")
    ],
    body: { call in
      var tables: [(name: String, table: Table)] = []
      for field in try call.record("tables")?.fields ?? [] {
        guard case .table(let table) = field.value else { throw call.wrong("tables", field.value) }
        tables.append((field.name, table))
      }
      let query = try SQLQuery(try call.string("query") ?? "", tables, call.tableContext)
      return .table(Table(data: try query.run()))
    })
}
