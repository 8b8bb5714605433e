import QuernTable

/// The target column as an algorithm takes it: what is predicted, and each row's label.
struct Target: Sendable {
  let field: Field
  let task: LearningTask
  /// In sort order; empty for regression.
  let classes: [Scalar]
  /// Of two classes, the one that `score` is about.
  let positive: Scalar?
  /// Numbers for regression, 0 and 1 (positive) for two classes, else the place in `classes`.
  let labels: [Double]

  /// More classes than this are taken for identifiers.
  static let classCountMax = 1_000

  /// What `.name` of `data` asks for.
  static func infer(
    _ name: String, in data: TableData, task choice: TaskChoice, positive: Scalar?
  ) throws(LearningError) -> Target {
    let (field, values) = try column(name, of: data)
    let task: TaskChoice
    switch choice {
    case .regression, .classification: task = choice
    case .auto: task = isClassification(field.type, values) ? .classification : .regression
    }
    guard task == .classification else { return try regression(field, values) }
    let classes = try classes(of: field, values)
    if classes.count > 2, let positive {
      // Of several classes none is the positive one; a wrong label is said all the same.
      guard classes.contains(positive) else {
        throw .notPositive(positive, target: name, classes: classes)
      }
    }
    guard classes.count == 2 else {
      return try encoded(field, values, task: .multiclass, classes: classes, positive: nil)
    }
    let chosen = try self.positive(positive, of: field, classes)
    return try encoded(field, values, task: .binary, classes: classes, positive: chosen)
  }

  /// The labels of `.name` in another table, with the classes of a model.
  static func known(
    _ name: String, in data: TableData, task: LearningTask, classes: [Scalar], positive: Scalar?
  ) throws(LearningError) -> Target {
    let (field, values) = try column(name, of: data)
    guard task.isClassification else { return try regression(field, values) }
    return try encoded(field, values, task: task, classes: classes, positive: positive)
  }

  private static func column(
    _ name: String, of data: TableData
  ) throws(LearningError) -> (Field, [Scalar]) {
    guard let index = data.schema.index(of: name) else {
      throw .table(.unknownColumn(name: name, schema: data.schema))
    }
    guard data.rowCount > 0 else { throw .emptyTable("learn from") }
    let nulls = data.groups.reduce(0) { sum, group in
      let chunk = group.columns[index]
      return sum + (chunk.type == .null ? chunk.count : chunk.nullCount)
    }
    guard nulls == 0 else { throw .nullTarget(name, count: nulls, of: data.rowCount) }
    let field = data.schema.fields[index]
    switch field.type {
    case .bool, .int, .float, .string, .category: break
    case .null, .date, .time, .datetime, .instant, .duration, .size, .list, .structure:
      throw .targetType(name, type: field.type)
    }
    return (field, data.scalars(index))
  }

  private static func isClassification(_ type: DataType, _ values: [Scalar]) -> Bool {
    switch type {
    case .bool, .string, .category: true
    case .int: Set(values) == [.int(0), .int(1)]
    case .null, .float, .date, .time, .datetime, .instant, .duration, .size, .list, .structure:
      false
    }
  }

  private static func regression(
    _ field: Field, _ values: [Scalar]
  ) throws(LearningError) -> Target {
    guard field.type.isNumeric else { throw .notNumbers(field.name, type: field.type) }
    var labels: [Double] = []
    labels.reserveCapacity(values.count)
    for (row, value) in values.enumerated() {
      guard let number = value.doubleValue, number.isFinite else {
        throw .notFinite(field.name, row: row)
      }
      labels.append(number)
    }
    return Target(field: field, task: .regression, classes: [], positive: nil, labels: labels)
  }

  private static func classes(
    of field: Field, _ values: [Scalar]
  ) throws(LearningError) -> [Scalar] {
    if field.type == .float { throw .notClasses(field.name, type: field.type) }
    let found = Set(values)
    guard found.count <= classCountMax else {
      throw .tooManyClasses(field.name, count: found.count, limit: classCountMax)
    }
    guard found.count > 1 else { throw .oneClass(field.name, value: values[0]) }
    if case .category(let levels?) = field.type {
      let ordered = levels.map { Scalar.string($0) }.filter(found.contains)
      if ordered.count == found.count { return ordered }
    }
    return found.sorted(by: LabelOrder.precedes)
  }

  private static func positive(
    _ asked: Scalar?, of field: Field, _ classes: [Scalar]
  ) throws(LearningError) -> Scalar {
    guard let asked else { return classes[1] }
    guard classes.contains(asked) else {
      throw .notPositive(asked, target: field.name, classes: classes)
    }
    return asked
  }

  private static func encoded(
    _ field: Field, _ values: [Scalar], task: LearningTask, classes: [Scalar], positive: Scalar?
  ) throws(LearningError) -> Target {
    var places: [Scalar: Double] = [:]
    for (place, value) in classes.enumerated() {
      places[value] = task == .binary ? (value == positive ? 1 : 0) : Double(place)
    }
    var labels: [Double] = []
    labels.reserveCapacity(values.count)
    for value in values {
      guard let label = places[value] else { throw .unknownClass(value, target: field.name) }
      labels.append(label)
    }
    return Target(field: field, task: task, classes: classes, positive: positive, labels: labels)
  }
}

/// The order of labels: false before true, numbers by value, text by bytes.
enum LabelOrder {
  static func precedes(_ a: Scalar, _ b: Scalar) -> Bool {
    switch (a, b) {
    case (.bool(let x), .bool(let y)): !x && y
    case (.int(let x), .int(let y)): x < y
    case (.string(let x), .string(let y)): x.utf8.lexicographicallyPrecedes(y.utf8)
    default:
      if let x = a.doubleValue, let y = b.doubleValue { x < y } else { a.text < b.text }
    }
  }
}
