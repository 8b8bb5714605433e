import QuernSystem
package import QuernTable

/// The columns that `predict` appends: `predicted`, `score`, `scores`.
struct PredictedColumns {
  let model: Model
  let predictions: Predictions

  /// Names that `predict` appends for a model of `task`.
  static func names(for task: LearningTask) -> [String] {
    switch task {
    case .regression: ["predicted"]
    case .binary: ["predicted", "score", "scores"]
    case .multiclass: ["predicted", "scores"]
    }
  }

  var fields: [Field] {
    Self.fields(task: model.task, target: model.target, classes: model.classes)
  }

  static func fields(task: LearningTask, target: Field, classes: [Scalar]) -> [Field] {
    let predicted: DataType
    switch target.type {
    case .category: predicted = .string
    default: predicted = task == .regression ? .float : target.type
    }
    return names(for: task).map { name in
      switch name {
      case "predicted": Field(name: name, type: predicted)
      case "score": Field(name: name, type: .float)
      default:
        Field(
          name: name,
          type: .structure(classes.map { Field(name: $0.text, type: .float) }))
      }
    }
  }

  func appended(to data: TableData, _ context: TableContext) throws(LearningError) -> TableData {
    for field in fields where data.schema.index(of: field.name) != nil {
      throw .predictedExists(field.name)
    }
    let fields = fields
    return try LearningError.wrapping {
      var groups: [RowGroup] = []
      for (place, group) in data.groups.enumerated() {
        try context.interrupt.check()
        let rows = data.starts[place]..<(data.starts[place] + group.rowCount)
        var columns = group.columns
        for field in fields { columns.append(try column(field, rows, context.arena)) }
        groups.append(RowGroup(rowCount: group.rowCount, columns: columns))
      }
      return TableData(schema: Schema(fields: data.schema.fields + fields), groups: groups)
    }
  }

  private func column(_ field: Field, _ rows: Range<Int>, _ arena: Arena) throws -> ColumnChunk {
    if case .structure(let members) = field.type {
      var children: [ColumnChunk] = []
      for place in members.indices {
        children.append(try floats(rows, arena) { predictions.probability($0, place) })
      }
      return ColumnChunk(
        type: field.type, count: rows.count, nullCount: 0, validity: nil,
        storage: .structure(children))
    }
    guard field.name == "predicted", model.task.isClassification else {
      return try floats(rows, arena, predictions.number)
    }
    let builder = try ColumnBuilder(type: field.type, arena: arena, capacity: rows.count)
    for row in rows { try builder.append(model.classes[predictions.classIndex(row)]) }
    return try builder.finish()
  }

  private func floats(
    _ rows: Range<Int>, _ arena: Arena, _ value: (Int) -> Double
  ) throws -> ColumnChunk {
    let builder = try ColumnBuilder(type: .float, arena: arena, capacity: rows.count)
    for row in rows { try builder.appendFloat(value(row)) }
    return try builder.finish()
  }
}

extension LearningError {
  static func predictedExists(_ name: String) -> LearningError {
    mistake(
      "duplicate-column", "predict appends .\(name), which the table has already",
      hints: ["drop(.\(name)) or rename it first"], column: name)
  }
}

extension Model {
  /// What `predict` gives for a table of `schema`: for the checker.
  package func predictedSchema(of schema: Schema) -> Schema {
    Schema(
      fields: schema.fields
        + PredictedColumns.fields(task: task, target: target, classes: classes))
  }
}
