import QuernLearning
import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `cut(.age, [18, 35, 65])`
  static let cut = Word(
    "cut", .categories, "Classes of a number: between breaks, or so many bins.",
    parameters: [
      .required(
        "x", .either([.table, .expression]),
        "A column or a number; or a table, whose column is replaced: `t |> cut(.age, 4)`."),
      .rest(
        "how", .either([.column, .list, .int]), isRequired: true,
        "The breaks, ascending: `[18, 35]` gives three classes; or, for a column of a table, how "
          + "many bins."),
      .option("labels", .list, "Names of the classes, one more than there are breaks."),
      .option(
        "closed", .constant, default: "right", constants: ["right", "left"],
        "The side on which a class includes its break: `(18, 35]`, or `[18, 35)`."),
      .option(
        "bins", .constant, default: "width", constants: ["width", "quantile"],
        "Bins of equal width, or of about equally many rows."),
    ],
    result: .evaluated(otherwise: .unknown),
    examples: [
      WordExample("table({age: [12, 18, 40]}) |> derive(group = cut(.age, [17, 65]))"),
      WordExample(
        "table({age: [12, 18, 40]})\n"
          + "  |> derive(group = cut(.age, [18, 65], closed: left, labels: [\"child\", \"adult\", "
          + "\"senior\"]))"),
      WordExample("table({x: [0.0, 1.0, 2.0, 9.0]}) |> cut(.x, 3)"),
      WordExample("table({x: [0.0, 1.0, 2.0, 9.0]}) |> cut(.x, 2, bins: quantile)"),
      WordExample("recipe(cut(.age, [18, 65]))"),
      WordExample("table({x: [0.0, 1.0, 2.0, 9.0]}) |> prepare(recipe(cut(.x, 2), onehot(.x)))"),
    ],
    step: { call in
      let how = call.values("how")
      guard how.count == 2, case .column(.column(let name)) = how[0] else {
        throw RuntimeError(.cutStepNeedsColumn(at: call.range(of: "how")))
      }
      if case .int(let count) = how[1], CutTable.binRange.contains(count) {
        return .cut(
          name,
          CutOptions(
            count: Int(count), isQuantile: try call.constant("bins") == "quantile",
            closesRight: try call.constant("closed") != "left",
            labels: try CutTable.labels(call)))
      }
      guard case .list(let breaks) = how[1] else {
        throw RuntimeError(.cutStepNeedsColumn(at: call.range(of: "how")))
      }
      let spec = try CutTable.spec(call, breaks)
      return .update([(name: name, expression: .function(.cut(spec), [.column(name)]))])
    },
    body: { call in
      if case .table(let table) = call.value("x") {
        return .table(try CutTable(call, table).result())
      }
      let how = call.values("how")
      guard how.count == 1, case .list(let breaks) = how[0] else {
        throw RuntimeError(.cutNeedsBreaks(at: call.range(of: "how")))
      }
      let spec = try CutTable.spec(call, breaks)
      if case .column(let expression) = call.value("x") {
        return .column(.function(.cut(spec), [expression]))
      }
      guard let scalar = call.value("x").scalar else { throw call.wrong("x", call.value("x")) }
      return try OneRow.value(.function(.cut(spec), [.column("x")]), ["x"], [scalar], call)
    })
}

/// `cut` as a verb: one column of a table becomes its classes.
private struct CutTable {
  let call: WordCall
  let table: Table
  let column: String
  let how: Value

  init(_ call: WordCall, _ table: Table) throws {
    self.call = call
    self.table = table
    let how = call.values("how")
    guard how.count == 2, case .column(.column(let name)) = how[0] else {
      throw RuntimeError(.cutNeedsColumn(at: call.range(of: "how")))
    }
    column = name
    self.how = how[1]
  }

  func result() throws -> Table {
    if case .list(let breaks) = how { return try cut(try Self.spec(call, breaks)) }
    guard case .int(let count) = how, Self.binRange.contains(count) else {
      throw RuntimeError(.cutNeedsColumn(at: call.range(of: "how")))
    }
    let type = try table.select([column]).schema.fields[0].type
    guard type.isNumeric else {
      throw TableError.typeMismatch(what: "cut", wanted: "numbers", found: type, column: column)
    }
    // Where the bins lie is known when the rows are.
    if table.isPlaceholder {
      let unknown = ColumnExpression.function(
        .cast(.category(levels: nil)),
        [.function(.cast(.string), [.column(column)])])
      return try table.update([(name: column, expression: unknown)])
    }
    let breaks = try table.cutBreaks(
      of: column, count: Int(count), isQuantile: try call.constant("bins") == "quantile",
      call.tableContext)
    guard !breaks.isEmpty else { throw TableError.nothingToCut(column) }
    return try cut(try Self.spec(call, breaks.map { Value($0) }))
  }

  static let binRange: ClosedRange<Int64> = 2...10_000

  /// The names of the classes; nil where none are given.
  static func labels(_ call: WordCall) throws -> [String]? {
    let given = try call.list("labels")
    if given?.contains(where: { $0.scalar == nil }) == true {
      throw call.wrong("labels", call.value("labels"))
    }
    return given?.map { $0.interpolated ?? "" }
  }

  private func cut(_ spec: CutSpec) throws -> Table {
    try table.update([(name: column, expression: .function(.cut(spec), [.column(column)]))])
  }

  static func spec(_ call: WordCall, _ values: [Value]) throws -> CutSpec {
    var breaks = values.map { $0.scalar ?? .null }
    // Ints among floats are floats.
    if Scalar.commonType(breaks) == .float {
      breaks = breaks.map { $0.doubleValue.map { .float($0) } ?? $0 }
    }
    let closesRight = try call.constant("closed") != "left"
    let labels = try labels(call)
    if let mistake = CutSpec.mistake(breaks: breaks, labels: labels) {
      throw TableError.invalidArgument(
        word: "cut", message: mistake, hint: "cut(.age, [18, 65]) gives three classes")
    }
    let names = labels ?? CutSpec.intervals(breaks, closesRight: closesRight)
    guard let spec = CutSpec(breaks: breaks, labels: names, closesRight: closesRight) else {
      throw TableError.invalidArgument(
        word: "cut", message: "two breaks are too close to be told apart",
        hint: "name the classes with labels: […]")
    }
    return spec
  }
}
