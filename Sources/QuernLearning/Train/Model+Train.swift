import QuernSystem
import QuernTable
import QuernText

extension Model {
  /// Fits the recipe on the training rows alone, then the algorithm on what it prepares.
  package static func train(
    _ request: TrainRequest, _ context: LearningContext
  ) throws(LearningError) -> Model {
    let algorithm = try Algorithms.check(request.algorithm)
    try check(request, algorithm.kind)
    let part = try TrainingPart(request, algorithm, context.table)
    if let target = part.target, !algorithm.kind.tasks.contains(target.task) {
      throw .taskNotSupported(
        target.task, algorithm: algorithm.kind.name, target: target.field.name,
        hint: alternative(to: algorithm.kind, target.task))
    }
    let prepared = try part.prepare(request, context.table)
    try checkCounts(algorithm, part, prepared)
    let validation = try request.validation.map { (table) throws(LearningError) in
      try ValidationPart(table, prepared, part, context.table)
    }
    var parts = ModelParts(
      algorithm: algorithm.spec, task: part.target?.task ?? algorithm.kind.tasks[0],
      target: part.target?.field, classes: part.target?.classes ?? [],
      positive: part.target?.positive,
      inputSchema: prepared.inputSchema, recipe: prepared.recipe,
      featureNames: prepared.features.schema.names, notes: prepared.notes,
      trainedRows: part.data.rowCount,
      rowDigests: try RowDigests(
        of: part.data,
        columns: prepared.inputSchema.names + (request.target.map { [$0] } ?? []), context.table),
      validationDigests: validation?.digests, seed: request.seed,
      computedInputs: ComputedInput.of(prepared.inputSchema.names, in: request.table))
    parts.notes += parts.computedInputs.filter { $0.step == nil }.map { $0.remark() }
    parts.notes += try warnings(part, prepared, validation, context.table)
    let fit = AlgorithmFit(
      algorithm: algorithm, training: prepared.training.features,
      target: prepared.training.target, weights: prepared.training.weights, validation: validation,
      seed: request.seed, context: context)
    let (predictor, history, notes) = try fit.run()
    parts.history = history
    parts.notes += algorithm.notes + notes
    return try Model(parts: parts, predictor: predictor)
  }

  /// Columns that give the target away, and rows that are measured on too; shown with the cell and
  /// kept with the model.
  private static func warnings(
    _ part: TrainingPart, _ prepared: PreparedPart, _ validation: ValidationPart?,
    _ context: TableContext
  ) throws(LearningError) -> [String] {
    guard let target = part.target else { return [] }
    let columns = prepared.inputSchema.names
    var notes = try TargetLeak(part.data, columns: columns, target, context.interrupt).notes()
    if let validation {
      let digests = try RowDigests(
        of: part.data, columns: columns + [target.field.name], context)
      let seen = try digests.seen(among: validation.hashes, context.interrupt)
      if seen.count > 0, digests.tellsApart(part.data.rowCount) {
        let about = seen.isExact ? "" : "about "
        let rows = Numbers.grouped(Int64(validation.hashes.count))
        notes.append(
          "\(about)\(Numbers.grouped(Int64(seen.count))) of \(rows) rows of `validation` equal "
            + "training rows: split(…, group: all_columns()) keeps copies on one side")
      }
    }
    for note in notes { context.notes.add(Note(code: "leak", text: note)) }
    return notes
  }

  private static func check(
    _ request: TrainRequest, _ kind: AlgorithmKind
  ) throws(LearningError) {
    if kind.needsTarget, request.target == nil { throw .missingTarget(kind.name) }
    if !kind.needsTarget, let target = request.target {
      throw .needlessTarget(target, algorithm: kind.name)
    }
    if !kind.acceptsWeights, let weight = request.weight {
      throw .noWeights(kind.name, column: weight)
    }
  }

  /// Counts that SageMaker's hyperparameters give, against those of the rows.
  private static func checkCounts(
    _ algorithm: CheckedAlgorithm, _ part: TrainingPart, _ prepared: PreparedPart
  ) throws(LearningError) {
    let features = prepared.features.schema.count
    if let count = algorithm.int("feature_dim"), count != features {
      throw .wrongCount("feature_dim", count, "features", features)
    }
    if let count = algorithm.int("num_class"), let target = part.target,
      target.task.isClassification, count != target.classes.count
    {
      throw .wrongCount("num_class", count, "classes", target.classes.count)
    }
  }

  private static func alternative(to kind: AlgorithmKind, _ task: LearningTask) -> String {
    let able = Algorithms.all.filter { $0.tasks.contains(task) }.map(\.name)
    return "\(able.joined(separator: ", ")) can; or say `task:`"
  }
}

/// The rows that are learned from, read once.
struct TrainingPart: Sendable {
  let data: TableData
  /// Nil where the algorithm learns without.
  let target: Target?
  let weights: [Double]?
  let weightName: String?
  /// Columns that may become features, before the recipe.
  let candidates: [String]
  let reserved: Set<String>
  private let algorithm: AlgorithmKind

