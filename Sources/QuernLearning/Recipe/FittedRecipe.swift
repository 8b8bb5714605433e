package import QuernTable
import QuernText

/// A recipe with all that it learned: what `predict` and the endpoint replay.
package struct FittedRecipe: Sendable {
  let steps: [FittedStep]

  init(steps: [FittedStep]) {
    self.steps = steps
  }

  /// The columns of `table`, prepared. Rows in = rows out, in order.
  package func apply(
    _ table: Table, countingUnknown: Bool = false, _ context: TableContext
  ) throws(LearningError) -> Table {
    var table = table
    for step in steps {
      table = try step.apply(to: table, countingUnknown: countingUnknown, context)
    }
    return table
  }

  /// The steps that the columns `wanted` need, and the columns that those steps read.
  func pruned(wanting wanted: [String]) -> (recipe: FittedRecipe, inputs: Set<String>) {
    var names = Set(wanted)
    var kept: [FittedStep] = []
    for step in steps.reversed() {
      if let step = step.pruned(wanting: &names) { kept.append(step) }
    }
    return (FittedRecipe(steps: kept.reversed()), names)
  }

  /// Columns of unknown levels, with the column that they are of.
  var unknownColumns: [(name: String, of: String)] {
    steps.flatMap { step -> [(name: String, of: String)] in
      switch step {
      case .onehot(let columns): columns.map { ($0.unknownColumn, $0.name) }
      case .encode(let columns): columns.map { ($0.unknownColumn, $0.name) }
      case .derive, .update, .drop, .rename, .fill, .impute, .scale, .lump: []
      }
    }
  }

  /// Input columns whose absence a step makes good: the first that touches them imputes or fills.
  var imputableInputs: Set<String> {
    var found: Set<String> = []
    var touched: Set<String> = []
    var originals: [String: String] = [:]
    for step in steps {
      switch step {
      case .rename(let pairs):
        for pair in pairs { originals[pair.new] = originals[pair.old] ?? pair.old }
      case .impute(let columns):
        for column in columns where !touched.contains(column.name) {
          found.insert(originals[column.name] ?? column.name)
        }
      case .fill(let values):
        for value in values where !touched.contains(value.name) {
          found.insert(originals[value.name] ?? value.name)
        }
      case .derive(let definitions):
        for definition in definitions { touched.formUnion(definition.expression.columns) }
      case .update(let definitions):
        for definition in definitions {
          guard !touched.contains(definition.name),
            definition.expression.columns == [definition.name]
          else {
            touched.formUnion(definition.expression.columns)
            continue
          }
          // A column made of itself alone is null where it was, unless this fills it.
          if case .binary(.coalesce, .column, .literal(let value)) = definition.expression,
            !value.isNull
          {
            found.insert(originals[definition.name] ?? definition.name)
          }
        }
      case .onehot(let columns): touched.formUnion(columns.map(\.name))
      case .scale(let columns): touched.formUnion(columns.map(\.name))
      case .lump(let columns): touched.formUnion(columns.map(\.name))
      case .encode(let columns): touched.formUnion(columns.map(\.name))
      case .drop: break
      }
    }
    return found
  }
}

extension Recipe {
  /// The recipe as learned from `table`, and the table as it prepares it.
  ///
  /// `table` is the training part without target, weight, group and order: `reserved`.
  package func fit(
    _ table: Table, reserved: Set<String>, context: TableContext
  ) throws(LearningError) -> (fitted: FittedRecipe, table: Table) {
    try fit(table, reserved: reserved, truth: nil, context: context)
  }

  /// The same with the target of each row, which some steps learn from.
  func fit(
    _ table: Table, reserved: Set<String>, truth: RecipeTruth?, context: TableContext
  ) throws(LearningError) -> (fitted: FittedRecipe, table: Table) {
    var table = table
    var fitted: [FittedStep] = []
    for step in steps {
      let fit = RecipeFit(table: table, reserved: reserved, truth: truth, context: context)
      if case .encodeTarget(let selection, let options) = step {
        guard let (learned, encoded) = try fit.fitEncoding(selection, options) else { continue }
        table = encoded
        fitted.append(learned)
        continue
      }
      guard let learned = try fit.fit(step) else { continue }
      table = try learned.apply(to: table, countingUnknown: false, context)
      fitted.append(learned)
    }
    return (FittedRecipe(steps: fitted), table)
  }
}

extension Recipe {
  /// The step that acts on the training rows alone; of several the last.
  var balance: Balance? {
    for step in steps.reversed() {
      if case .balance(let balance) = step { return balance }
    }
    return nil
  }

  /// The table as `train` would prepare it, for looking: fitted on these rows and applied to them.
  ///
  /// The target is not touched; steps that learn from it need it.
  package func prepare(
    _ table: Table, target: String?, seed: Int64, _ context: TableContext
  ) throws(LearningError) -> Table {
    guard let target else { return try fit(table, reserved: [], context: context).table }
    guard table.schema.index(of: target) != nil else {
      throw .table(.unknownColumn(name: target, schema: table.schema))
    }
    let needsTruth = steps.contains { step in
      if case .encodeTarget = step { true } else { false }
    }
    guard needsTruth else { return try fit(table, reserved: [target], context: context).table }
    let data: TableData
    do throws(TableError) { data = try table.collect(context) } catch { throw LearningError(error) }
    let labels = try TargetReader(target, in: data, context.interrupt)
      .infer(task: .auto, positive: nil)
    let truth = RecipeTruth(target: labels, weights: nil, random: Self.random(seed))
    return try fit(Table(data: data), reserved: [target], truth: truth, context: context).table
  }

  /// What the draws of its steps come from.
  static func random(_ seed: Int64) -> RandomStream {
    RandomStream(seed: seed, word: "recipe", ordinal: 0)
  }
}
