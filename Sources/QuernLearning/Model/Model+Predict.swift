import QuernSystem
package import QuernTable
import QuernText

extension Model {
  /// The table with `predicted`, and for classes `score` (two classes) and `scores` (by label);
  /// of models without a target, `cluster` and `distance`, or `pc1` and so on.
  ///
  /// Rows in = rows out, in order. Unknown labels of one-hot columns are counted in the notes.
  /// Of two classes the positive one is predicted from `threshold` on, or from the model's own.
  package func predict(
    _ table: Table, threshold: Double? = nil, _ context: TableContext
  ) throws(LearningError) -> Table {
    if threshold != nil, task != .binary { throw .thresholdTask(task) }
    let data: TableData
    do throws(TableError) { data = try table.collect(context) } catch { throw LearningError(error) }
    let (said, notes) = try predictions(Table(data: data), context)
    var predictions = said
    if let threshold { predictions.threshold = threshold }
    for note in notes { context.notes.add(Note(code: "unknown-level", text: note)) }
    let columns = PredictedColumns(model: self, predictions: predictions)
    return Table(data: try columns.appended(to: data, context))
  }

  /// What it says about each row, and what there is to say about the rows.
  func predictions(
    _ table: Table, _ context: TableContext
  ) throws(LearningError) -> (Predictions, notes: [String]) {
    let (features, notes) = try features(of: table, context)
    let values = try run(features, context)
    let predictions = Predictions(
      task: task, classes: classes, positiveIndex: positiveIndex, rowCount: features.rowCount,
      outputCount: predictor.outputCount, outputs: values, threshold: threshold)
    return (predictions, notes)
  }

  /// The columns that the algorithm saw, of another table.
  func features(
    of table: Table, _ context: TableContext
  ) throws(LearningError) -> (TableData, notes: [String]) {
    var prepared = try inputs(of: table)
    if let recipe { prepared = try recipe.apply(prepared, countingUnknown: true, context) }
    let unknown = recipe?.unknownColumns ?? []
    let data: TableData
    do throws(TableError) {
      data = try prepared.select(featureNames + unknown.map(\.name)).collect(context)
    } catch {
      throw LearningError(error)
    }
    var notes: [String] = []
    for (place, column) in unknown.enumerated() {
      let count = data.doubles(featureNames.count + place).reduce(0) { $0 + ($1 > 0 ? 1 : 0) }
      if count > 0 {
        let rows = count == 1 ? "1 row has" : "\(Numbers.grouped(Int64(count))) rows have"
        notes.append("\(rows) a .\(column.of) that training did not see")
      }
    }
    return (data.keeping(first: featureNames.count), notes)
  }

  /// The columns that the recipe starts from, in the types that it was fitted with.
  private func inputs(of table: Table) throws(LearningError) -> Table {
    var casts: [(name: String, expression: ColumnExpression)] = []
    for field in inputSchema.fields {
      guard let found = table.schema[field.name] else {
        throw .missingInput(field.name, in: table.schema)
      }
      switch InputFit.of(found.type, to: field.type) {
      case .same: break
      case .cast:
        casts.append((field.name, .function(.cast(field.type), [.column(field.name)])))
      case .different: throw .inputType(field.name, type: found.type, expected: field.type)
      }
    }
    do throws(TableError) {
      let selected = try table.select(inputSchema.names)
      return casts.isEmpty ? selected : try selected.update(casts)
    } catch {
      throw LearningError(error)
    }
  }

  // MARK: Blocks of rows

  private func run(_ data: TableData, _ context: TableContext) throws(LearningError) -> [Double] {
    let rows = predictor.rows
    if !rows.acceptsMissing {
      for (column, field) in data.schema.fields.enumerated() {
        let nulls = data.groups.reduce(0) { $0 + $1.columns[column].nullCount }
        if nulls > 0 { throw .nullFeature(field.name, count: nulls, algorithm: algorithm.name) }
      }
    }
    let width = data.schema.count
    return try Self.blocks(of: data, outputCount: rows.outputCount, context) { group, range, out in
      let block = UnsafeMutablePointer<Double>.allocate(capacity: max(1, range.count * width))
      defer { block.deallocate() }
      _ = FeatureRows.write(group, rows: range, to: block)
      try rows.predictRows(
        block, rowCount: range.count, into: out, interrupt: context.interrupt)
    }
  }

  private struct Destination: @unchecked Sendable {
    let values: UnsafeMutablePointer<Double>
  }

  private static func blocks(
    of data: TableData, outputCount: Int, _ context: TableContext,
    _ body: (RowGroup, Range<Int>, UnsafeMutablePointer<Double>) throws -> Void
  ) throws(LearningError) -> [Double] {
    let blocks = RowBlocks.all(of: data)
    let count = data.rowCount * outputCount
    return try LearningError.wrapping {
      try context.arena.reserve(count * 8, doing: "predictions")
      defer { context.arena.release(count * 8) }
      return try [Double](unsafeUninitializedCapacity: count) { buffer, initialized in
        buffer.initialize(repeating: 0)
        initialized = count
        guard let base = buffer.baseAddress else { return }
        let destination = Destination(values: base)
        try context.workers.forEach(count: blocks.count, interrupt: context.interrupt) { index in
          let (group, rows) = blocks[index]
          let row = data.starts[group] + rows.lowerBound
          try body(data.groups[group], rows, destination.values + row * outputCount)
        }
      }
    }
  }
}

/// Whether a column can stand where the model was trained with another type.
enum InputFit {
  case same
  case cast
  case different

  static func of(_ found: DataType, to wanted: DataType) -> InputFit {
    if found == wanted { return .same }
    if found.isText && wanted.isText { return .same }
    if found == .null { return .cast }
    if found == .int && wanted == .float { return .cast }
    // A column of whole floats where ints stood: arithmetic on it means the same.
    if found == .float && wanted == .int { return .same }
    return .different
  }
}

extension TableData {
  /// The same rows with the first `count` columns.
  func keeping(first count: Int) -> TableData {
    guard count < schema.count else { return self }
    let groups = groups.map {
      RowGroup(rowCount: $0.rowCount, columns: Array($0.columns.prefix(count)))
    }
    return TableData(schema: Schema(fields: Array(schema.fields.prefix(count))), groups: groups)
  }
}