  init(
    _ request: TrainRequest, _ algorithm: CheckedAlgorithm, _ context: TableContext
  ) throws(LearningError) {
    self.algorithm = algorithm.kind
    let schema = request.table.schema
    let special =
      [request.target, request.weight, request.group].compactMap { $0 } + request.order
    for name in special where schema.index(of: name) == nil {
      throw .table(.unknownColumn(name: name, schema: schema))
    }
    reserved = Set(special)
    candidates = try (request.features ?? .all(except: [])).resolve(in: schema, reserved: reserved)
    guard !candidates.isEmpty else { throw .noFeatures() }
    var names = candidates + (request.target.map { [$0] } ?? [])
    if let weight = request.weight, weight != request.target { names.append(weight) }
    do throws(TableError) {
      data = try request.table.select(names).collect(context)
    } catch {
      throw LearningError(error)
    }
    guard data.rowCount > 0 else { throw .emptyTable("learn from") }
    let task = request.task == .auto ? algorithm.task : request.task
    let (rows, interrupt) = (data, context.interrupt)
    target = try request.target.map { (name) throws(LearningError) in
      try TargetReader(name, in: rows, interrupt).infer(task: task, positive: request.positive)
    }
    weightName = request.weight
    if let name = request.weight {
      weights = try RowWeights.read(name, of: data)
    } else {
      weights = nil
    }
  }

  /// The recipe as fitted, without what no feature needs, and the features that it makes.
  func prepare(
    _ request: TrainRequest, _ context: TableContext
  ) throws(LearningError) -> PreparedPart {
    let recipe = request.recipe
    let random = Recipe.random(request.seed)
    let base: Table
    do throws(TableError) {
      base = try Table(data: data).select(candidates)
    } catch {
      throw LearningError(error)
    }
    let truth = target.map {
      RecipeTruth(target: $0, weights: weights, random: random.child(0))
    }
    var (fitted, table) = try (recipe ?? Recipe(steps: []))
      .fit(base, reserved: reserved, truth: truth, context: context)
    guard !table.schema.fields.isEmpty else { throw .noFeatures() }
    let unprepared = table.schema.fields.filter { !$0.type.isNumericFeature && $0.type != .bool }
    if algorithm.skipsUnprepared {
      table = try table.dropping(unprepared.map(\.name))
    } else if let first = unprepared.first {
      throw .unpreparedFeature(first, all: unprepared)
    }
    let (pruned, needed) = fitted.pruned(wanting: table.schema.names)
    let inputs = Schema(fields: base.schema.fields.filter { needed.contains($0.name) })
    let features: TableData
    do throws(TableError) {
      features = try table.collect(context)
    } catch {
      throw LearningError(error)
    }
    var training = BalancedRows(features: features, target: target, weights: weights, note: nil)
    if let balance = recipe?.balance {
      training = try balance.apply(training, random.child(1), context)
    }
    return PreparedPart(
      recipe: recipe == nil ? nil : pruned, inputSchema: inputs, features: features,
      training: training, notes: training.note.map { [$0] } ?? [])
  }
}

/// What the recipe made of the training part.
struct PreparedPart: Sendable {
  let recipe: FittedRecipe?
  let inputSchema: Schema
  let features: TableData
  /// What the algorithm learns from: the features, balanced where the recipe says so.
  let training: BalancedRows
  let notes: [String]
}

/// The rows that decide early stopping, prepared as the training part was.
struct ValidationPart: Sendable {
  let features: TableData
  let labels: [Double]
  let weights: [Double]?
  /// One hash per row, of inputs and target.
  let hashes: [UInt64]
  let digests: RowDigests

  init(
    _ table: Table, _ prepared: PreparedPart, _ part: TrainingPart, _ context: TableContext
  ) throws(LearningError) {
    guard let known = part.target else { throw .validationWithoutTarget() }
    let target = known.field.name
    for name in prepared.inputSchema.names where table.schema.index(of: name) == nil {
      throw .missingInput(name, in: table.schema)
    }
    var names = prepared.inputSchema.names + [target]
    if let weight = part.weightName, table.schema.index(of: weight) != nil { names.append(weight) }
    let data = try Self.collect(table, names, context)
    labels = try TargetReader(target, in: data, context.interrupt).known(
      task: known.task, classes: known.classes, positive: known.positive
    ).labels
    weights = try Self.weights(data, part)
    features = try Self.features(data, prepared, context)
    hashes = try RowDigests.hashes(
      of: data, columns: prepared.inputSchema.names + [target], context.interrupt)
    digests = try RowDigests(rows: hashes, context.interrupt)
  }

  private static func collect(
    _ table: Table, _ names: [String], _ context: TableContext
  ) throws(LearningError) -> TableData {
    do throws(TableError) {
      return try table.select(names).collect(context)
    } catch {
      throw LearningError(error)
    }
  }

  private static func features(
    _ data: TableData, _ prepared: PreparedPart, _ context: TableContext
  ) throws(LearningError) -> TableData {
    let base: Table
    do throws(TableError) {
      base = try Table(data: data).select(prepared.inputSchema.names)
    } catch {
      throw LearningError(error)
    }
    let made = try prepared.recipe?.apply(base, context) ?? base
    return try collect(made, prepared.features.schema.names, context)
  }

  private static func weights(
    _ data: TableData, _ part: TrainingPart
  ) throws(LearningError) -> [Double]? {
    guard let name = part.weightName, data.schema.index(of: name) != nil else { return nil }
    return try RowWeights.read(name, of: data)
  }
}

extension Table {
  fileprivate func dropping(_ names: [String]) throws(LearningError) -> Table {
    guard !names.isEmpty else { return self }
    do throws(TableError) {
      return try select(schema.names.filter { !names.contains($0) })
    } catch {
      throw LearningError(error)
    }
  }
}
