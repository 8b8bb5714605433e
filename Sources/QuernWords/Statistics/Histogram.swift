import QuernPlan
import QuernPlot
import QuernTable
import QuernText
import QuernValue

extension Word {
  /// `histogram(t, .age, bins: 20, by: .plan)`
  static let histogram = Word(
    "histogram", .statistics,
    "How many values lie in each of some intervals: from, to, count and share; an interval holds "
      + "its lower end, the last one both.",
    parameters: [
      .required("t", .either([.table, .list]), "The rows, or a list of numbers."),
      .optional("x", .expression, "With a table: the numbers."),
      .option(
        "bins", .either([.int, .list]),
        "How many of equal width, or their ends: `[0, 18, 65, 120]`; on round numbers without it."),
      .option("by", .columns, "For each group by itself, on the same intervals."),
    ],
    result: .verb(),
    examples: [
      WordExample("histogram([1, 2, 2, 3, 7, 9], bins: [0, 5, 10])"),
      WordExample(
        "table({age: [18, 22, 35, 41, 67], plan: [\"a\", \"b\", \"a\", \"a\", \"b\"]})\n"
          + "  |> histogram(.age, bins: 3, by: .plan)"),
    ],
    body: { call in .table(try HistogramCall(call).table()) })
}

/// One call of `histogram`.
private struct HistogramCall {
  let call: WordCall
  let source: Table
  let x: ColumnExpression
  let by: [String]

  private static let value = "\u{1}x"
  private static let count = "\u{1}n"
  private static let bin = "\u{1}bin"

  init(_ call: WordCall) throws {
    self.call = call
    if case .table(let table) = call.value("t") {
      source = table
      guard let x = try call.expressionIfGiven("x") else {
        throw RuntimeError(
          .statisticForm(
            "histogram", "needs the column whose values it counts", "histogram(t, .age)",
            at: call.site.range))
      }
      self.x = x
    } else {
      let numbers = try StatisticsInput.numbers(call.list("t") ?? [], call, "t")
      let isWhole = try call.list("t")?.allSatisfy { $0.type == .int || $0.isNull } ?? false
      source = Table(
        data: try TableData.build(
          Schema(fields: [Field(name: "value", type: isWhole ? .int : .float)]),
          rows: numbers.map {
            [$0.isNaN ? .null : isWhole ? .int(Int64($0)) : .float($0)]
          }))
      x = .column("value")
    }
    by = call.isGiven("by") ? try call.columns("by", in: source.schema) : []
  }

  func table() throws -> Table {
    let input = StatisticsInput(call: call, table: source)
    try input.checkNumbers([x])
    for name in by { _ = try source.select([name]) }
    let result = Schema(
      fields: by.compactMap { source.schema[$0] }
        + [
          Field(name: "from", type: .float), Field(name: "to", type: .float),
          Field(name: "count", type: .int), Field(name: "share", type: .float),
        ])
    for name in ["from", "to", "count", "share"] where by.contains(name) {
      throw TableError.duplicateColumn(name: name, verb: "histogram")
    }
    if input.isPlaceholder { return Table.placeholder(result) }
    let data = try source.derive([(name: Self.value, expression: x)])
      .select(by + [Self.value]).collect(call.tableContext)
    let values = data.doubles(by.count)
    let edges = try edges(values, isWhole: data.schema.fields[by.count].type == .int)
    noteLeftOut(values, edges)
    return Table(
      data: try TableData.build(result, rows: try rows(Table(data: data), edges)))
  }

  private func edges(_ values: [Double], isWhole: Bool) throws -> [Double] {
    switch call.value("bins") {
    case .null:
      return HistogramEdges.numbers(values, isWhole: isWhole, count: nil)
    case .int:
      let count = try call.int("bins", in: 1...HistogramEdges.countMax)
      return HistogramEdges.numbers(values, isWhole: false, count: count)
    case let other:
      let given = try StatisticsInput.numbers(ListColumn.elements(other) ?? [], call, "bins")
      guard given.count > 1, zip(given, given.dropFirst()).allSatisfy({ $0 < $1 }) else {
        throw RuntimeError(
          .statisticForm(
            "histogram", "needs two ends of bins or more, in ascending order",
            "bins: [0, 18, 65, 120] makes three", at: call.range(of: "bins")))
      }
      return given
    }
  }

  private func noteLeftOut(_ values: [Double], _ edges: [Double]) {
    let missing = values.reduce(0) { $0 + ($1.isNaN ? 1 : 0) }
    call.noteMissing(missing, of: values.count, in: [x.text])
    guard let low = edges.first, let high = edges.last else { return }
    let outside = values.reduce(0) { $0 + ($1 < low || $1 > high ? 1 : 0) }
    guard outside > 0 else { return }
    let (left, all) = (Numbers.grouped(Int64(outside)), Numbers.grouped(Int64(values.count)))
    call.tableContext.notes.add(
      Note(
        code: "left-out",
        text: "\(left) of \(all) left out: outside of \(Numbers.shortest(low)) to "
          + Numbers.shortest(high)))
  }

  /// A row for each bin of each group, groups in the order of their first row.
  private func rows(_ table: Table, _ edges: [Double]) throws -> [[Scalar]] {
    let context = StatisticsInput.quiet(call.tableContext)
    let inside = ColumnExpression.between(
      .column(Self.value), .literal(.float(edges[0])), .literal(.float(edges[edges.count - 1])))
    var binned = try table.filter(inside)
    let inner = edges.dropFirst().dropLast().map { Scalar.float($0) }
    let labels = (0...inner.count).map { String($0) }
    if let spec = CutSpec(breaks: inner, labels: labels, closesRight: false) {
      let value = ColumnExpression.function(.cast(.float), [.column(Self.value)])
      binned = try binned.derive([(name: Self.bin, expression: .function(.cut(spec), [value]))])
    } else {
      binned = try binned.derive([(name: Self.bin, expression: .literal(.string("0")))])
    }
    let data = try binned.summarise(
      [(name: Self.count, expression: .aggregate(.count, nil))], by: by + [Self.bin]
    ).collect(context)
    let groups: [[Scalar]] =
      try by.isEmpty ? [[]] : table.select(by).distinct(on: by).collect(context).rows
    var counts: [[Scalar]: [Int64]] = [:]
    for row in data.rows {
      guard case .int(let count) = row[by.count + 1], let bin = Int(row[by.count].text) else {
        continue
      }
      counts[Array(row.prefix(by.count)), default: empty(edges)][bin] += count
    }
    return groups.flatMap { group -> [[Scalar]] in
      let own = counts[group] ?? empty(edges)
      let total = Double(own.reduce(0, +))
      return own.indices.map { bin in
        group + [
          .float(edges[bin]), .float(edges[bin + 1]), .int(own[bin]),
          total > 0 ? .float(Double(own[bin]) / total) : .null,
        ]
      }
    }
  }

  private func empty(_ edges: [Double]) -> [Int64] {
    [Int64](repeating: 0, count: edges.count - 1)
  }
}

extension TableData {
  /// All rows, for small tables.
  fileprivate var rows: [[Scalar]] { (0..<rowCount).map { row($0) } }
}
