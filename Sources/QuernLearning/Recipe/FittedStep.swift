import QuernTable
import QuernText

/// A step with all that it learned from the training part: it looks at one row at a time.
indirect enum FittedStep: Sendable {
  case derive([(name: String, expression: ColumnExpression)])
  case update([(name: String, expression: ColumnExpression)])
  case drop([String])
  case rename([(new: String, old: String)])
  case fill([(name: String, value: Scalar)])
  case impute([Imputed])
  case onehot([Encoded])
  case scale([Scaled])
  case lump([Lumped])
  case encode([TargetEncoded])

  /// A column whose rare labels become one.
  struct Lumped: Hashable, Sendable {
    var name: String
    var kept: [Scalar]
    var other: String
  }

  /// A column whose nulls become `value`.
  struct Imputed: Hashable, Sendable {
    var name: String
    var value: Scalar
    /// Numbers become floats, so that a median between two ints fits.
    var isNumber: Bool
    /// The 0/1 column that says where the null was.
    var indicator: String?
  }

  /// A column that becomes one 0/1 column per level.
  struct Encoded: Hashable, Sendable {
    var name: String
    var levels: [Scalar]
    /// Names of the new columns, one per level.
    var columns: [String]
    /// The column for null, where null is a level.
    var nullColumn: String?

    var outputs: [String] { columns + (nullColumn.map { [$0] } ?? []) }

    /// A column that counts rows of unknown levels; no feature.
    var unknownColumn: String { "\u{1}unknown \(name)" }
  }

  /// A column that becomes (value - center) / width.
  struct Scaled: Hashable, Sendable {
    var name: String
    var center: Double
    /// Not 0: a column that does not vary has 1.
    var width: Double
  }
}

extension FittedStep {
  /// The table with the step applied.
  func apply(
    to table: Table, countingUnknown: Bool, _ context: TableContext
  ) throws(LearningError) -> Table {
    if case .encode(let columns) = self {
      return try Self.encode(table, columns, countingUnknown: countingUnknown, context)
    }
    do throws(TableError) {
      switch self {
      case .derive(let definitions): return try table.derive(definitions)
      case .update(let definitions): return try table.update(definitions)
      case .drop(let names):
        // What no later step reads is not among the inputs: then it is not there to drop.
        let present = names.filter { table.schema.index(of: $0) != nil }
        return present.isEmpty ? table : try table.drop(present)
      case .rename(let pairs): return try table.rename(pairs)
      case .fill(let values): return try table.fill(values)
      case .impute(let columns):
        let indicators = columns.compactMap(\.indicatorDefinition)
        let marked = indicators.isEmpty ? table : try table.derive(indicators)
        return try marked.update(columns.map(\.definition))
      case .onehot(let columns):
        var definitions = columns.flatMap(\.definitions)
        if countingUnknown { definitions += columns.map(\.unknownDefinition) }
        return try table.derive(definitions).drop(columns.map(\.name))
      case .scale(let columns): return try table.update(columns.map(\.definition))
      case .lump(let columns): return try table.update(columns.map(\.definition))
      case .encode: return table
      }
    } catch {
      throw LearningError(error)
    }
  }

  /// The columns of means in the place of the columns of labels.
  private static func encode(
    _ table: Table, _ columns: [TargetEncoded], countingUnknown: Bool, _ context: TableContext
  ) throws(LearningError) -> Table {
    var data: TableData
    do throws(TableError) { data = try table.collect(context) } catch { throw LearningError(error) }
    for column in columns {
      guard let place = data.schema.index(of: column.name) else {
        throw .table(.unknownColumn(name: column.name, schema: data.schema))
      }
      let (values, isUnknown) = try column.values(data.scalars(place), context.interrupt)
      var added = zip(column.outputs, values).map { (name: $0.column, values: $1) }
      if countingUnknown { added.append((column.unknownColumn, isUnknown.map { $0 ? 1 : 0 })) }
      data = try data.exchanging(column.name, for: added, context)
    }
    return Table(data: data)
  }

