import QuernTable
import QuernText

/// Prepares one row without a table: the fast path of the endpoint.
///
/// Steps that `train` learned run here on plain values; a recipe with column expressions goes by a
/// table of one row, with the same result.
struct RowScorer: Sendable {
  /// Where an input field stands in the row.
  let slots: [NameKey: Int]
  let inputs: [Field]
  /// Nil where the recipe needs a table.
  let program: Program?

  struct Program: Sendable {
    var steps: [Step]
    /// Slot of each feature.
    var features: [Int]
    var slotCount: Int
    /// The column of each onehot step, for counting labels that are unknown.
    var encodedNames: [String]
  }

  enum Step: Sendable {
    case impute(slot: Int, value: Value)
    case indicate(slot: Int, into: Int)
    case onehot(slot: Int, levels: [Scalar: Int], nullSlot: Int?, first: Int, count: Int, name: Int)
    case scale(slot: Int, center: Double, width: Double)
    case lump(slot: Int, kept: Set<Scalar>, other: Scalar)
    /// `values[place]` are the numbers of the outputs, which stand from `first` on.
    case encode(slot: Int, places: [Scalar: Int], values: [[Double]], first: Int, name: Int)
  }

  /// A value of one row.
  enum Value: Sendable {
    case missing
    case number(Double)
    case label(Scalar)
  }

  init(parts: ModelParts) throws(LearningError) {
    inputs = parts.inputSchema.fields
    var slots: [NameKey: Int] = [:]
    for (place, field) in inputs.enumerated() { slots[NameKey(field.name)] = place }
    self.slots = slots
    var compiler = RowCompiler(inputs: inputs)
    program = try compiler.compile(parts.recipe?.steps ?? [], features: parts.featureNames)
  }

  /// Where the input called `name` stands; quick when records have the inputs in their order.
  func slot(of name: String, near place: Int) -> Int? {
    if place < inputs.count, inputs[place].name.utf8.elementsEqual(name.utf8) { return place }
    return slots[NameKey(name)]
  }
}

/// Translates fitted steps to steps over slots.
private struct RowCompiler {
  private var slots: [NameKey: Int] = [:]
  private var slotCount: Int
  private var steps: [RowScorer.Step] = []
  private var encodedNames: [String] = []

  init(inputs: [Field]) {
    for (place, field) in inputs.enumerated() { slots[NameKey(field.name)] = place }
    slotCount = inputs.count
  }

  /// Nil where a step needs a table.
  mutating func compile(
    _ fitted: [FittedStep], features: [String]
  ) throws(LearningError) -> RowScorer.Program? {
    for step in fitted {
      guard add(step) else { return nil }
    }
    var places: [Int] = []
    for name in features {
      guard let slot = slots[NameKey(name)] else { throw .damaged("model: no feature \(name)") }
      places.append(slot)
    }
    return RowScorer.Program(
      steps: steps, features: places, slotCount: slotCount, encodedNames: encodedNames)
  }

  private mutating func add(_ step: FittedStep) -> Bool {
    switch step {
    case .derive, .update: return false
    case .drop(let names):
      for name in names { slots[NameKey(name)] = nil }
    case .rename(let pairs):
      let moved = pairs.map { (NameKey($0.new), slots[NameKey($0.old)]) }
      for pair in pairs { slots[NameKey(pair.old)] = nil }
      for (new, slot) in moved { slots[new] = slot }
    case .fill(let values):
      for value in values {
        guard let slot = slots[NameKey(value.name)] else { return false }
        steps.append(.impute(slot: slot, value: RowScorer.Value(value.value)))
      }
    case .impute(let columns):
      for column in columns {
        guard let slot = slots[NameKey(column.name)] else { return false }
        if let indicator = column.indicator {
          steps.append(.indicate(slot: slot, into: newSlot(indicator)))
        }
        steps.append(.impute(slot: slot, value: RowScorer.Value(column.value)))
      }
    case .onehot(let columns):
      for column in columns where !addOneHot(column) { return false }
    case .scale(let columns):
      for column in columns {
        guard let slot = slots[NameKey(column.name)] else { return false }
        steps.append(.scale(slot: slot, center: column.center, width: column.width))
      }
    case .lump(let columns):
      for column in columns {
        guard let slot = slots[NameKey(column.name)] else { return false }
        steps.append(.lump(slot: slot, kept: Set(column.kept), other: .string(column.other)))
      }
    case .encode(let columns):
      for column in columns where !addEncoding(column) { return false }
    }
    return true
  }

