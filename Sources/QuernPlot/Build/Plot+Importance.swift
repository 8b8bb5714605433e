package import QuernLearning
package import QuernTable

extension Plot {
  /// How much each feature of a model counts, by what its training says.
  package static func ofImportance(
    _ model: Model, _ options: PlotOptions, _ context: TableContext
  ) throws(PlotError) -> Plot {
    let items: [Importance]
    do throws(LearningError) {
      items = try model.importance().filter { $0.value > 0 }
    } catch {
      throw .lacking(
        .importance, "the model says nothing of its features",
        "measure it by permutation: importance(m, on: held) |> plot(importance)")
    }
    guard !items.isEmpty else {
      throw .lacking(
        .importance, "no feature counts: the model gives every row the same",
        "train with more rounds, or on features that vary")
    }
    return try ofImportance(
      items.map { ($0.name, $0.value) }, measure: "importance",
      model: model.algorithm.name + (model.target.map { " for \($0.name)" } ?? ""), options, context)
  }
}
