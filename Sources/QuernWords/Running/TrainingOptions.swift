import QuernLearning
import QuernPlan
import QuernTable
import QuernValue

extension Parameter {
  /// What every word that trains is told of the rows.
  static let training: [Parameter] =
    [.requiredOption("target", .column, "What to predict.")] + trainingRows

  /// The same but for the target.
  static let trainingRows: [Parameter] = [
    .option("features", .columns, "From which columns; all but target, weight and group."),
    .option("weight", .column, "How much each row counts."),
    .option("group", .column, "Rows that belong together; never a feature."),
    .option(
      "task", .constant, default: "auto", constants: ["auto", "classification", "regression"],
      "By the target's type: bool, str, category, and int of only 0 and 1 are classes."),
    .option("positive", .scalar, "The positive class; true, 1 or the later label."),
    .option("prep", .recipe, "Preparation, fitted on these rows alone and kept in the model."),
  ]

  /// How words that measure by folds deal the rows.
  static let folding: [Parameter] = [
    .option(
      "folds", .either([.int, .list]), default: "5",
      "How many, or the pairs that `folds` gave. `group:` keeps equal values on one side."),
    .option(
      "order", .column, "Each fold trains on what is earlier and measures on what comes next."),
    .option(
      "stratify", .column,
      "Every fold has the same shares of these values; for classes the target, where nothing is "
        + "said."),
  ]
}

extension WordCall {
  /// What `train` is asked, by the options that words share; without validation.
  func trainRequest() throws(RuntimeError) -> TrainRequest {
    TrainRequest(
      table: try table("t"),
      algorithm: try algorithm("algorithm"),
      target: try columnIfGiven("target"),
      features: try selection("features"),
      weight: try columnIfGiven("weight"),
      group: try columnIfGiven("group"),
      task: try constant("task").flatMap(TaskChoice.init(rawValue:)) ?? .auto,
      positive: value("positive").scalar.flatMap { $0 == .null ? nil : $0 },
      recipe: try recipe("prep"),
      seed: try int("seed").map { Int64($0) } ?? context.seed)
  }

  /// `derive` or `update` as a step: row by row, and so without groups.
  func definitionStep(replaces: Bool) throws(RuntimeError) -> RecipeStep {
    guard !isGiven("by") else {
      throw RuntimeError(.groupsInRecipe(word.name, at: range(of: "by")))
    }
    let isAcross = boundDefinitions.contains { definition in
      if case .across = definition.value { true } else { false }
    }
    guard isAcross else {
      return replaces ? .update(try definitions()) : .derive(try definitions())
    }
    var all: [StepDefinition] = []
    for definition in boundDefinitions {
      if case .across(let across) = definition.value {
        all.append(.across(across))
      } else {
        let (name, expression) = try self.definition(definition)
        all.append(.one(name: name, expression))
      }
    }
    return .define(all, replaces: replaces)
  }

  /// The pairs of rows that a word measures by.
  func foldPairs(_ request: TrainRequest) throws -> [(train: Table, valid: Table)] {
    let order = try columnIfGiven("order")
    if case .list(let values) = value("folds") {
      for name in ["order", "stratify"] where isGiven(name) {
        throw RuntimeError(.foldsAreThere(name, at: range(of: name)))
      }
      return try values.map { pair in
        guard case .list(let tables) = pair, tables.count == 2, case .table(let train) = tables[0],
          case .table(let valid) = tables[1]
        else { throw RuntimeError(.notFolds(at: range(of: "folds"))) }
        return (train, valid)
      }
    }
    var stratify = try columnIfGiven("stratify")
    if stratify == nil, order == nil, try request.isClassification(tableContext) {
      stratify = request.target
    }
    return try request.table.folds(
      try int("folds") ?? 5, try randomStream(), groups: request.group.map { [$0] } ?? [],
      order: order,
      stratify: stratify)
  }
}
