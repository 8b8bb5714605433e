import QuernSystem
import QuernTable
import QuernText

/// Learns one step from the columns that the steps before it made.
struct RecipeFit {
  let table: Table
  let reserved: Set<String>
  /// Nil where the target is not known.
  let truth: RecipeTruth?
  let context: TableContext

  /// The step as learned; nil where it touches no column.
  func fit(_ step: RecipeStep) throws(LearningError) -> FittedStep? {
    switch step {
    case .derive(let definitions):
      try refuseAggregates("derive", definitions)
      return .derive(definitions)
    case .update(let definitions):
      try refuseAggregates("update", definitions)
      return .update(definitions)
    case .select(let selection):
      let kept = Set(try resolve(selection))
      return .drop(table.schema.names.filter { !kept.contains($0) && !reserved.contains($0) })
    case .define(let definitions, let replaces):
      return try defined(definitions, replaces: replaces)
    case .drop(let selection):
      // What is reserved is no feature anyway: a recipe is good for trainings with and without it.
      return .drop(try resolve(selection.without(reserved)))
    case .rename(let pairs):
      for pair in pairs where reserved.contains(pair.old) { throw .reservedColumn(pair.old) }
      return .rename(pairs)
    case .renameAll(let given): return try renamed(given)
    case .cut(let name, let options): return try fitCut(name, options)
    case .fill(let values):
      for value in values where reserved.contains(value.name) { throw .reservedColumn(value.name) }
      return .fill(values)
    case .impute(let selection, let with, let indicator):
      return try fitImpute(try resolve(selection), with, indicator)
    case .onehot(let selection, let options): return try fitOneHot(try resolve(selection), options)
    case .scale(let selection, let scaling): return try fitScale(try resolve(selection), scaling)
    case .lump(let selection, let options): return try fitLump(try resolve(selection), options)
    case .encodeTarget(let selection, let options):
      return try fitEncoding(selection, options)?.step
    case .balance: return nil
    }
  }

  private func resolve(_ selection: ColumnSelection) throws(LearningError) -> [String] {
    try selection.resolve(in: table.schema, reserved: reserved)
  }

  func refuseAggregates(
    _ step: String, _ definitions: [(name: String, expression: ColumnExpression)]
  ) throws(LearningError) {
    for definition in definitions {
      if definition.expression.hasAggregate {
        throw .aggregateInRecipe(step, name: definition.name)
      }
      let names = definition.expression.columns.union([definition.name])
      if let name = names.sorted().first(where: reserved.contains) { throw .reservedColumn(name) }
    }
  }

  private func collect(_ names: [String]) throws(LearningError) -> TableData {
    do throws(TableError) {
      return try table.select(names).collect(context)
    } catch {
      throw LearningError(error)
    }
  }

  /// The values of a column that are not null, and how often each occurs.
  private func counts(_ field: Field) throws(LearningError) -> [(value: Scalar, count: Int64)] {
    let count = field.name == "n" ? "count" : "n"
    do throws(TableError) {
      let found = try table.summarise([(count, .aggregate(.count, nil))], by: [field.name])
        .collect(context)
      return zip(found.scalars(0), found.scalars(1)).compactMap { value, count in
        guard case .int(let count) = count, !value.isNull else { return nil }
        return (value, count)
      }
    } catch {
      throw LearningError(error)
    }
  }

  private func mode(_ field: Field) throws(LearningError) -> Scalar {
    let counts = try counts(field)
    guard let most = counts.map(\.count).max() else {
      throw .nothingToLearn("impute", column: field.name)
    }
    let values = counts.filter { $0.count == most }.map(\.value)
    return values.min(by: LabelOrder.precedes) ?? .null
  }

  // MARK: Labels

