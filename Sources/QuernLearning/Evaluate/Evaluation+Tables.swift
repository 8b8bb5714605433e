package import QuernTable

/// The parts of an evaluation as tables, for plots and for further work.
extension Evaluation {
  /// The parts that this evaluation has, by name, in order.
  package var tableNames: [String] {
    var names: [String] = []
    if !roc.isEmpty { names += ["roc", "pr"] }
    if !calibration.isEmpty { names.append("calibration") }
    if confusion != nil { names += ["confusion", "classes"] }
    if !residuals.isEmpty { names.append("residuals") }
    if level != nil { names.append("intervals") }
    return names
  }

  /// The part called `name`; nil where there is none.
  ///
  /// `roc`: fpr, tpr, threshold. `pr`: recall, precision, threshold. `calibration`: lower, upper,
  /// rows, score, share. `confusion`: actual, predicted, rows. `classes`: class, rows, precision,
  /// recall, f1. `residuals`: actual, predicted, residual, and the inputs. `intervals`: metric,
  /// value, low, high.
  package func table(_ name: String) throws(LearningError) -> Table? {
    guard tableNames.contains(name) else { return nil }
    switch name {
    case "roc": return try Self.table(Self.rocSchema, roc.map(\.rocRow))
    case "pr":
      return try Self.table(Self.prSchema, roc.compactMap { $0.prRow })
    case "calibration": return try Self.table(Self.calibrationSchema, calibration.map(\.row))
    case "confusion": return try confusionPairs()
    case "classes": return try classTable()
    case "residuals": return try residualTable()
    case "intervals":
      return try Self.table(Self.intervalSchema, metrics.map(\.intervalRow))
    default: return nil
    }
  }

  private static let rocSchema = Schema([
    ("fpr", .float), ("tpr", .float), ("threshold", .float),
  ])
  private static let prSchema = Schema([
    ("recall", .float), ("precision", .float), ("threshold", .float),
  ])
  private static let calibrationSchema = Schema([
    ("lower", .float), ("upper", .float), ("rows", .int), ("score", .float), ("share", .float),
  ])
  private static let residualSchema = Schema([
    ("actual", .float), ("predicted", .float), ("residual", .float),
  ])
  private static let intervalSchema = Schema([
    ("metric", .string), ("value", .float), ("low", .float), ("high", .float),
  ])

  private static func table(_ schema: Schema, _ rows: [[Scalar]]) throws(LearningError) -> Table {
    try LearningError.wrapping { Table(data: try TableData.build(schema, rows: rows)) }
  }

  private var labelType: DataType {
    Scalar.commonType(confusion?.classes ?? []) ?? .string
  }

  private func counted(_ value: Double) -> Scalar {
    isWeighted ? .float(value) : .int(Int64(value))
  }

  private func residualTable() throws(LearningError) -> Table {
    guard let columns, columns.rows.count == residuals.count else {
      return try Self.table(Self.residualSchema, residuals.map(\.row))
    }
    return try Self.table(
      Schema(fields: Self.residualSchema.fields + columns.schema.fields),
      zip(residuals, columns.rows).map { $0.row + $1 })
  }

  /// One row for each pair of a true class and the class called.
  private func confusionPairs() throws(LearningError) -> Table? {
    guard let confusion else { return nil }
    let schema = Schema([
      ("actual", labelType), ("predicted", labelType), ("rows", isWeighted ? .float : .int),
    ])
    var rows: [[Scalar]] = []
    for (actual, counts) in confusion.counts.enumerated() {
      for (predicted, count) in counts.enumerated() {
        rows.append([confusion.classes[actual], confusion.classes[predicted], counted(count)])
      }
    }
    return try Self.table(schema, rows)
  }

  /// One row for each true class, one column for each class called.
  package func confusionTable() throws(LearningError) -> Table? {
    guard let confusion else { return nil }
    let number = isWeighted ? DataType.float : .int
    var fields = [Field(name: "actual", type: labelType)]
    fields += confusion.classes.map { Field(name: $0.text, type: number) }
    let rows = confusion.counts.enumerated().map { place, counts in
      [confusion.classes[place]] + counts.map(counted)
    }
    return try Self.table(Schema(fields: fields), rows)
  }

  private func classTable() throws(LearningError) -> Table? {
    guard let confusion else { return nil }
    let schema = Schema([
      ("class", labelType), ("rows", isWeighted ? .float : .int), ("precision", .float),
      ("recall", .float), ("f1", .float),
    ])
    func number(_ value: Double?) -> Scalar { value.map { .float($0) } ?? .null }
    let rows = confusion.classes.indices.map { place in
      [
        confusion.classes[place], counted(confusion.actual(place)),
        number(confusion.precision(place)), number(confusion.recall(place)),
        number(confusion.f1(place)),
      ]
    }
    return try Self.table(schema, rows)
  }
}

extension ROCPoint {
  fileprivate var rocRow: [Scalar] {
    [.float(falsePositiveRate), .float(truePositiveRate), threshold.map { .float($0) } ?? .null]
  }

  /// Nil where no row is called positive: there is no precision.
  fileprivate var prRow: [Scalar]? {
    let called = truePositives + falsePositives
    guard called > 0, let threshold else { return nil }
    return [.float(truePositiveRate), .float(truePositives / called), .float(threshold)]
  }
}

extension CalibrationBin {
  fileprivate var row: [Scalar] {
    [
      .float(lower), .float(upper), .int(Int64(rows)), .float(meanScore), .float(positiveShare),
    ]
  }
}

extension Residual {
  fileprivate var row: [Scalar] {
    [.float(actual), .float(predicted), .float(actual - predicted)]
  }
}

extension MetricValue {
  fileprivate var intervalRow: [Scalar] {
    [.string(name)] + [value, low, high].map { $0.map { .float($0) } ?? .null }
  }
}
