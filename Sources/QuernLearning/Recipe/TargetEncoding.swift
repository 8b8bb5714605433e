import QuernSystem
import QuernTable
import QuernText

/// The target beside the rows that a recipe is fitted on: what `encode_target` learns from.
struct RecipeTruth: Sendable {
  let target: Target
  let weights: [Double]?
  let random: RandomStream

  /// How many numbers a label becomes: one, or one for each of several classes.
  var outputCount: Int { target.task == .multiclass ? target.classes.count : 1 }

  /// The number that output `output` takes the mean of.
  func value(_ row: Int, _ output: Int) -> Double {
    guard target.task == .multiclass else { return target.labels[row] }
    return target.labels[row] == Double(output) ? 1 : 0
  }

  /// Names of the columns that `name` becomes.
  func columns(of name: String) -> [String] {
    target.task == .multiclass ? target.classes.map { "\(name)_\($0.text)" } : [name]
  }
}

/// How labels become the mean of the target.
package struct TargetEncodingOptions: Hashable, Sendable {
  /// A label of so many rows counts as much as the mean of all rows.
  package var smoothing: Double

  package init(smoothing: Double = 10) { self.smoothing = smoothing }
}

/// Learns what each label of a column stands for.
struct TargetEncoder {
  /// Parts of the training rows: each is encoded by what the others say.
  static let foldCount = 5

  let truth: RecipeTruth
  let smoothing: Double
  /// The label of each row, as its place among `levels`.
  private let codes: [Int32]
  private let levels: [Scalar]
  /// The part of each row.
  private let parts: [UInt8]
  private let interrupt: Interrupt

  init(
    _ values: [Scalar], _ truth: RecipeTruth, _ options: TargetEncodingOptions,
    _ interrupt: Interrupt
  ) throws(LearningError) {
    self.truth = truth
    self.interrupt = interrupt
    smoothing = options.smoothing
    var places: [Scalar: Int32] = [:]
    var levels: [Scalar] = []
    var codes: [Int32] = []
    codes.reserveCapacity(values.count)
    for (row, value) in values.enumerated() {
      if row & 0xfff == 0 { try PatientSort.check(interrupt) }
      if let known = places[value] {
        codes.append(known)
      } else {
        places[value] = Int32(levels.count)
        codes.append(Int32(levels.count))
        levels.append(value)
      }
    }
    self.codes = codes
    self.levels = levels
    var parts = [UInt8](repeating: 0, count: values.count)
    for (place, row) in truth.random.permutation(values.count).enumerated() {
      parts[row] = UInt8(place % Self.foldCount)
    }
    self.parts = parts
  }

  /// Sums of weight and of weighted target, by label, for each output.
  private struct Sums {
    var weights: [Double]
    var totals: [[Double]]

    init(levelCount: Int, outputCount: Int) {
      weights = [Double](repeating: 0, count: levelCount)
      totals = [[Double]](
        repeating: [Double](repeating: 0, count: levelCount), count: outputCount)
    }
  }

  private func sums(where isIn: (Int) -> Bool) throws(LearningError) -> Sums {
    var sums = Sums(levelCount: levels.count, outputCount: truth.outputCount)
    for row in codes.indices {
      if row & 0xffff == 0 { try PatientSort.check(interrupt) }
      guard isIn(row) else { continue }
      let level = Int(codes[row])
      let weight = truth.weights?[row] ?? 1
      sums.weights[level] += weight
      for output in 0..<truth.outputCount {
        sums.totals[output][level] += weight * truth.value(row, output)
      }
    }
    return sums
  }

  /// The smoothed means by label, and that of all rows, for an output.
  private func means(_ sums: Sums, _ output: Int) -> (levels: [Double], all: Double) {
    let weight = sums.weights.reduce(0, +)
    let all = weight > 0 ? sums.totals[output].reduce(0, +) / weight : 0
    let levels = sums.weights.indices.map { level in
      let shared = sums.weights[level] + smoothing
      return shared > 0 ? (sums.totals[output][level] + smoothing * all) / shared : all
    }
    return (levels, all)
  }

