package import QuernLearning
package import QuernTable
import QuernText

extension Plot {
  /// How much each feature of a model counts: gain of trees, size of coefficients.
  package static func ofImportance(
    _ model: Model, _ options: PlotOptions, _ context: TableContext
  ) throws(PlotError) -> Plot {
    let title = model.algorithm.name + " for " + model.target.name
    if let bytes = model.xgboostJSON {
      let gains = Self.gains(bytes, features: model.featureNames)
      let total = gains.reduce(0) { $0 + $1.value }
      guard total > 0 else {
        throw .lacking(.importance, "no tree splits", "train with more rounds")
      }
      return try ofImportance(
        gains.filter { $0.value > 0 }.map { ($0.name, $0.value / total) },
        measure: "share of gain", model: title, options, context)
    }
    guard let coefficients = model.coefficients?.byFeature, !coefficients.isEmpty else {
      throw .lacking(
        .importance, "the model knows no importance of its own",
        "measure it by permutation: importance(m, t) |> plot(importance)")
    }
    let items = model.featureNames.indices.map { feature in
      let own = coefficients.map { $0.indices.contains(feature) ? $0[feature] : 0 }
      // Of several classes the greatest counts.
      let value = own.count == 1 ? own[0] : own.map(\.magnitude).max() ?? 0
      return (name: model.featureNames[feature], value: value)
    }
    return try ofImportance(
      items, measure: coefficients.count == 1 ? "coefficient" : "greatest coefficient",
      model: title, options, context)
  }

  /// The gain of all splits on each feature.
  private static func gains(
    _ bytes: [UInt8], features: [String]
  ) -> [(name: String, value: Double)] {
    var sums = [Double](repeating: 0, count: features.count)
    let json: JSON
    do throws(JSONError) { json = try JSON.parse(bytes) } catch { return [] }
    let model = json["learner"]?["gradient_booster"]
    let trees = (model?["model"] ?? model?["gbtree"]?["model"])?["trees"]?.arrayValue ?? []
    for tree in trees {
      let left = tree["left_children"]?.arrayValue ?? []
      let split = tree["split_indices"]?.arrayValue ?? []
      let gain = tree["loss_changes"]?.arrayValue ?? []
      for node in left.indices where (left[node].intValue ?? -1) >= 0 {
        guard node < split.count, node < gain.count, let feature = split[node].intValue,
          sums.indices.contains(Int(feature))
        else { continue }
        sums[Int(feature)] += gain[node].doubleValue ?? 0
      }
    }
    return zip(features, sums).map { (name: $0, value: $1) }
  }
}
