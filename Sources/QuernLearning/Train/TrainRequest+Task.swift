package import QuernTable

extension TrainRequest {
  /// Whether the target asks for classes.
  package func isClassification(_ context: TableContext) throws(LearningError) -> Bool {
    try truth(context).task.isClassification
  }

  /// The same request with task and positive class as all of its rows have them, so that parts of
  /// the rows are not understood in another way.
  package func settled(
    _ context: TableContext
  ) throws(LearningError) -> (request: TrainRequest, task: LearningTask) {
    let truth = try truth(context)
    var settled = self
    settled.task = truth.task.isClassification ? .classification : .regression
    settled.positive = truth.positive
    return (settled, truth.task)
  }

  private func truth(_ context: TableContext) throws(LearningError) -> Target {
    guard let target else { throw .missingTarget(algorithm.name) }
    guard table.schema.index(of: target) != nil else {
      throw .table(.unknownColumn(name: target, schema: table.schema))
    }
    let data: TableData
    do throws(TableError) {
      data = try table.select([target]).collect(context)
    } catch {
      throw LearningError(error)
    }
    return try TargetReader(target, in: data, context.interrupt)
      .infer(task: task, positive: positive)
  }
}