  /// What is kept in the model: the means over all training rows.
  func encoded(_ name: String) throws(LearningError) -> FittedStep.TargetEncoded {
    let sums = try sums { _ in true }
    let order = levels.indices.sorted { a, b in
      if levels[a].isNull || levels[b].isNull { return !levels[a].isNull && levels[b].isNull }
      return LabelOrder.precedes(levels[a], levels[b])
    }
    let outputs = truth.columns(of: name).enumerated().map { output, column in
      let means = means(sums, output)
      return FittedStep.TargetEncoded.Output(
        column: column, values: order.map { means.levels[$0] }, other: means.all)
    }
    return FittedStep.TargetEncoded(
      name: name, levels: order.map { levels[$0] }, outputs: outputs)
  }

  /// The columns as training sees them: each row by the means over the other parts, so that its
  /// own target is not in it.
  func outOfFold() throws(LearningError) -> [[Double]] {
    var columns = [[Double]](
      repeating: [Double](repeating: 0, count: codes.count), count: truth.outputCount)
    for part in 0..<Self.foldCount {
      let others = try sums { parts[$0] != UInt8(part) }
      for output in 0..<truth.outputCount {
        let means = means(others, output)
        try PatientSort.check(interrupt)
        for row in codes.indices where parts[row] == UInt8(part) {
          columns[output][row] = means.levels[Int(codes[row])]
        }
      }
    }
    return columns
  }
}

extension FittedStep {
  /// A column whose labels become means of the target.
  struct TargetEncoded: Hashable, Sendable {
    struct Output: Hashable, Sendable {
      var column: String
      /// By place of the label in `levels`.
      var values: [Double]
      /// Of a label that training did not see.
      var other: Double
    }

    var name: String
    /// Null may be one of them.
    var levels: [Scalar]
    var outputs: [Output]

    /// A column that counts rows of unknown labels; no feature.
    var unknownColumn: String { "\u{1}unknown \(name)" }

    var places: [Scalar: Int] {
      var places: [Scalar: Int] = [:]
      for (place, level) in levels.enumerated() { places[level] = place }
      return places
    }

    /// The values of each output for rows with these labels, and which labels are unknown.
    func values(
      _ labels: [Scalar], _ interrupt: Interrupt
    ) throws(LearningError) -> (columns: [[Double]], isUnknown: [Bool]) {
      let places = places
      var columns = outputs.map { _ in [Double]() }
      var isUnknown: [Bool] = []
      isUnknown.reserveCapacity(labels.count)
      for (row, label) in labels.enumerated() {
        if row & 0xfff == 0 { try PatientSort.check(interrupt) }
        let place = places[label]
        // A null that training did not see says nothing: it is no unknown label.
        isUnknown.append(place == nil && !label.isNull)
        for (output, found) in outputs.enumerated() {
          columns[output].append(place.map { found.values[$0] } ?? found.other)
        }
      }
      return (columns, isUnknown)
    }
  }
}

extension TableData {
  /// The rows without the column `name`, and with columns of floats behind the others; where one
  /// has the name of the column that goes, it takes its place.
  func exchanging(
    _ name: String, for added: [(name: String, values: [Double])], _ context: TableContext
  ) throws(LearningError) -> TableData {
    let gone = schema.index(of: name)
    var fields: [Field] = []
    var sources: [Int?] = []
    for (place, field) in schema.fields.enumerated() {
      if place != gone {
        fields.append(field)
        sources.append(place)
      } else if added.contains(where: { $0.name == name }) {
        fields.append(Field(name: name, type: .float))
        sources.append(nil)
      }
    }
    for column in added where column.name != name {
      guard schema.index(of: column.name) == nil else {
        throw .table(.columnExists(name: column.name))
      }
      fields.append(Field(name: column.name, type: .float))
      sources.append(nil)
    }
    let target = Schema(fields: fields)
    return try LearningError.wrapping {
      var made: [RowGroup] = []
      for (index, group) in groups.enumerated() {
        try context.interrupt.check()
        var columns: [ColumnChunk] = []
        for (field, source) in zip(fields, sources) {
          if let source {
            columns.append(group.columns[source])
            continue
          }
          let values = added.first { $0.name == field.name }?.values ?? []
          let builder = try ColumnBuilder(
            type: .float, arena: context.arena, capacity: group.rowCount)
          for row in 0..<group.rowCount { try builder.appendFloat(values[starts[index] + row]) }
          columns.append(try builder.finish())
        }
        made.append(RowGroup(rowCount: group.rowCount, columns: columns))
      }
      return TableData(schema: target, groups: made)
    }
  }
}
