import QuernPlan
import QuernSyntax
import QuernTable
import QuernValue

extension Word {
  /// `table({a: [1, 2], b: ["x", "y"]})`
  static let table = Word(
    "table", .files, "A table from a record of lists, or from a list of records.",
    parameters: [
      .required(
        "from", .either([.record, .list]),
        "Columns by name, all of one length; or rows, where an absent field is null.")
    ],
    result: .analysed { call in
      guard let value = call.argument("from")?.literal?.value,
        let schema = TableLiteral.schema(value)
      else {
        return .anyTable
      }
      return .table(schema)
    },
    examples: [
      WordExample("table({a: [1, 2], b: [\"x\", null]})"),
      WordExample("table([{a: 1, b: true}, {a: 2}])"),
    ],
    body: { call in
      .table(
        Table(
          data: try TableLiteral.data(
            call.value("from"), word: "table", at: call.range(of: "from"))))
    })
}

/// Tables written out in a cell.
enum TableLiteral {
  /// The schema, where the value is a well-formed literal.
  static func schema(_ value: Value) -> Schema? {
    do {
      return try data(value, word: "table", at: SourceRange(0, 0)).schema
    } catch {
      // What is wrong with it is said when the call is run, or by the checker's own rules.
      return nil
    }
  }

  static func data(_ value: Value, word: String, at range: SourceRange) throws -> TableData {
    switch value {
    case .record(let record): return try columns(record, word: word, at: range)
    case .list(let rows):
      return try columns(transposed(rows, word: word, at: range), word: word, at: range)
    default:
      throw RuntimeError(
        .argumentType(
          word: word, parameter: "from", expected: "a record or a list",
          found: value.type.nameWithArticle, at: range))
    }
  }

  private static func columns(
    _ record: Record, word: String, at range: SourceRange
  ) throws -> TableData {
    var columns: [ListColumn] = []
    for (name, value) in record.fields {
      guard let values = ListColumn.elements(value) else {
        throw RuntimeError(
          .columnNotAList(name, found: value.type.nameWithArticle, at: range))
      }
      let column = try ListColumn(values, word: word, at: range)
      if let first = columns.first, first.scalars.count != column.scalars.count {
        throw RuntimeError(
          .columnLengths(
            record.names[0], first.scalars.count, name, column.scalars.count, at: range))
      }
      columns.append(column)
    }
    let fields = zip(record.names, columns).map { Field(name: $0, type: $1.type) }
    let count = columns.first?.scalars.count ?? 0
    let rows = (0..<count).map { row in columns.map { $0.scalars[row] } }
    return try TableData.build(Schema(fields: fields), rows: rows)
  }

  private static func transposed(
    _ rows: [Value], word: String, at range: SourceRange
  ) throws -> Record {
    var names: [String] = []
    var records: [Record] = []
    for row in rows {
      guard case .record(let record) = row else {
        throw RuntimeError(
          .argumentType(
            word: word, parameter: "from", expected: "a list of records",
            found: "a list with \(row.type.nameWithArticle)", at: range))
      }
      for name in record.names where !names.contains(name) { names.append(name) }
      records.append(record)
    }
    return Record(names.map { name in (name, .list(records.map { $0[name] ?? .null })) })
  }
}
