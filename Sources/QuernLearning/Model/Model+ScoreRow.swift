import QuernSystem
package import QuernTable

/// What a model says about one row.
package struct ScoredRow: Hashable, Sendable {
  /// The number, or the label of the class.
  package var predicted: Scalar
  /// Of the positive class, where there are two.
  package var score: Double?
  /// Probabilities in the order of `Model.classes`; empty for regression.
  package var scores: [Double]
  /// What a model without a target says, in the order of the columns that `predict` appends.
  package var values: [Double] = []
  /// One-hot columns with a label that training did not see.
  package var unknownLevels: [String]
}

extension Model {
  /// Prediction for one record: microseconds where the recipe holds no column expression.
  ///
  /// Every input must be there, null where missing; fields that are no input are passed over.
  package func scoreRow(record: [(String, Scalar)]) throws(LearningError) -> ScoredRow {
    var values = [Scalar](repeating: .null, count: inputSchema.count)
    var isGiven = [Bool](repeating: false, count: inputSchema.count)
    for (place, (name, value)) in record.enumerated() {
      guard let slot = rowScorer.slot(of: name, near: place) else { continue }
      values[slot] = try Self.fitted(value, to: inputSchema.fields[slot])
      isGiven[slot] = true
    }
    if let absent = isGiven.firstIndex(of: false) {
      throw .missingInput(inputSchema.fields[absent].name)
    }
    return try scoreInputs(values)
  }

  /// Prediction for values in the order of `inputSchema`.
  package func scoreInputs(_ inputs: [Scalar]) throws(LearningError) -> ScoredRow {
    guard let program = rowScorer.program else { return try scoreByTable(inputs) }
    var values = [RowScorer.Value](repeating: .missing, count: program.slotCount)
    for (place, input) in inputs.enumerated() { values[place] = RowScorer.Value(input) }
    let unknown = program.run(&values)
    let rows = predictor.rows
    var outputs = [Double](repeating: 0, count: rows.outputCount)
    try withUnsafeTemporaryAllocation(of: Double.self, capacity: max(1, program.features.count)) {
      (row) throws(LearningError) in
      for (place, slot) in program.features.enumerated() {
        row[place] = values[slot].number
        if row[place].isNaN, !rows.acceptsMissing {
          throw .nullFeature(featureNames[place], count: 1, algorithm: algorithm.name)
        }
      }
      try outputs.withUnsafeMutableBufferPointer { (out) throws(LearningError) in
        guard let row = row.baseAddress, let out = out.baseAddress else { return }
        do throws(Interrupted) {
          try rows.predictRows(row, rowCount: 1, into: out, interrupt: nil)
        } catch {
          throw LearningError(error)
        }
      }
    }
    return scoredRow(outputs, unknown)
  }

  private func scoredRow(_ outputs: [Double], _ unknown: [String]) -> ScoredRow {
    guard task.hasTarget else {
      let cluster: Scalar = task == .clustering ? .int(Int64(outputs[0])) : .null
      return ScoredRow(
        predicted: cluster, score: nil, scores: [], values: outputs, unknownLevels: unknown)
    }
    let predictions = Predictions(
      task: task, classes: classes, positiveIndex: positiveIndex, rowCount: 1,
      outputCount: outputs.count, outputs: outputs, threshold: threshold)
    guard task.isClassification else {
      return ScoredRow(
        predicted: .float(outputs[0]), score: nil, scores: [], unknownLevels: unknown)
    }
    return ScoredRow(
      predicted: classes[predictions.classIndex(0)], score: task == .binary ? outputs[0] : nil,
      scores: classes.indices.map { predictions.probability(0, $0) }, unknownLevels: unknown)
  }

  /// One row by the way of tables: what every recipe can do.
  private func scoreByTable(_ inputs: [Scalar]) throws(LearningError) -> ScoredRow {
    let context = TableContext(
      arena: .unlimited, workers: .shared(1), interrupt: Interrupt(), notes: Notes())
    let data = try LearningError.wrapping { try TableData.build(inputSchema, rows: [inputs]) }
    let (predictions, notes) = try predictions(Table(data: data), context)
    return scoredRow(predictions.outputs, notes.isEmpty ? [] : unknownNames(of: notes))
  }

  private func unknownNames(of notes: [String]) -> [String] {
    (recipe?.unknownColumns ?? []).map(\.of).filter { name in
      notes.contains { $0.contains(" .\(name) that ") }
    }
  }

  /// `value` as the input `field` takes it.
  static func fitted(_ value: Scalar, to field: Field) throws(LearningError) -> Scalar {
    switch (field.type, value) {
    case (_, .null): return .null
    case (.float, .int(let number)): return .float(Double(number))
    case (.int, .float(let number)):
      guard let whole = Int64(exactly: number) else { break }
      return .int(whole)
    case (.category, .string): return value
    default: if value.type == field.type { return value }
    }
    throw .inputType(field.name, type: value.type, expected: field.type)
  }
}
