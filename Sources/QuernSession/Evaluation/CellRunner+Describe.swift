internal import QuernLearning
internal import QuernPlan
internal import QuernSystem
internal import QuernTable
internal import QuernText
internal import QuernValue
internal import QuernWire

// What names stand for, for prompts and their completion.
extension CellRunner {
  /// Rows of a table that is not computed yet whose missing values are counted.
  private static let sampledRowCount = 10_000
  /// How long all tables of one answer may take together.
  private static let describingSeconds = 0.25
  /// Characters of a value in a list of names.
  private static let summaryLengthMax = 80

  func describe(_ wanted: [String]) -> [NameDescription] {
    let interrupt = Interrupt()
    interrupt.allow(seconds: Self.describingSeconds)
    let context = TableContext(
      arena: services.arena, workers: services.workers, interrupt: interrupt)
    return (wanted.isEmpty ? names.all : wanted).compactMap { describe($0, context) }
  }

  private func describe(_ name: String, _ context: TableContext) -> NameDescription? {
    guard let definition = names.definition(name) else { return nil }
    var description = NameDescription(
      name: name, version: definition.version, type: definition.type)
    let value: Value?
    do throws(ValueLost) {
      value = try names.values(of: [name]) { definition throws(ValueLost) in
        try read(definition)
      }[name]
    } catch {
      description.summary = "lost: \(error.reason)"
      return description
    }
    guard let value else { return description }
    description.type = StaticType(of: value).name
    fill(&description, value, context)
    return description
  }

  private func fill(
    _ description: inout NameDescription, _ value: Value, _ context: TableContext
  ) {
    switch value {
    case .table(let table): fill(&description, table, context)
    case .function(let function):
      description.formals = function.formals
      description.requiredCount = function.requiredCount
      description.source = function.source
      description.summary = "(\(function.formals.joined(separator: ", ")))"
    case .record(let record):
      description.members = record.fields.map {
        .init(name: $0.name, type: StaticType(of: $0.value).name)
      }
      description.summary = Self.short(value)
    case .list(let values):
      description.summary =
        values.count > 20
        ? "\(Numbers.grouped(Int64(values.count))) values" : Self.short(value)
    case .model(let model):
      description.summary =
        model.algorithm.name + (model.target.map { ", target .\($0.name)" } ?? "") + ", "
        + "\(model.featureNames.count) features"
    case .endpoint(let handle): description.summary = handle.name
    case .evaluation(let evaluation): description.summary = evaluation.model
    case .recipe(let recipe):
      description.summary = "\(recipe.steps.count) step\(recipe.steps.count == 1 ? "" : "s")"
    case .null, .bool, .int, .float, .string, .date, .time, .datetime, .instant, .duration,
      .size, .range, .column, .step, .selection, .across, .algorithm, .plot, .pattern,
      .secret, .constant:
      description.summary = Self.short(value)
    }
    if description.members.isEmpty, let fields = KnownFields.of(StaticType(of: value)) {
      description.members = fields.map { .init(name: $0.name, type: $0.type.name) }
    }
  }

  private static func short(_ value: Value) -> String {
    TerminalText.truncate(
      TerminalText.stripControls(value.literalText).replacing("\n", with: "↵"),
      width: summaryLengthMax)
  }

  private func fill(
    _ description: inout NameDescription, _ table: Table, _ context: TableContext
  ) {
    let (rows, shares, isSample) = missing(table, context)
    let width = table.schema.count
    let columns = "\(width) column\(width == 1 ? "" : "s")"
    description.summary =
      rows.map { "\(Numbers.grouped(Int64($0))) row\($0 == 1 ? "" : "s"), \(columns)" } ?? columns
    description.isSample = isSample
    description.columns = table.schema.fields.enumerated().map { place, field in
      .init(name: field.name, type: field.type, missingShare: shares?[place])
    }
  }

  /// Rows, and the missing share of each column: of the whole table where its rows are there, of
  /// its first rows where they come quickly.
  private func missing(
    _ table: Table, _ context: TableContext
  ) -> (rows: Int?, shares: [Double]?, isSample: Bool) {
    if let data = table.materialised { return (data.rowCount, Self.shares(data), false) }
    if let (rows, nulls) = table.storedCounts {
      return (rows, rows > 0 ? nulls.map { Double($0) / Double(rows) } : nil, false)
    }
    do {
      let sample = try table.head(Self.sampledRowCount).collect(context)
      let isWhole = sample.rowCount < Self.sampledRowCount
      let rows = isWhole ? sample.rowCount : countedRows(table, context)
      return (rows, Self.shares(sample), !isWhole)
    } catch {
      return (nil, nil, false)
    }
  }

  /// Nil where counting takes too long.
  private func countedRows(_ table: Table, _ context: TableContext) -> Int? {
    do throws(TableError) {
      return try table.rowCount(context)
    } catch {
      return nil
    }
  }

  private static func shares(_ data: TableData) -> [Double]? {
    guard data.rowCount > 0 else { return nil }
    return data.schema.fields.indices.map { place in
      let nulls = data.groups.reduce(0) { $0 + $1.columns[place].nullCount }
      return Double(nulls) / Double(data.rowCount)
    }
  }
}