  /// Columns that it reads, given those that are wanted from it; and itself without the rest.
  func pruned(wanting wanted: inout Set<String>) -> FittedStep? {
    switch self {
    case .derive(let definitions):
      var kept: [(name: String, expression: ColumnExpression)] = []
      for definition in definitions.reversed() where wanted.contains(definition.name) {
        wanted.remove(definition.name)
        wanted.formUnion(definition.expression.columns)
        kept.insert(definition, at: 0)
      }
      return kept.isEmpty ? nil : .derive(kept)
    case .update(let definitions):
      var kept: [(name: String, expression: ColumnExpression)] = []
      for definition in definitions.reversed() where wanted.contains(definition.name) {
        // `update` refuses a column that is not there: it stays an input.
        wanted.formUnion(definition.expression.columns)
        kept.insert(definition, at: 0)
      }
      return kept.isEmpty ? nil : .update(kept)
    case .drop(let names):
      return names.isEmpty ? nil : .drop(names)
    case .rename(let pairs):
      let kept = pairs.filter { wanted.contains($0.new) }
      for pair in kept { wanted.remove(pair.new) }
      for pair in kept { wanted.insert(pair.old) }
      return kept.isEmpty ? nil : .rename(kept)
    case .fill(let values):
      let kept = values.filter { wanted.contains($0.name) }
      return kept.isEmpty ? nil : .fill(kept)
    case .impute(let columns):
      let kept = columns.filter {
        wanted.contains($0.name) || ($0.indicator.map(wanted.contains) ?? false)
      }
      for column in kept {
        if let indicator = column.indicator { wanted.remove(indicator) }
        wanted.insert(column.name)
      }
      return kept.isEmpty ? nil : .impute(kept)
    case .onehot(let columns):
      let kept = columns.filter { !wanted.isDisjoint(with: $0.outputs) }
      for column in kept {
        wanted.subtract(column.outputs)
        wanted.insert(column.name)
      }
      return kept.isEmpty ? nil : .onehot(kept)
    case .scale(let columns):
      let kept = columns.filter { wanted.contains($0.name) }
      return kept.isEmpty ? nil : .scale(kept)
    case .lump(let columns):
      let kept = columns.filter { wanted.contains($0.name) }
      return kept.isEmpty ? nil : .lump(kept)
    case .encode(let columns):
      let kept = columns.filter { !wanted.isDisjoint(with: $0.outputs.map(\.column)) }
      for column in kept {
        wanted.subtract(column.outputs.map(\.column))
        wanted.insert(column.name)
      }
      return kept.isEmpty ? nil : .encode(kept)
    }
  }
}

extension FittedStep.Imputed {
  var definition: (name: String, expression: ColumnExpression) {
    let column = ColumnExpression.column(name)
    let read = isNumber ? .function(.cast(.float), [column]) : column
    return (name, .binary(.coalesce, read, .literal(value)))
  }

  var indicatorDefinition: (name: String, expression: ColumnExpression)? {
    indicator.map {
      (
        $0,
        .conditional(.isNull(.column(name), negated: false), .literal(.int(1)), .literal(.int(0)))
      )
    }
  }
}

extension FittedStep.Encoded {
  var definitions: [(name: String, expression: ColumnExpression)] {
    let column = ColumnExpression.column(name)
    var made: [(name: String, expression: ColumnExpression)] = []
    for (level, output) in zip(levels, columns) {
      made.append((output, Self.flag(.binary(.equal, column, .literal(level)))))
    }
    if let nullColumn { made.append((nullColumn, Self.flag(.isNull(column, negated: false)))) }
    return made
  }

  var unknownDefinition: (name: String, expression: ColumnExpression) {
    (unknownColumn, Self.flag(.member(.column(name), levels, negated: true)))
  }

  private static func flag(_ condition: ColumnExpression) -> ColumnExpression {
    .conditional(condition, .literal(.int(1)), .literal(.int(0)))
  }
}

extension FittedStep.Lumped {
  var definition: (name: String, expression: ColumnExpression) {
    let column = ColumnExpression.column(name)
    let lumped = ColumnExpression.conditional(
      .member(column, kept, negated: false), column, .literal(.string(other)))
    return (name, .conditional(.isNull(column, negated: false), .literal(.null), lumped))
  }
}

extension FittedStep.Scaled {
  var definition: (name: String, expression: ColumnExpression) {
    let shifted = ColumnExpression.binary(
      .subtract, .function(.cast(.float), [.column(name)]), .literal(.float(center)))
    return (name, .binary(.divide, shifted, .literal(.float(width))))
  }
}
