import QuernSystem
package import QuernTable

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

  /// How many classes there are; 0 for regression.
  var classCount: Int { classes.count }
}

/// The classes of a column with two values.
package enum TwoClasses {
  /// The positive one: as given, else true, 1, or the later label in sort order.
  package static func positive(
    of column: String, in data: TableData, given: Scalar?, _ context: TableContext
  ) throws(LearningError) -> Scalar {
    let truth = try TargetReader(column, in: data, context.interrupt)
      .infer(task: .classification, positive: given)
    guard let positive = truth.positive else {
      throw .thresholdTask(truth.task, isOption: false)
    }
    return positive
  }
}

/// Reads a target column.
struct TargetReader {
  private let field: Field
  private let index: Int
  private let data: TableData
  private let interrupt: Interrupt

  /// Rows between two looks at the interrupt.
  private static let checkedRowCount = 8_192
  /// More classes than this are taken for identifiers.
  private static let classCountMax = 1_000

  init(
    _ name: String, in data: TableData, _ interrupt: Interrupt
  ) throws(LearningError) {
    guard let index = data.schema.index(of: name) else {
      throw .table(.unknownColumn(name: name, schema: data.schema))
    }
    guard data.rowCount > 0 else { throw .emptyTable("learn from") }
    let nulls = data.groups.reduce(0) { sum, group in
      let chunk = group.columns[index]
      return sum + (chunk.type == .null ? chunk.count : chunk.nullCount)
    }
    guard nulls == 0 else { throw .nullTarget(name, count: nulls, of: data.rowCount) }
    field = data.schema.fields[index]
    switch field.type {
    case .bool, .int, .float, .string, .category: break
    case .null, .date, .time, .datetime, .instant, .duration, .size, .list, .structure:
      throw .targetType(name, type: field.type)
    }
    self.index = index
    self.data = data
    self.interrupt = interrupt
  }

  /// What the column asks for, as far as the user has not said it.
  func infer(task choice: TaskChoice, positive: Scalar?) throws(LearningError) -> Target {
    let isClassification: Bool
    switch choice {
    case .regression: isClassification = false
    case .classification: isClassification = true
    case .auto: isClassification = try asksForClasses()
    }
    guard isClassification else { return try regression() }
    let classes = try classes()
    if let positive, !classes.contains(positive) {
      throw .notPositive(positive, target: field.name, classes: classes)
    }
    guard classes.count == 2 else {
      return try encoded(task: .multiclass, classes: classes, positive: nil)
    }
    return try encoded(task: .binary, classes: classes, positive: positive ?? classes[1])
  }

  /// The labels with the classes of a model.
  func known(
    task: LearningTask, classes: [Scalar], positive: Scalar?
  ) throws(LearningError) -> Target {
    guard task.isClassification else { return try regression() }
    return try encoded(task: task, classes: classes, positive: positive)
  }

  private func asksForClasses() throws(LearningError) -> Bool {
    switch field.type {
    case .bool, .string, .category: true
    case .int: try distinct(atMost: 2) == [.int(0), .int(1)]
    case .null, .float, .date, .time, .datetime, .instant, .duration, .size, .list, .structure:
      false
    }
  }

  /// The values that occur; nil where there are more than `limit`.
  private func distinct(atMost limit: Int) throws(LearningError) -> Set<Scalar>? {
    var found: Set<Scalar> = []
    for group in data.groups {
      for row in 0..<group.rowCount {
        if row % Self.checkedRowCount == 0 { try PatientSort.check(interrupt) }
        found.insert(group.columns[index].scalar(at: row))
        if found.count > limit { return nil }
      }
    }
    return found
  }

  private func regression() throws(LearningError) -> Target {
    guard field.type.isNumeric else { throw .notNumbers(field.name, type: field.type) }
    let labels = data.doubles(index)
    if let row = labels.firstIndex(where: { !$0.isFinite }) {
      throw .notFinite(field.name, row: row)
    }
    return Target(field: field, task: .regression, classes: [], positive: nil, labels: labels)
  }

  private func classes() throws(LearningError) -> [Scalar] {
    if field.type == .float { throw .notClasses(field.name, type: field.type) }
    guard let found = try distinct(atMost: Self.classCountMax) else {
      throw .tooManyClasses(field.name, limit: Self.classCountMax)
    }
    guard found.count > 1 else {
      throw .oneClass(field.name, value: data.scalar(row: 0, column: index))
    }
    if case .category(let levels?) = field.type {
      let ordered = levels.map { Scalar.string($0) }.filter(found.contains)
      if ordered.count == found.count { return ordered }
    }
    return found.sorted(by: LabelOrder.precedes)
  }

  private func encoded(
    task: LearningTask, classes: [Scalar], positive: Scalar?
  ) throws(LearningError) -> Target {
    var places: [Scalar: Double] = [:]
    for (place, value) in classes.enumerated() {
      places[value] = task == .binary ? (value == positive ? 1 : 0) : Double(place)
    }
    var labels: [Double] = []
    labels.reserveCapacity(data.rowCount)
    for group in data.groups {
      for row in 0..<group.rowCount {
        if row % Self.checkedRowCount == 0 { try PatientSort.check(interrupt) }
        let value = group.columns[index].scalar(at: row)
        guard let label = places[value] else { throw .unknownClass(value, target: field.name) }
        labels.append(label)
      }
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
