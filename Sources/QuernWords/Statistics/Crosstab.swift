import QuernPlan
import QuernTable
import QuernText
import QuernValue

extension Word {
  /// `crosstab(t, .plan, .churn, share: rows)`
  static let crosstab = Word(
    "crosstab", .statistics,
    "How often the values of two columns meet: a row for each of the one, a column for each of the "
      + "other, in ascending order; null is a value here.",
    parameters: [
      .required("t", .table, "The rows."),
      .required("rows", .column, "Its values become rows."),
      .required("columns", .column, "Its values become columns."),
      .option(
        "values", .expression, default: "count()", "What stands in a cell: an aggregate."),
      .option(
        "share", .constant, constants: ["rows", "columns", "all"],
        "Shares instead: of each row, of each column, of everything."),
      .option("margins", .bool, default: "false", "With a row and a column `total`."),
    ],
    result: .verb(),
    examples: [
      WordExample(
        "table({plan: [\"a\", \"b\", \"a\"], left: [true, false, false]})\n"
          + "  |> crosstab(.plan, .left, margins: true)"),
      WordExample(
        "table({plan: [\"a\", \"b\", \"a\"], left: [true, false, false]})\n"
          + "  |> crosstab(.plan, .left, share: rows)"),
    ],
    body: { call in .table(try CrosstabCall(call).table()) })
}

/// One call of `crosstab`.
private struct CrosstabCall {
  let call: WordCall
  let source: Table
  let rows: String
  let columns: String
  let value: ColumnExpression
  let share: String?
  let hasMargins: Bool

  /// More columns than anybody reads.
  private static let columnCountMax = 1_000
  private static let name = "\u{1}value"

  init(_ call: WordCall) throws {
    self.call = call
    source = try call.table("t")
    rows = try call.column("rows")
    columns = try call.column("columns")
    value = try call.expressionIfGiven("values") ?? .aggregate(.count, nil)
    share = try call.constant("share")
    hasMargins = try call.bool("margins") ?? false
  }

  func table() throws -> Table {
    let cells = try summary([rows, columns])
    let type = cells.schema.fields[2].type
    if share != nil, !type.isNumeric {
      throw TableError.typeMismatch(
        what: "share:", wanted: "numbers", found: type, column: nil)
    }
    if source.isPlaceholder { throw RuntimeError.unknowable }
    let data = try cells.collect(call.tableContext)
    let (left, top) = (try axis(0, data), try axis(1, data))
    guard top.count <= Self.columnCountMax else {
      throw RuntimeError(
        .statisticForm(
          "crosstab", "would have \(top.count) columns, and \(Self.columnCountMax) are the most",
          "cut(.x, […]) makes classes of numbers, lump keeps the frequent values",
          at: call.range(of: "columns")))
    }
    var grid = Grid(left, top, empty: empty(type))
    for row in 0..<data.rowCount {
      grid.put(data.scalar(row: row, column: 2), data.scalar(row: row, column: 0),
        data.scalar(row: row, column: 1))
    }
    if hasMargins || share != nil { try addTotals(&grid, empty(type)) }
    return try built(grid, type)
  }

  private func summary(_ by: [String]) throws -> Table {
    try source.summarise([(name: Self.name, expression: value)], by: by)
  }

  /// A cell that no row falls into: none were counted, and nothing was summed.
  private func empty(_ type: DataType) -> Scalar {
    if case .aggregate(let aggregate, _) = value, aggregate == .count || aggregate == .sum {
      return type == .int ? .int(0) : type == .float ? .float(0) : .null
    }
    return .null
  }

  /// The values of a column in ascending order, null at the end.
  private func axis(_ column: Int, _ data: TableData) throws -> [Scalar] {
    let (levels, places) = try StatisticsInput.levels(column, of: data, call.tableContext)
    return levels + (places.contains(-1) ? [.null] : [])
  }

