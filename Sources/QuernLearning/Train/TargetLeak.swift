import QuernSystem
package import QuernTable

/// Finds features that give the target away: one that determines it, or a sum of two.
///
/// Only what holds in every row is told, and only where there are rows enough that it is no chance.
package struct TargetLeak {
  /// Fewer rows than this say nothing.
  static let rowCountMin = 50
  /// Of more rows this many are looked at, evenly.
  static let rowCountMax = 10_000
  /// Of more number columns no sums are tried.
  static let pairColumnsMax = 200

  private let target: String
  private let task: LearningTask
  private let labels: [Double]
  private let numbers: [(name: String, values: [Double])]
  private let texts: [(name: String, values: [Scalar])]
  private let interrupt: Interrupt

  /// What there is to say of the columns of a table beside its target; nothing where the target
  /// cannot be one.
  package static func notes(
    _ table: Table, target: String, _ context: TableContext
  ) throws(LearningError) -> [String] {
    let data: TableData
    do throws(TableError) { data = try table.collect(context) } catch { throw LearningError(error) }
    let truth = try TargetReader(target, in: data, context.interrupt)
      .infer(task: .auto, positive: nil)
    return try TargetLeak(
      data, columns: data.schema.names.filter { $0 != target }, truth, context.interrupt
    ).notes()
  }

  init(
    _ data: TableData, columns: [String], _ truth: Target, _ interrupt: Interrupt
  ) throws(LearningError) {
    target = truth.field.name
    task = truth.task
    self.interrupt = interrupt
    guard data.rowCount >= Self.rowCountMin else {
      (labels, numbers, texts) = ([], [], [])
      return
    }
    let count = min(data.rowCount, Self.rowCountMax)
    let rows = (0..<count).map { $0 * data.rowCount / count }
    labels = rows.map { truth.labels[$0] }
    var numbers: [(name: String, values: [Double])] = []
    var texts: [(name: String, values: [Scalar])] = []
    for name in columns {
      try PatientSort.check(interrupt)
      guard let place = data.schema.index(of: name) else { continue }
      let type = data.schema.fields[place].type
      if type.isNumeric || type == .bool {
        numbers.append((name, rows.map { Self.number(data.scalar(row: $0, column: place)) }))
      } else if type.isTextFeature {
        texts.append((name, rows.map { data.scalar(row: $0, column: place) }))
      }
    }
    (self.numbers, self.texts) = (numbers, texts)
  }

  private static func number(_ scalar: Scalar) -> Double {
    if case .bool(let value) = scalar { return value ? 1 : 0 }
    return scalar.doubleValue ?? .nan
  }

  /// One sentence for each finding.
  func notes() throws(LearningError) -> [String] {
    guard let first = labels.first, labels.contains(where: { $0 != first }) else { return [] }
    var notes: [String] = []
    for column in numbers {
      try PatientSort.check(interrupt)
      if let how = alone(column.values) { notes.append(note(".\(shown(column.name))", how)) }
    }
    for column in texts where task.isClassification && decides(column.values) {
      notes.append(note(".\(shown(column.name))", "each of its values has one .\(shown(target))"))
    }
    guard notes.isEmpty, numbers.count <= Self.pairColumnsMax else { return notes }
    for (place, a) in numbers.enumerated() {
      try PatientSort.check(interrupt)
      for b in numbers[(place + 1)...] {
        guard let how = together(a.values, b.values) else { continue }
        notes.append(note(".\(shown(a.name)) \(how.sign) .\(shown(b.name))", how.text))
      }
    }
    return notes
  }

  private func shown(_ name: String) -> String { ColumnExpression.quoted(name) }

  private func note(_ columns: String, _ how: String) -> String {
    "\(columns) gives .\(shown(target)) away: \(how); leave it out unless it is known before "
      + ".\(shown(target)) is"
  }

  // MARK: One column

  private func alone(_ values: [Double]) -> String? {
    switch task {
    case .regression:
      return isLine(values) ? "a multiple of it plus a constant, in every row" : nil
    case .binary:
      if separates(values.count, { values[$0] }) {
        return "one threshold separates the classes in every row"
      }
      return fewValuesDecide(values) ? "each of its values has one class" : nil
    case .multiclass: return fewValuesDecide(values) ? "each of its values has one class" : nil
    case .clustering, .projection: return nil
    }
  }

  /// Whether the target is `a * x + b` in every row.
  private func isLine(_ values: [Double]) -> Bool {
    guard let first = values.first, !first.isNaN,
      let other = values.firstIndex(where: { $0 != first && !$0.isNaN })
    else { return false }
    let slope = (labels[other] - labels[0]) / (values[other] - first)
    guard slope != 0 else { return false }
    return values.indices.allSatisfy { row in
      close(labels[row], labels[0] + slope * (values[row] - first))
    }
  }

  private func close(_ a: Double, _ b: Double) -> Bool {
    abs(a - b) <= 1e-9 * max(1, max(abs(a), abs(b)))
  }

  /// Whether all rows of one of two classes lie on one side of all rows of the other.
  private func separates(_ count: Int, _ value: (Int) -> Double) -> Bool {
    var lowest = [Double.infinity, .infinity]
    var highest = [-Double.infinity, -.infinity]
    for row in 0..<count {
      let number = value(row)
      guard !number.isNaN else { return false }
      let side = labels[row] == 1 ? 1 : 0
      lowest[side] = min(lowest[side], number)
      highest[side] = max(highest[side], number)
      // Both ways are lost: most columns end here after a few rows.
      if highest[0] >= lowest[1], highest[1] >= lowest[0] { return false }
    }
    return highest[0] < lowest[1] || highest[1] < lowest[0]
  }

  private func fewValuesDecide(_ values: [Double]) -> Bool {
    decides(values.map { $0.isNaN ? .null : .float($0) })
  }

  /// Whether each value, of few, stands with one class only.
  private func decides(_ values: [Scalar]) -> Bool {
    var classes: [Scalar: Double] = [:]
    for (row, value) in values.enumerated() {
      if let known = classes[value] {
        if known != labels[row] { return false }
      } else {
        classes[value] = labels[row]
        // A value with few rows is of one class by chance.
        if classes.count * 10 > values.count { return false }
      }
    }
    return classes.count > 1
  }

  // MARK: Two columns

  private func together(_ a: [Double], _ b: [Double]) -> (sign: String, text: String)? {
    switch task {
    case .regression:
      if labels.indices.allSatisfy({ close(labels[$0], a[$0] + b[$0]) }) {
        return ("+", "their sum, in every row")
      }
      if labels.indices.allSatisfy({ close(abs(labels[$0]), abs(a[$0] - b[$0])) }) {
        return ("-", "their difference, in every row")
      }
      return nil
    case .binary:
      guard separates(labels.count, { a[$0] + b[$0] }) else { return nil }
      return ("+", "one threshold of their sum separates the classes in every row")
    case .multiclass, .clustering, .projection: return nil
    }
  }
}
