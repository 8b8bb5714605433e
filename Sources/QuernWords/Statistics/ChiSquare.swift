import QuernLearning
import QuernPlan
import QuernTable
import QuernText
import QuernValue

extension Word {
  /// `chisq(t, .plan, .churn)`
  static let chisq = Word(
    "chisq", .statistics,
    "Whether two columns are independent, or whether the values of one come as often as expected: "
      + "a record with a sentence, chi-square, df, p, and the table of counts.",
    parameters: [
      .required("t", .either([.table, .list]), "The rows, or a list of counts."),
      .rest("columns", .column, "Two columns, or one with `expected:` (else all alike)."),
      .option(
        "expected", .either([.record, .list]),
        "Of one column: how often each value is expected, as shares or in proportion: "
          + "`{a: 0.5, b: 0.5}`, or a list in their order."),
      .option("weight", .column, "How often each row counts, where rows are counts already."),
      .option(
        "correct", .bool, default: "true",
        "Yates's correction, where the table is two by two."),
    ],
    result: .evaluated(otherwise: .plain(.record)),
    examples: [
      WordExample("chisq([22, 18, 20]).p"),
      WordExample(
        "table({plan: [\"a\", \"a\", \"b\"], left: [true, false, false], n: [30, 20, 28]})\n"
          + "  |> chisq(.plan, .left, weight: .n)"),
    ],
    body: { call in try ChiSquareCall(call).value() })
}

/// One call of `chisq`.
private struct ChiSquareCall {
  let call: WordCall

  init(_ call: WordCall) { self.call = call }

  /// Levels of a column that are more are hardly meant.
  private static let levelCountMax = 1_000

  func value() throws -> Value {
    guard case .table(let table) = call.value("t") else { return try ofList() }
    let columns = try call.columns("columns", in: table.schema)
    for name in columns { _ = try table.select([name]) }
    guard columns.count == 1 || columns.count == 2, columns.count == 1 || !call.isGiven("expected")
    else { throw wrongForm }
    let weight = try call.columnIfGiven("weight")
    let input = StatisticsInput(call: call, table: table)
    if let weight { try input.checkNumbers([.column(weight)]) }
    let counts = try counted(input, columns, weight)
    return try columns.count == 2
      ? independence(counts, columns) : fit(counts.levels[0], counts.values, columns[0])
  }

  private var wrongForm: RuntimeError {
    RuntimeError(
      .statisticForm(
        "chisq", "takes two columns, or one with `expected:`",
        "chisq(t, .a, .b), chisq(t, .a, expected: {x: 0.5, y: 0.5}), chisq([22, 18, 20])",
        at: call.site.range))
  }

  private func ofList() throws -> Value {
    guard let list = try call.list("t"), call.values("columns").isEmpty else { throw wrongForm }
    let counts = try StatisticsInput.numbers(list, call, "t")
    guard counts.allSatisfy({ $0 >= 0 }) else {
      throw RuntimeError(
        .statisticForm(
          "chisq", "takes counts, which are 0 or more", "chisq([22, 18, 20])",
          at: call.range(of: "t")))
    }
    return try fit(counts.indices.map { .int(Int64($0)) }, counts, nil)
  }

  /// Counts by level, row by row; rows with a null are left out and told.
  private func counted(
    _ input: StatisticsInput, _ columns: [String], _ weight: String?
  ) throws -> (levels: [[Scalar]], values: [Double]) {
    let amount: ColumnExpression =
      weight.map { .aggregate(.sum, .column($0)) } ?? .aggregate(.count, nil)
    let name = "\u{1}n"
    let summary = try input.table.summarise([(name: name, expression: amount)], by: columns)
    if input.table.isPlaceholder { throw RuntimeError.unknowable }
    let data = try summary.collect(call.tableContext)
    let found = try columns.indices.map {
      try StatisticsInput.levels($0, of: data, call.tableContext)
    }
    for (column, levels) in zip(columns, found) where levels.levels.count > Self.levelCountMax {
      throw RuntimeError(
        .statisticForm(
          "chisq", "counts values, and .\(ColumnExpression.quoted(column)) has "
            + "\(levels.levels.count) different ones", "cut(.x, […]) makes classes of numbers",
          at: call.range(of: "columns")))
    }
    let width = columns.count == 2 ? found[1].levels.count : 1
    var values = [Double](repeating: 0, count: found[0].levels.count * width)
    let amounts = data.doubles(columns.count)
    var left = 0.0
    var total = 0.0
    for row in 0..<data.rowCount where !amounts[row].isNaN {
      let places = found.map { $0.places[row] }
      total += amounts[row]
      if places.contains(where: { $0 < 0 }) {
        left += amounts[row]
      } else {
        values[places.count == 2 ? places[0] * width + places[1] : places[0]] += amounts[row]
      }
    }
    call.noteMissing(
      Int(left), of: Int(total), in: columns.map { ".\(ColumnExpression.quoted($0))" })
    return (found.map(\.levels), values)
  }