  private func fitLump(
    _ names: [String], _ options: LumpOptions
  ) throws(LearningError) -> FittedStep? {
    var columns: [FittedStep.Lumped] = []
    for name in names {
      guard let field = table.schema[name] else { continue }
      guard field.type.isTextFeature else {
        throw .stepType("lump", column: name, type: field.type)
      }
      let found = try counts(field)
      guard !found.isEmpty else { throw .nothingToLearn("lump", column: name) }
      let rows = Double(found.reduce(0) { $0 + $1.count })
      let ranked = found.sorted { a, b in
        a.count == b.count ? LabelOrder.precedes(a.value, b.value) : a.count > b.count
      }
      let frequent = ranked.prefix(options.countMax ?? ranked.count)
        .filter { Double($0.count) >= (options.shareMin ?? 0) * rows }
      columns.append(
        FittedStep.Lumped(
          name: name, kept: frequent.map(\.value).sorted(by: LabelOrder.precedes),
          other: options.other))
    }
    return columns.isEmpty ? nil : .lump(columns)
  }

  /// What is kept, and the table as training sees it: each row encoded by other rows.
  func fitEncoding(
    _ selection: ColumnSelection, _ options: TargetEncodingOptions
  ) throws(LearningError) -> (step: FittedStep, table: Table)? {
    let names = try resolve(selection)
    guard !names.isEmpty else { return nil }
    guard let truth else { throw .encodingNeedsTarget() }
    var data: TableData
    do throws(TableError) { data = try table.collect(context) } catch { throw LearningError(error) }
    // Labels, codes, parts, and the numbers that come of them.
    let memory = data.rowCount * (8 * truth.outputCount + 64)
    try LearningError.wrapping {
      try context.arena.reserve(memory, doing: "encoding labels by the target")
    }
    defer { context.arena.release(memory) }
    var columns: [FittedStep.TargetEncoded] = []
    for name in names {
      guard let place = data.schema.index(of: name) else { continue }
      switch data.schema.fields[place].type {
      case .string, .category, .bool, .int: break
      case .null, .float, .date, .time, .datetime, .instant, .duration, .size, .list, .structure:
        throw .stepType("encode_target", column: name, type: data.schema.fields[place].type)
      }
      let encoder = try TargetEncoder(data.scalars(place), truth, options, context.interrupt)
      let learned = try encoder.encoded(name)
      let added = zip(learned.outputs, try encoder.outOfFold()).map {
        (name: $0.column, values: $1)
      }
      data = try data.exchanging(name, for: added, context)
      columns.append(learned)
    }
    return (.encode(columns), Table(data: data))
  }

  // MARK: Impute

  private func fitImpute(
    _ names: [String], _ with: Imputation, _ indicator: Bool
  ) throws(LearningError) -> FittedStep? {
    guard !names.isEmpty else { return nil }
    let data = try collect(names)
    var columns: [FittedStep.Imputed] = []
    for (place, field) in data.schema.fields.enumerated() {
      let value = try imputed(data, place, field, with)
      columns.append(
        FittedStep.Imputed(
          name: field.name, value: value,
          isNumber: field.type.isNumericFeature && value.doubleValue != nil && with != .mode,
          indicator: indicator ? "\(field.name)_missing" : nil))
    }
    return .impute(columns)
  }

  private func imputed(
    _ data: TableData, _ place: Int, _ field: Field, _ with: Imputation
  ) throws(LearningError) -> Scalar {
    switch with {
    case .constant(let value):
      guard DataType.common(field.type, value.type) != nil else {
        throw .stepType("impute with \(value.text)", column: field.name, type: field.type)
      }
      return field.type.isNumericFeature ? value.doubleValue.map { .float($0) } ?? value : value
    case .mode:
      return try mode(field)
    case .median, .mean:
      guard field.type.isNumericFeature else {
        let word = with == .median ? "median" : "mean"
        throw .stepType("impute with \(word)", column: field.name, type: field.type)
      }
      let values = ColumnStatistics(data.doubles(place), context.interrupt)
      guard let value = with == .median ? try values.median : values.mean else {
        throw .nothingToLearn("impute", column: field.name)
      }
      return .float(value)
    }
  }

  // MARK: Levels

