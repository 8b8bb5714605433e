import QuernLearning
import QuernPlan
import QuernTable
import QuernText
import QuernValue

extension Word {
  /// `corr(t)`, `corr(t, .a, .b)`
  static let corr = Word(
    "corr", .statistics,
    "How far columns go together, from -1 to 1: of two columns a record with its interval and p, "
      + "else a table with a row and a column for each.",
    parameters: [
      .required("t", .either([.table, .list]), "The rows, or one of two lists."),
      .rest(
        "columns", .any,
        "`.a, .b` for two, expressions too; a list or selector, or nothing (all numbers), for a "
          + "matrix. Beside a list: the other list."),
      .option(
        "method", .constant, default: "pearson",
        constants: Correlation.Method.allCases.map(\.rawValue),
        "On a straight line, by ranks, or by the order of pairs (tau-b)."),
      .option(
        "form", .constant, default: "matrix", constants: ["matrix", "pairs"],
        "Of several columns: a matrix, or a row for each pair with p and n."),
      .option("level", .number, default: "0.95", "Of the interval (pearson)."),
    ],
    result: .evaluated(otherwise: .unknown),
    examples: [
      WordExample("corr([1, 2, 3, 4], [2, 4, 5, 9]).corr"),
      WordExample("table({a: [1, 2, 4], b: [2, 3, 9], c: [3, 1, null]}) |> corr()"),
      WordExample(
        "table({a: [1, 2, 4, 3], b: [2, 3, 9, 1]}) |> corr(.a, .b, method: spearman)"),
    ],
    body: { call in try CorrCall(call).value() })
}

/// One call of `corr`.
private struct CorrCall {
  let call: WordCall
  let method: Correlation.Method
  let level: Double

  init(_ call: WordCall) throws {
    self.call = call
    method = try call.constant("method").flatMap(Correlation.Method.init(rawValue:)) ?? .pearson
    level = try call.confidence()
  }

  func value() throws -> Value {
    guard case .table(let table) = call.value("t") else { return try ofLists() }
    let given = call.values("columns")
    let input = StatisticsInput(call: call, table: table)
    if given.count == 2, case .column(let first) = given[0], case .column(let second) = given[1] {
      let numbers = try input.numbers([first, second])
      return try pair(numbers[0], numbers[1], [first.text, second.text])
    }
    return .table(try several(input))
  }

  private func ofLists() throws -> Value {
    let given = call.values("columns")
    guard let first = try call.list("t"), given.count == 1,
      let second = ListColumn.elements(given[0])
    else {
      throw RuntimeError(
        .statisticForm(
          "corr", "takes a table, or two lists", "corr([1, 2, 3], [2, 4, 5])", at: call.site.range))
    }
    guard first.count == second.count else {
      throw RuntimeError(
        .statisticForm(
          "corr", "takes two lists of one length, not of \(first.count) and \(second.count)",
          "values that belong together stand at the same place", at: call.range(of: "columns")))
    }
    return try pair(
      try StatisticsInput.numbers(first, call, "t"),
      try StatisticsInput.numbers(second, call, "columns"), ["the first", "the second"])
  }

  private func pair(_ x: [Double], _ y: [Double], _ names: [String]) throws -> Value {
    let found = try Correlation.of(x, y, method, interrupt: call.tableContext.interrupt)
    call.noteMissing(x.count - found.count, of: x.count, in: names)
    var fields: [(String, Value)] = [("corr", number(found.value))]
    if method == .pearson {
      let interval = found.interval(level: level)
      fields += [("low", number(interval?.low)), ("high", number(interval?.high))]
    }
    return .record(
      fields + [
        ("p", number(found.p)), ("n", .int(Int64(found.count))),
        ("method", .string(method.rawValue)),
      ])
  }

  private func number(_ value: Double?) -> Value { value.map { .number($0) } ?? .null }

  private func scalar(_ value: Double?) -> Scalar {
    value.map { $0.isFinite ? .float($0) : .null } ?? .null
  }

  private func several(_ input: StatisticsInput) throws -> Table {
    let schema = input.table.schema
    var names = try call.columns("columns", in: schema)
    if call.values("columns").isEmpty {
      names = schema.fields.filter { $0.type.isNumericFeature }.map(\.name)
    }
    guard names.count > 1 else {
      throw RuntimeError(
        .statisticForm(
          "corr",
          "needs two columns of numbers or more, and \(names.isEmpty ? "none" : "one") is there",
          "corr(.a, .b), or corr([.a, .b, .c])", at: call.site.range))
    }
    let isMatrix = try call.constant("form") != "pairs"
    let expressions = names.map { ColumnExpression.column($0) }
    try input.checkNumbers(expressions)
    let result = isMatrix ? Self.matrixSchema(names) : Self.pairsSchema
    if input.table.isPlaceholder { return Table.placeholder(result) }
    let columns = try input.numbers(expressions)
    let found = try Correlation.pairs(
      of: columns, method, workers: call.tableContext.workers,
      interrupt: call.tableContext.interrupt)
    if isMatrix { note(found, rows: columns[0].count) }
    return Table(
      data: try TableData.build(
        result, rows: isMatrix ? matrix(names, found, columns) : pairs(names, found)))
  }

  private static func matrixSchema(_ names: [String]) -> Schema {
    Schema(
      fields: [Field(name: names.contains("column") ? "column_name" : "column", type: .string)]
        + names.map { Field(name: $0, type: .float) })
  }

  private static let pairsSchema = Schema(fields: [
    Field(name: "a", type: .string), Field(name: "b", type: .string),
    Field(name: "corr", type: .float), Field(name: "p", type: .float),
    Field(name: "n", type: .int),
  ])

  private func note(_ found: [Correlation], rows: Int) {
    let counts = found.map(\.count)
    guard let fewest = counts.min(), let most = counts.max(), fewest < rows else { return }
    let range = fewest == most ? "\(fewest)" : "\(fewest) to \(most)"
    call.tableContext.notes.add(
      Note(
        code: "left-out",
        text: "rows with a null are left out pair by pair: \(range) of \(rows) count; "
          + "form: pairs says how many of each"))
  }

  private func matrix(
    _ names: [String], _ found: [Correlation], _ columns: [[Double]]
  ) -> [[Scalar]] {
    var values = [[Scalar]](
      repeating: [Scalar](repeating: .null, count: names.count), count: names.count)
    var next = 0
    for first in names.indices {
      // A column goes with itself, unless it says nothing.
      let known = columns[first].first { !$0.isNaN }
      let varies = columns[first].contains { !$0.isNaN && $0 != known }
      values[first][first] = varies ? .float(1) : .null
      for second in names.indices where second > first {
        values[first][second] = scalar(found[next].value)
        values[second][first] = values[first][second]
        next += 1
      }
    }
    return zip(names, values).map { [.string($0)] + $1 }
  }

  private func pairs(_ names: [String], _ found: [Correlation]) -> [[Scalar]] {
    var rows: [[Scalar]] = []
    var next = 0
    for first in names.indices {
      for second in names.indices where second > first {
        let pair = found[next]
        rows.append([
          .string(names[first]), .string(names[second]), scalar(pair.value), scalar(pair.p),
          .int(Int64(pair.count)),
        ])
        next += 1
      }
    }
    return rows
  }
}
