package import QuernTable
import QuernText

/// A recipe with all that it learned: what `predict` and the endpoint replay.
package struct FittedRecipe: Sendable {
  let steps: [FittedStep]

  init(steps: [FittedStep]) {
    self.steps = steps
  }

  /// The columns of `table`, prepared. Rows in = rows out, in order.
  package func apply(_ table: Table) throws(LearningError) -> Table {
    try apply(table, countingUnknown: false)
  }

  func apply(_ table: Table, countingUnknown: Bool) throws(LearningError) -> Table {
    var table = table
    for step in steps {
      table = try step.apply(to: table, countingUnknown: countingUnknown)
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
      guard case .onehot(let columns) = step else { return [] }
      return columns.map { ($0.unknownColumn, $0.name) }
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
      case .derive(let definitions), .update(let definitions):
        for definition in definitions { touched.formUnion(definition.expression.columns) }
      case .onehot(let columns): touched.formUnion(columns.map(\.name))
      case .scale(let columns): touched.formUnion(columns.map(\.name))
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
    var table = table
    var fitted: [FittedStep] = []
    for step in steps {
      guard
        let learned = try RecipeFit(table: table, reserved: reserved, context: context).fit(step)
      else { continue }
      table = try learned.apply(to: table, countingUnknown: false)
      fitted.append(learned)
    }
    return (FittedRecipe(steps: fitted), table)
  }
}