  private func addTotals(_ grid: inout Grid, _ empty: Scalar) throws {
    let context = StatisticsInput.quiet(call.tableContext)
    let byRow = try summary([rows]).collect(context)
    for row in 0..<byRow.rowCount {
      grid.rowTotals[byRow.scalar(row: row, column: 0)] = byRow.scalar(row: row, column: 1)
    }
    let byColumn = try summary([columns]).collect(context)
    for row in 0..<byColumn.rowCount {
      grid.columnTotals[byColumn.scalar(row: row, column: 0)] =
        byColumn.scalar(row: row, column: 1)
    }
    let all = try summary([]).collect(context)
    grid.total = all.rowCount == 1 ? all.scalar(row: 0, column: 0) : empty
  }

  private func built(_ grid: Grid, _ type: DataType) throws -> Table {
    let cellType: DataType = share == nil ? type : .float
    var labelType = source.schema[rows]?.type ?? .string
    if hasMargins { labelType = .string }
    var fields = [Field(name: rows, type: labelType)]
    fields += grid.columns.map { Field(name: $0.isNull ? "null" : $0.text, type: cellType) }
    if hasMargins { fields.append(Field(name: "total", type: cellType)) }
    var seen: Set<String> = []
    for field in fields where !seen.insert(field.name).inserted {
      throw TableError.duplicateColumn(name: field.name, verb: "crosstab")
    }
    var lines = grid.rows.map { label -> [Scalar] in
      let cells = grid.columns.map { shared(grid[label, $0], label, $0, grid) }
      let shown = labelType == .string && !label.isNull ? Scalar.string(label.text) : label
      let total = shared(grid.rowTotals[label] ?? .null, label, nil, grid)
      return [shown] + cells + (hasMargins ? [total] : [])
    }
    if hasMargins {
      let cells = grid.columns.map { shared(grid.columnTotals[$0] ?? .null, nil, $0, grid) }
      lines.append([.string("total")] + cells + [shared(grid.total, nil, nil, grid)])
    }
    return Table(data: try TableData.build(Schema(fields: fields), rows: lines))
  }

  /// A cell as its share; nil stands for the margin.
  private func shared(_ cell: Scalar, _ row: Scalar?, _ column: Scalar?, _ grid: Grid) -> Scalar {
    guard let share else { return cell }
    let whole: Scalar? =
      switch share {
      case "rows": row.map { grid.rowTotals[$0] ?? .null } ?? grid.total
      case "columns": column.map { grid.columnTotals[$0] ?? .null } ?? grid.total
      default: grid.total
      }
    guard let part = cell.doubleValue, let whole = whole?.doubleValue, whole != 0 else {
      return .null
    }
    return .float(part / whole)
  }
}

/// Values by row and column label.
private struct Grid {
  let rows: [Scalar]
  let columns: [Scalar]
  private let rowPlaces: [Scalar: Int]
  private let columnPlaces: [Scalar: Int]
  private var cells: [Scalar]
  var rowTotals: [Scalar: Scalar] = [:]
  var columnTotals: [Scalar: Scalar] = [:]
  var total = Scalar.null

  init(_ rows: [Scalar], _ columns: [Scalar], empty: Scalar) {
    self.rows = rows
    self.columns = columns
    rowPlaces = Dictionary(uniqueKeysWithValues: rows.enumerated().map { ($1, $0) })
    columnPlaces = Dictionary(uniqueKeysWithValues: columns.enumerated().map { ($1, $0) })
    cells = [Scalar](repeating: empty, count: rows.count * columns.count)
  }

  subscript(row: Scalar, column: Scalar) -> Scalar {
    guard let i = rowPlaces[row], let j = columnPlaces[column] else { return .null }
    return cells[i * columns.count + j]
  }

  mutating func put(_ value: Scalar, _ row: Scalar, _ column: Scalar) {
    guard let i = rowPlaces[row], let j = columnPlaces[column] else { return }
    cells[i * columns.count + j] = value
  }
}