  private func independence(
    _ counts: (levels: [[Scalar]], values: [Double]), _ columns: [String]
  ) throws -> Value {
    let width = counts.levels[1].count
    guard
      let test = CountTest.independence(
        counts.values, columnCount: width, isCorrected: try call.bool("correct") ?? true)
    else {
      throw RuntimeError(
        .tooFewRows(
          "chisq", "each column needs two values that occur; there are \(counts.levels[0].count) "
            + "and \(width)", at: call.site.range))
    }
    let total = counts.values.reduce(0, +)
    let least = Double(min(counts.levels[0].count, width) - 1)
    let cramer = (test.chiSquare / (total * least)).squareRoot()
    let names = columns.map { ".\(ColumnExpression.quoted($0))" }
    let said =
      "\(names[0]) and \(names[1]) are "
      + (test.p < 0.05 ? "not independent" : "not shown to depend on each other")
    try warn(test)
    let rows = counts.values.indices.map { place in
      [counts.levels[0][place / width], counts.levels[1][place % width]]
        + cells(counts.values[place], test.expected[place])
    }
    let fields = zip(columns, counts.levels).map { Field(name: $0, type: type(of: $1)) }
    return record(
      test, said, total, [("cramers_v", .number(cramer))], try table(fields, rows))
  }

  private func fit(_ levels: [Scalar], _ counts: [Double], _ column: String?) throws -> Value {
    let shares = try expected(levels)
    let total = counts.reduce(0, +)
    let sum = shares.reduce(0, +)
    guard sum > 0, total > 0,
      let test = CountTest.fit(counts, expected: shares.map { $0 / sum * total })
    else {
      throw RuntimeError(
        .tooFewRows(
          "chisq", "two values that occur are the least, and each is expected more than never",
          at: call.site.range))
    }
    let name = column.map { ".\(ColumnExpression.quoted($0))" } ?? "the counts"
    let said =
      column == nil
      ? "the counts are "
        + (test.p < 0.05 ? "not as expected" : "not shown to differ from those expected")
      : "the values of \(name) come "
        + (test.p < 0.05 ? "not as often as expected" : "about as often as expected")
    try warn(test)
    let rows = counts.indices.map { [levels[$0]] + cells(counts[$0], test.expected[$0]) }
    return record(
      test, said, total, [],
      try table([Field(name: column ?? "place", type: type(of: levels))], rows))
  }

  /// In the order of the levels.
  private func expected(_ levels: [Scalar]) throws -> [Double] {
    switch call.value("expected") {
    case .null: return levels.map { _ in 1 }
    case .record(let record):
      let texts = levels.map(\.text)
      let unknown = record.fields.filter { !texts.contains($0.name) }.map(\.name)
      let absent = texts.filter { record[$0] == nil }
      guard unknown.isEmpty, absent.isEmpty else {
        let what = absent.isEmpty ? unknown : absent
        throw RuntimeError(
          .statisticForm(
            "chisq", absent.isEmpty
              ? "expects values that do not occur: \(what.joined(separator: ", "))"
              : "is not told how often to expect \(what.joined(separator: ", "))",
            "the values are \(texts.joined(separator: ", "))", at: call.range(of: "expected")))
      }
      return try StatisticsInput.numbers(texts.compactMap { record[$0] }, call, "expected")
    case let other:
      guard let list = ListColumn.elements(other), list.count == levels.count else {
        throw RuntimeError(
          .statisticForm(
            "chisq", "needs one expected number for each of \(levels.count) values",
            "their order is \(levels.map(\.text).joined(separator: ", "))",
            at: call.range(of: "expected")))
      }
      return try StatisticsInput.numbers(list, call, "expected")
    }
  }

  // MARK: The result

  private func warn(_ test: CountTest) throws {
    let low = test.expected.filter { $0 < 5 }.count
    guard low > 0 else { return }
    let (few, all) = (low, test.expected.count)
    try call.emit(
      .warning(
        "chisq: \(few) of \(all) expected counts \(few == 1 ? "is" : "are") below 5: "
          + "p is not to be trusted; put rare values together, with lump or cut"))
  }

  private func cells(_ observed: Double, _ expected: Double) -> [Scalar] {
    [.float(observed), .float(expected), .float((observed - expected) / expected.squareRoot())]
  }

  private func type(of levels: [Scalar]) -> DataType { Scalar.commonType(levels) ?? .string }

  private func table(_ fields: [Field], _ rows: [[Scalar]]) throws -> Table {
    let taken = Set(fields.map(\.name))
    let own = ["observed", "expected", "residual"].map { taken.contains($0) ? "\($0)_count" : $0 }
    let schema = Schema(fields: fields + own.map { Field(name: $0, type: .float) })
    return Table(data: try TableData.build(schema, rows: rows))
  }

  private func record(
    _ test: CountTest, _ said: String, _ total: Double, _ more: [(String, Value)], _ table: Table
  ) -> Value {
    let sentence =
      "\(said): chi-square(\(test.df)) = \(StatisticText.number(test.chiSquare)), "
      + StatisticText.p(test.p)
    return .record(
      [
        ("summary", .string(sentence)), ("chisq", .number(test.chiSquare)),
        ("df", .int(Int64(test.df))), ("p", .number(test.p)), ("n", .number(total)),
      ] + more + [("counts", .table(table))])
  }
}
