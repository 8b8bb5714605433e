import QuernLearning
import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `expect(t, unique(.id), .age in 0..120)`
  static let expect = Word(
    "expect", .cells, "Check rows; an error names those that break a condition. Gives the table.",
    parameters: [
      .required("t", .table, "The table."),
      .rest(
        "conditions", .either([.expression, .record]), isRequired: true,
        "What must be true of each row (null passes), `unique(…)`, `not_null(…)`."),
    ],
    result: .sameAsFirst,
    isQuiet: true,
    examples: [
      WordExample("table({id: [1, 2], age: [20, 30]}) |> expect(unique(.id), .age in 0..120)")
    ],
    body: { call in
      let table = try call.table("t")
      for condition in call.values("conditions") {
        if let demand = ColumnDemand(condition) {
          try check(demand, of: table, call)
        } else if let expression = WordCall.expression(condition) {
          try check(expression, of: table, call)
        } else {
          throw call.wrong("conditions", condition)
        }
      }
      return .table(table)
    })

  private static func check(
    _ demand: ColumnDemand, of table: Table, _ call: WordCall
  ) throws {
    let columns = try demand.columns.resolve(in: table.schema)
    switch demand.kind {
    case .unique: try checkUnique(columns, of: table, call)
    case .notNull:
      for column in columns {
        try check(.isNull(.column(column), negated: true), of: table, call)
      }
    }
  }

  private static func check(
    _ condition: ColumnExpression, of table: Table, _ call: WordCall
  ) throws {
    let broken = try table.derive([(name: "expected", expression: condition)], by: [])
      .collect(call.tableContext)
    let column = broken.schema.fields.count - 1
    var rows: [Int] = []
    for row in 0..<broken.rowCount where broken.scalar(row: row, column: column) == .bool(false) {
      rows.append(row)
    }
    guard !rows.isEmpty else { return }
    let names = condition.columns.sorted()
    let shown = rows.prefix(3).map { row in
      let values = names.compactMap { name in
        broken.schema.index(of: name).map {
          ".\(name) = \(broken.scalar(row: row, column: $0).text)"
        }
      }
      return "row \(row + 1): \(values.joined(separator: ", "))"
    }
    throw RuntimeError(
      .expectationBroken(
        condition.text, rowCount: rows.count, of: broken.rowCount, examples: shown,
        at: call.range(of: "conditions")))
  }

  private static func checkUnique(_ columns: [String], of table: Table, _ call: WordCall) throws {
    let counts =
      try table
      .summarise([(name: "rows with this key", expression: .aggregate(.count, nil))], by: columns)
      .collect(call.tableContext)
    let last = counts.schema.fields.count - 1
    var examples: [String] = []
    var count = 0
    for row in 0..<counts.rowCount {
      guard case .int(let rows) = counts.scalar(row: row, column: last), rows > 1 else { continue }
      count += 1
      guard examples.count < 3 else { continue }
      let key = columns.indices.map { counts.scalar(row: row, column: $0).text }
      examples.append("\(key.joined(separator: ", ")): \(rows) rows")
    }
    guard count > 0 else { return }
    throw RuntimeError(
      .notUnique(columns, keyCount: count, examples: examples, at: call.range(of: "conditions")))
  }
}

/// What `unique(…)` and `not_null(…)` are as values, until `expect` looks at them.
private struct ColumnDemand {
  enum Kind: String {
    case unique
    case notNull = "not_null"
  }

  let kind: Kind
  let columns: ColumnSelection

  init(_ kind: Kind, _ columns: ColumnSelection) {
    self.kind = kind
    self.columns = columns
  }

  init?(_ value: Value) {
    guard case .record(let record) = value, record.count == 1, let field = record.fields.first,
      let kind = Kind(rawValue: field.name), case .selection(let columns) = field.value
    else { return nil }
    self.init(kind, columns)
  }

  var value: Value { .record([(kind.rawValue, .selection(columns))]) }
}

extension Word {
  /// `unique(.id)`
  static let unique = Word(
    "unique", .cells, "For `expect`: no two rows have equal values here.",
    parameters: [.rest("columns", .columns, isRequired: true, "The columns that make the key.")],
    result: .type(.plain(.record)),
    examples: [WordExample("table({id: [1, 2]}) |> expect(unique(.id))")],
    body: { call in
      guard let columns = try call.selection("columns") else {
        throw call.wrong("columns", call.values("columns").first ?? .null)
      }
      return ColumnDemand(.unique, columns).value
    })

  /// `not_null(.x)`
  static let notNull = Word(
    "not_null", .cells, "For `expect`: none of these columns is null.",
    parameters: [.rest("columns", .columns, isRequired: true, "The columns.")],
    result: .type(.column(nil)),
    examples: [
      WordExample("table({id: [1, 2]}) |> expect(not_null(.id))"),
      WordExample("table({id: [1, 2], x: [0.5, 1]}) |> expect(not_null(all_columns()))"),
    ],
    body: { call in
      guard let columns = try call.selection("columns") else {
        throw call.wrong("columns", call.values("columns").first ?? .null)
      }
      // Columns by name are a condition, which can stand in `filter`, too.
      guard case .names(let names) = columns, let first = names.first else {
        return ColumnDemand(.notNull, columns).value
      }
      let present = { (name: String) in ColumnExpression.isNull(.column(name), negated: true) }
      return .column(
        names.dropFirst().reduce(present(first)) { .binary(.and, $0, present($1)) })
    })
}
