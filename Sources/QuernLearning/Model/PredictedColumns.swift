import QuernSystem
package import QuernTable

/// The columns that `predict` appends: `predicted`, `score`, `scores`.
struct PredictedColumns {
  let model: Model
  let predictions: Predictions

  var fields: [Field] { Self.fields(of: model) }

  static func fields(of model: Model) -> [Field] {
    let scores = Field(
      name: "scores",
      type: .structure(model.classes.map { Field(name: $0.text, type: .float) }))
    switch model.task {
    case .regression: return [Field(name: "predicted", type: .float)]
    case .binary: return [label(of: model), Field(name: "score", type: .float), scores]
    case .multiclass: return [label(of: model), scores]
    case .clustering:
      return [Field(name: "cluster", type: .int), Field(name: "distance", type: .float)]
    case .projection:
      return (1...max(1, model.predictor.outputCount)).map { Field(name: "pc\($0)", type: .float) }
    }
  }

  private static func label(of model: Model) -> Field {
    switch model.target?.type {
    case .category, nil: Field(name: "predicted", type: .string)
    case let type?: Field(name: "predicted", type: type)
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
        for (place, field) in fields.enumerated() {
          columns.append(try column(field, place, rows, context.arena))
        }
        groups.append(RowGroup(rowCount: group.rowCount, columns: columns))
      }
      return TableData(schema: Schema(fields: data.schema.fields + fields), groups: groups)
    }
  }

  private func column(
    _ field: Field, _ place: Int, _ rows: Range<Int>, _ arena: Arena
  ) throws -> ColumnChunk {
    guard model.task.hasTarget else {
      let count = predictions.outputCount
      guard field.type == .int else {
        return try floats(rows, arena) { predictions.outputs[$0 * count + place] }
      }
      let builder = try ColumnBuilder(type: .int, arena: arena, capacity: rows.count)
      for row in rows {
        try builder.append(.int(Int64(predictions.outputs[row * count + place])))
      }
      return try builder.finish()
    }
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
    Schema(fields: schema.fields + PredictedColumns.fields(of: self))
  }
}
