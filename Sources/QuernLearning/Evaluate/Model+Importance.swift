import QuernSystem
package import QuernTable
package import QuernText

/// How much a column counts.
package struct Importance: Hashable, Sendable {
  package var name: String
  package var value: Double
  /// Between repetitions; nil where nothing was repeated.
  package var deviation: Double?
}

extension Model {
  /// What the training itself says of its features, as shares of their sum, the greatest first.
  ///
  /// Of trees the loss that the splits of a feature took away; of linear models the absolute
  /// coefficient, which compares only features of one scale.
  package func importance() throws(LearningError) -> [Importance] {
    let totals = try featureTotals()
    let sum = totals.reduce(0, +)
    let shares = zip(featureNames, totals).map {
      Importance(name: $0, value: sum > 0 ? $1 / sum : 0, deviation: nil)
    }
    return Self.ranked(shares)
  }

  private func featureTotals() throws(LearningError) -> [Double] {
    switch predictor {
    case .trees(_, let saved): return try Self.gains(try saved.parsed(), featureNames.count)
    case .linear(let predictor):
      var totals = [Double](repeating: 0, count: featureNames.count)
      for output in predictor.coefficients {
        for (place, value) in output.enumerated() { totals[place] += abs(value) }
      }
      return totals
    case .forest(let forest): return forest.gains
    case .neighbours, .bayes, .network, .constant, .centers, .projection:
      throw .noOwnImportance(algorithm.name, hasTarget: target != nil)
    }
  }

  /// Sums of `loss_changes` by feature, from XGBoost's own file.
  private static func gains(_ json: JSON, _ count: Int) throws(LearningError) -> [Double] {
    let booster = json["learner"]?["gradient_booster"]
    let trees = (booster?["gbtree"] ?? booster)?["model"]?["trees"]?.arrayValue
    guard let trees else { throw .damaged("XGBoost model") }
    var totals = [Double](repeating: 0, count: count)
    for tree in trees {
      let left = tree["left_children"]?.arrayValue ?? []
      let features = tree["split_indices"]?.arrayValue ?? []
      let gains = tree["loss_changes"]?.arrayValue ?? []
      for node in left.indices where (left[node].intValue ?? -1) >= 0 {
        guard node < features.count, node < gains.count,
          let feature = features[node].intValue.map({ Int($0) }), totals.indices.contains(feature)
        else { throw .damaged("XGBoost model") }
        totals[feature] += gains[node].doubleValue ?? 0
      }
    }
    return totals
  }

  /// How much worse the metric becomes when one input's values are dealt out at random, for every
  /// input, the greatest first; on rows that training did not see.
  package func importance(
    on table: Table, metric: Metric?, repeats: Int, _ random: RandomStream,
    _ context: TableContext
  ) throws(LearningError) -> [Importance] {
    guard let target else { throw .nothingToMeasure(algorithm.name) }
    let metric = metric ?? Metric.all(for: task)[0]
    guard Metric.possible(for: task).contains(metric) else {
      throw .metricTask(metric.rawValue, task: task)
    }
    let data = try rowsInFullGroups(table, context)
    let labels = try TargetReader(target.name, in: data, context.interrupt)
      .known(task: task, classes: classes, positive: positive).labels
    func measured(_ data: TableData) throws(LearningError) -> Double {
      let said = try predictions(Table(data: data), context).0
      let measuring = try Measuring(said, labels: labels, metrics: [metric], context.interrupt)
      guard let value = try measuring.values([metric])[0] else {
        throw .undefinedMetric(metric.rawValue)
      }
      return metric.isBetterHigh ? value : -value
    }
    let whole = try measured(data)
    var found: [Importance] = []
    for (place, field) in inputSchema.fields.enumerated() {
      var losses: [Double] = []
      for turn in 0..<repeats {
        let order = random.child(place).child(turn).permutation(data.rowCount)
        let dealt = try LearningError.wrapping {
          data.replacing(place, with: try data.taking(order, context), place)
        }
        losses.append(whole - (try measured(dealt)))
      }
      let mean = losses.reduce(0, +) / Double(repeats)
      let variance =
        losses.reduce(0) { $0 + ($1 - mean) * ($1 - mean) } / Double(max(1, repeats - 1))
      found.append(
        Importance(name: field.name, value: mean, deviation: variance.squareRoot()))
    }
    return Self.ranked(found)
  }

  /// Inputs, then the target.
  private func rowsInFullGroups(
    _ table: Table, _ context: TableContext
  ) throws(LearningError) -> TableData {
    for name in inputSchema.names where table.schema.index(of: name) == nil {
      throw .missingInput(name, in: table.schema)
    }
    do throws(TableError) {
      let data = try table.select(inputSchema.names + (target.map { [$0.name] } ?? [])).collect(
        context)
      guard data.rowCount > 0 else {
        throw .invalidArgument(
          word: "importance", message: "there are no rows", hint: nil)
      }
      return try data.taking(Array(0..<data.rowCount), context)
    } catch {
      throw LearningError(error)
    }
  }

  private static func ranked(_ all: [Importance]) -> [Importance] {
    all.enumerated().sorted { a, b in
      a.element.value == b.element.value
        ? a.offset < b.offset : a.element.value > b.element.value
    }.map(\.element)
  }
}

extension LearningError {
  static func noOwnImportance(_ algorithm: String, hasTarget: Bool) -> LearningError {
    mistake(
      "no-importance", "a `\(algorithm)` model does not say by itself what counts",
      hints: [
        hasTarget
          ? "give rows that it did not see: importance(m, on: held)"
          : "look at what it says of rows: t |> predict(m) |> summarise(across(numeric(), mean), "
            + "by: .cluster)"
      ])
  }

  static func undefinedMetric(_ name: String) -> LearningError {
    mistake("undefined-metric", "`\(name)` is not defined on these rows: is there one class only?")
  }
}
