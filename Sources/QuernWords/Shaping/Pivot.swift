import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `pivot(t, names: .month, values: .sales)`
  static let pivot = Word(
    "pivot", .shaping, "Rows to columns: one column for each value of a column.",
    parameters: [
      .required("t", .table, "The table."),
      .requiredOption("names", .column, "The column whose values become the names of columns."),
      .requiredOption(
        "values", .either([.expression, .list, .record]),
        "What stands below them: `.v`, `[.v, .w]`, or aggregates where several rows meet in a "
          + "cell: `sum(.v)`, `{total: sum(.v), n: count()}`."),
      .option(
        "by", .either([.columns, .record]),
        "What makes a row: columns, or expressions over them; all columns that nothing else names"
          + " where not given."),
      .option(
        "fill", .scalar, default: "null",
        "For cells that no row gives; a null that a row gives stays."),
      .option(
        "columns", .list,
        "The values that become columns, where not all do; then the columns are known at once."),
    ],
    result: .verb(),
    examples: [
      WordExample(
        "table({city: [\"Oslo\", \"Oslo\", \"Bergen\"], year: [2023, 2024, 2024], n: [1, 2, 3]})\n"
          + "  |> pivot(names: .year, values: .n)"),
      WordExample(
        "table({city: [\"Oslo\", \"Oslo\"], plan: [\"a\", \"a\"], n: [1, 2]})\n"
          + "  |> pivot(names: .plan, values: sum(.n), by: .city, fill: 0)"),
    ],
    body: { call in
      let keys = try call.groupKeys(of: try call.table("t"))
      let table = keys.table
      let names = try call.column("names")
      let values = try PivotValues(call, table.schema)
      let by =
        call.isGiven("by")
        ? keys.names
        : table.schema.names.filter { $0 != names && !values.read.contains($0) }
      let source =
        values.isAggregated
        ? try table.summarise(values.definitions, by: by + [names]) : table
      var labels = try call.list("columns")?.compactMap(\.scalar)
      if labels == nil {
        // Mistakes that can be known before the rows are told at once.
        _ = try source.pivot(values.spec(by, names, [], try fill(call)))
        if table.isPlaceholder { throw RuntimeError.unknowable }
        labels = try source.labels(names, call.tableContext)
      }
      return .table(try source.pivot(values.spec(by, names, labels ?? [], try fill(call))))
    })

  private static func fill(_ call: WordCall) throws -> Scalar? {
    guard call.isGiven("fill"), !call.value("fill").isNull else { return nil }
    guard let scalar = call.value("fill").scalar else {
      throw call.wrong("fill", call.value("fill"))
    }
    return scalar
  }
}

/// What `values:` of `pivot` says.
private struct PivotValues {
  let definitions: [(name: String, expression: ColumnExpression)]
  let isAggregated: Bool

  init(_ call: WordCall, _ schema: Schema) throws {
    var found: [(name: String?, expression: ColumnExpression)] = []
    switch call.value("values") {
    case .list(let values):
      for value in values {
        guard case .column(let expression) = value else { throw call.wrong("values", value) }
        found.append((nil, expression))
      }
    case .record(let record):
      for field in record.fields {
        guard case .column(let expression) = field.value else {
          throw call.wrong("values", field.value)
        }
        found.append((field.name, expression))
      }
    case .column(let expression): found.append((nil, expression))
    case let other: throw call.wrong("values", other)
    }
    isAggregated = found.contains { $0.expression.hasAggregate }
    definitions = found.map { name, expression in
      if let name { return (name, expression) }
      if case .column(let column) = expression { return (column, expression) }
      return (found.count == 1 ? "value" : expression.text, expression)
    }
    guard isAggregated || definitions.allSatisfy({ .column($0.name) == $0.expression }) else {
      throw TableError.invalidArgument(
        word: "pivot", message: "values: takes columns, or aggregates of them",
        hint: "derive the values as a column first, or say sum(…), mean(…), first(…)")
    }
  }

  /// The columns that the values are made from.
  var read: Set<String> {
    definitions.reduce(into: []) { $0.formUnion($1.expression.columns) }
  }

  func spec(
    _ by: [String], _ names: String, _ labels: [Scalar], _ fill: Scalar?
  ) -> PivotSpec {
    PivotSpec(
      by: by, names: names, labels: labels, values: definitions.map(\.name), fill: fill)
  }
}