  private mutating func addOneHot(_ column: FittedStep.Encoded) -> Bool {
    guard let slot = slots[NameKey(column.name)] else { return false }
    let first = slotCount
    var levels: [Scalar: Int] = [:]
    for (level, name) in zip(column.levels, column.columns) { levels[level] = newSlot(name) }
    let nullSlot = column.nullColumn.map { newSlot($0) }
    steps.append(
      .onehot(
        slot: slot, levels: levels, nullSlot: nullSlot, first: first, count: slotCount - first,
        name: encodedNames.count))
    encodedNames.append(column.name)
    slots[NameKey(column.name)] = nil
    return true
  }

  private mutating func addEncoding(_ column: FittedStep.TargetEncoded) -> Bool {
    guard let slot = slots[NameKey(column.name)] else { return false }
    slots[NameKey(column.name)] = nil
    let first = slotCount
    for output in column.outputs { _ = newSlot(output.column) }
    var values = column.levels.indices.map { level in column.outputs.map { $0.values[level] } }
    // The last place is for labels that training did not see.
    values.append(column.outputs.map(\.other))
    steps.append(
      .encode(
        slot: slot, places: column.places, values: values, first: first, name: encodedNames.count))
    encodedNames.append(column.name)
    return true
  }

  private mutating func newSlot(_ name: String) -> Int {
    slots[NameKey(name)] = slotCount
    slotCount += 1
    return slotCount - 1
  }
}

extension RowScorer.Value {
  init(_ scalar: Scalar) {
    switch scalar {
    case .null: self = .missing
    case .float(let value): self = .number(value)
    case .int, .bool, .string, .date, .time, .datetime, .instant, .duration, .size, .list,
      .structure:
      self = .label(scalar)
    }
  }

  /// The value as a label; null where missing.
  var label: Scalar {
    switch self {
    case .missing: .null
    case .number(let value): .float(value)
    case .label(let label): label
    }
  }

  /// The number that an algorithm sees; NaN where missing.
  var number: Double {
    switch self {
    case .missing: .nan
    case .number(let value): value
    case .label(.int(let value)), .label(.size(let value)): Double(value)
    case .label(.bool(let value)): value ? 1 : 0
    case .label: .nan
    }
  }
}

extension RowScorer.Program {
  /// Runs the steps on the values of one row; gives the columns with unknown labels.
  func run(_ values: inout [RowScorer.Value]) -> [String] {
    var unknown: [String] = []
    for step in steps {
      switch step {
      case .impute(let slot, let value):
        if case .missing = values[slot] { values[slot] = value }
      case .indicate(let slot, let into):
        if case .missing = values[slot] {
          values[into] = .number(1)
        } else {
          values[into] = .number(0)
        }
      case .onehot(let slot, let levels, let nullSlot, let first, let count, let name):
        for place in first..<(first + count) { values[place] = .number(0) }
        switch values[slot] {
        case .missing: if let nullSlot { values[nullSlot] = .number(1) }
        case .number(let number): mark(.float(number), levels, name, &values, &unknown)
        case .label(let label): mark(label, levels, name, &values, &unknown)
        }
      case .scale(let slot, let center, let width):
        if case .missing = values[slot] { continue }
        values[slot] = .number((values[slot].number - center) / width)
      case .lump(let slot, let kept, let other):
        if case .label(let label) = values[slot], !kept.contains(label) {
          values[slot] = .label(other)
        }
      case .encode(let slot, let places, let means, let first, let name):
        let label = values[slot].label
        let place = places[label]
        if place == nil, !label.isNull { unknown.append(encodedNames[name]) }
        for (output, mean) in means[place ?? means.count - 1].enumerated() {
          values[first + output] = .number(mean)
        }
      }
    }
    return unknown
  }

  private func mark(
    _ label: Scalar, _ levels: [Scalar: Int], _ name: Int, _ values: inout [RowScorer.Value],
    _ unknown: inout [String]
  ) {
    if let place = levels[label] {
      values[place] = .number(1)
    } else {
      unknown.append(encodedNames[name])
    }
  }
}