  private func fitOneHot(
    _ names: [String], _ options: OneHotOptions
  ) throws(LearningError) -> FittedStep? {
    guard !names.isEmpty else { return nil }
    var columns: [FittedStep.Encoded] = []
    for name in names {
      guard let field = table.schema[name] else { continue }
      switch field.type {
      case .string, .category, .bool, .int: break
      case .null, .float, .date, .time, .datetime, .instant, .duration, .size, .list, .structure:
        throw .stepType("onehot", column: field.name, type: field.type)
      }
      let found = try counts(field).map(\.value)
      guard !found.isEmpty else { throw .nothingToLearn("onehot", column: field.name) }
      guard found.count <= options.levelCountMax else {
        throw .tooManyLevels(field.name, count: found.count, limit: options.levelCountMax)
      }
      let levels = found.sorted(by: LabelOrder.precedes)
      columns.append(
        FittedStep.Encoded(
          name: field.name, levels: levels,
          columns: levels.map { "\(field.name)_\($0.text)" },
          nullColumn: options.nullIsLevel ? "\(field.name)_null" : nil))
    }
    return .onehot(columns)
  }

  // MARK: Scale

  private func fitScale(
    _ names: [String], _ scaling: Scaling
  ) throws(LearningError) -> FittedStep? {
    guard !names.isEmpty else { return nil }
    let data = try collect(names)
    var columns: [FittedStep.Scaled] = []
    for (place, field) in data.schema.fields.enumerated() {
      guard field.type.isNumericFeature || field.type == .bool else {
        throw .stepType("scale", column: field.name, type: field.type)
      }
      let values = ColumnStatistics(data.doubles(place), context.interrupt)
      guard let (center, width) = try values.scale(scaling) else {
        throw .nothingToLearn("scale", column: field.name)
      }
      columns.append(
        FittedStep.Scaled(name: field.name, center: center, width: width > 0 ? width : 1))
    }
    return .scale(columns)
  }
}

/// What steps learn of a column of numbers; NaN stands for null and is passed over.
struct ColumnStatistics {
  private let values: [Double]
  private let interrupt: Interrupt

  init(_ values: [Double], _ interrupt: Interrupt) {
    self.interrupt = interrupt
    self.values = values.filter { !$0.isNaN }
  }

  var mean: Double? {
    guard !values.isEmpty else { return nil }
    // Sums of row groups are added in their order: the grid does not depend on threads.
    var total = 0.0
    for start in stride(from: 0, to: values.count, by: RowGroup.rowCountMax) {
      var sum = 0.0
      for value in values[start..<min(start + RowGroup.rowCountMax, values.count)] { sum += value }
      total += sum
    }
    return total / Double(values.count)
  }

  var median: Double? {
    get throws(LearningError) { quantile(0.5, of: try sorted()) }
  }

  private func sorted() throws(LearningError) -> [Double] {
    var sorted = values
    try PatientSort.sort(&sorted, interrupt: interrupt, by: <)
    return sorted
  }

  /// Center and width of a scaling; nil without values.
  func scale(_ scaling: Scaling) throws(LearningError) -> (center: Double, width: Double)? {
    guard let mean else { return nil }
    switch scaling {
    case .standard:
      var sum = 0.0
      for value in values { sum += (value - mean) * (value - mean) }
      return (mean, (sum / Double(values.count)).squareRoot())
    case .minmax:
      let least = values.reduce(.infinity, min)
      return (least, values.reduce(-.infinity, max) - least)
    case .robust:
      let sorted = try sorted()
      guard let middle = quantile(0.5, of: sorted), let low = quantile(0.25, of: sorted),
        let high = quantile(0.75, of: sorted)
      else { return nil }
      return (middle, high - low)
    }
  }

  private func quantile(_ share: Double, of sorted: [Double]) -> Double? {
    guard let last = sorted.indices.last else { return nil }
    let place = share * Double(last)
    let low = Int(place)
    let high = min(low + 1, last)
    return sorted[low] + (sorted[high] - sorted[low]) * (place - Double(low))
  }
}

extension LearningError {
  static func encodingNeedsTarget() -> LearningError {
    mistake(
      "needs-target", "`encode_target` learns from the target, which is not known here",
      hints: ["say the target: prepare(t, r, target: .y)"])
  }
}
