import QuernLearning
import QuernPlan
import QuernTable
import QuernText
import QuernValue

extension Word {
  /// `describe(t)`
  static let describe = Word(
    "describe", .looking,
    "One row for each column: type, missing and distinct values, range, middle.",
    parameters: [
      .required("t", .table, "The table."),
      .option("target", .column, "Say which columns, or sums of two, give it away."),
    ],
    result: .type(.table(ColumnSummaries.schema)),
    examples: [
      WordExample("describe(table({age: [41, null, 27], plan: [\"basic\", \"plus\", \"basic\"]}))")
    ],
    body: { call in
      let table = try call.table("t")
      let context = call.tableContext
      if let target = try call.columnIfGiven("target") {
        for note in try TargetLeak.notes(table, target: target, context) {
          context.notes.add(Note(code: "leak", text: note))
        }
      }
      if let note = try repeatedRows(table, context) {
        context.notes.add(Note(code: "repeated-rows", text: note))
      }
      return .table(try ColumnSummaries(table: table, context: context).summarised())
    })

  /// Whole rows of larger tables are not compared: it would take longer than the summary.
  private static let comparedRowsMax = 1_000_000

  /// How many rows are copies of others: a split may put them on both sides.
  private static func repeatedRows(_ table: Table, _ context: TableContext) throws -> String? {
    guard table.schema.count > 1, table.schema.fields.allSatisfy(\.type.isOrdered) else {
      return nil
    }
    let all = try table.rowCount(context)
    guard all <= comparedRowsMax else { return nil }
    let copies = all - (try table.distinct(on: []).rowCount(context))
    guard copies > 0 else { return nil }
    let rows = Numbers.grouped(Int64(copies)) + (copies == 1 ? " row repeats" : " rows repeat")
    return "\(rows) another: distinct() drops them, "
      + "split(…, group: all_columns()) keeps them on one side"
  }
}

/// The summary of each column, from one pass of aggregates over the table.
private struct ColumnSummaries {
  static let schema = Schema(fields: [
    Field(name: "column", type: .string), Field(name: "type", type: .string),
    Field(name: "missing", type: .int), Field(name: "distinct", type: .int),
    Field(name: "mean", type: .float), Field(name: "std", type: .float),
    Field(name: "min", type: .string), Field(name: "median", type: .string),
    Field(name: "max", type: .string), Field(name: "most_common", type: .string),
  ])

  let table: Table
  let context: TableContext

  func summarised() throws -> Table {
    var definitions: [(name: String, expression: ColumnExpression)] = [
      ("rows", .aggregate(.count, nil))
    ]
    for (index, field) in table.schema.fields.enumerated() {
      for aggregate in Self.aggregates where aggregate.resultType(field.type) != nil {
        definitions.append(
          ("\(index)/\(aggregate.name)", .aggregate(aggregate, .column(field.name))))
      }
    }
    let summary = try table.summarise(definitions, by: []).collect(context)
    var values: [String: Scalar] = [:]
    for (index, name) in summary.schema.names.enumerated() {
      values[name] = summary.scalar(row: 0, column: index)
    }
    var rows: [[Scalar]] = []
    for (index, field) in table.schema.fields.enumerated() {
      rows.append(row(field, index: index, values: values))
    }
    return Table(data: try TableData.build(Self.schema, rows: rows))
  }

  private static let aggregates: [Aggregate] = [
    .count, .nunique, .mean, .std, .min, .median, .max, .mode,
  ]

  private func row(_ field: Field, index: Int, values: [String: Scalar]) -> [Scalar] {
    func value(_ aggregate: Aggregate) -> Scalar { values["\(index)/\(aggregate.name)"] ?? .null }
    func text(_ aggregate: Aggregate) -> Scalar {
      let scalar = value(aggregate)
      if scalar == .null { return .null }
      if case .float(let number) = scalar {
        return .string(Numbers.shortest(rounded(number)))
      }
      return .string(scalar.text)
    }
    var missing = Scalar.null
    if case .int(let rows)? = values["rows"], case .int(let present) = value(.count) {
      missing = .int(rows - present)
    }
    let isNumber = Aggregate.mean.resultType(field.type) == .float && field.type != .bool
    let isOrdered = field.type.isOrdered && field.type != .string && field.type != .bool
    return [
      .string(field.name), .string(field.type.name), missing, value(.nunique),
      isNumber ? value(.mean) : .null, isNumber ? value(.std) : .null,
      isOrdered ? text(.min) : .null, isNumber ? text(.median) : .null,
      isOrdered ? text(.max) : .null, text(.mode),
    ]
  }

  /// Twelve significant digits: a summary is for reading, and `0.1 + 0.2` is 0.3 there.
  private func rounded(_ number: Double) -> Double {
    Double(Numbers.significant(number, digits: 12)) ?? number
  }
}
