package import QuernText

extension TreeEnsemble {
  /// Reads a model that XGBoost saved as JSON (1.x to 3.x).
  ///
  /// Gradient-boosted trees with numeric splits; what else XGBoost can save is refused by name.
  package init(xgboost json: JSON) throws(LearningError) {
    guard let learner = json["learner"], let booster = learner["gradient_booster"],
      let parameters = learner["learner_model_param"]
    else { throw .notXGBoost("it has no learner") }
    let isDart = booster["name"]?.stringValue == "dart"
    guard isDart || booster["name"]?.stringValue == "gbtree",
      let model = isDart ? booster["gbtree"]?["model"] : booster["model"],
      let trees = model["trees"]?.arrayValue
    else {
      throw .notXGBoost(
        "its booster is \(booster["name"]?.stringValue ?? "unknown"), not gbtree or dart")
    }
    let shares = isDart ? booster["weight_drop"]?.arrayValue?.compactMap(\.doubleValue) ?? [] : nil
    guard shares.map({ $0.count == trees.count }) ?? true else {
      throw .notXGBoost("weight_drop does not fit")
    }
    let objectiveName = learner["objective"]?["name"]?.stringValue ?? ""
    guard let objective = TreeObjective(name: objectiveName) else {
      throw .notXGBoost("its objective is \(objectiveName)")
    }
    let classCount = try Self.integer(parameters["num_class"], "num_class")
    let targetCount = try Self.integer(parameters["num_target"] ?? .int(1), "num_target")
    guard targetCount <= 1 else { throw .notXGBoost("it has several targets") }
    self.objective = objective
    featureCount = try Self.integer(parameters["num_feature"], "num_feature")
    featureNames = learner["feature_names"]?.arrayValue?.compactMap(\.stringValue) ?? []
    baseMargins = try Self.baseMargins(
      parameters["base_score"], outputCount: max(1, classCount), objective)

    var builder = Builder(featureCount: featureCount)
    for (place, tree) in trees.enumerated() {
      try builder.append(tree, share: shares.map { Float($0[place]) } ?? 1)
    }
    let groups = model["tree_info"]?.arrayValue ?? []
    guard groups.count == trees.count else { throw .notXGBoost("tree_info does not fit") }
    var outputs: [Int32] = []
    for group in groups {
      let output = try Self.integer(group, "tree_info")
      guard output >= 0, output < max(1, classCount) else {
        throw .notXGBoost("tree_info is wrong")
      }
      outputs.append(Int32(output))
    }
    nodes = builder.nodes
    roots = builder.roots
    depths = builder.depths
    self.outputs = outputs
  }

  /// `"5E-1"` (1.x, 2.x), `"[5E-1]"` or one number per class (3.x).
  private static func baseMargins(
    _ json: JSON?, outputCount: Int, _ objective: TreeObjective
  ) throws(LearningError) -> [Float] {
    var text = json?.stringValue ?? ""
    if text.hasPrefix("["), text.hasSuffix("]") { text = String(text.dropFirst().dropLast()) }
    var scores: [Float] = []
    for part in text.split(separator: ",") {
      guard let score = Float(part.drop { $0 == " " }) else {
        throw .notXGBoost("base_score is \(text)")
      }
      scores.append(score)
    }
    guard scores.count == 1 || scores.count == outputCount else {
      throw .notXGBoost("base_score is \(text)")
    }
    let margins = scores.map(objective.margin)
    return margins.count == outputCount
      ? margins : [Float](repeating: margins[0], count: outputCount)
  }

  /// XGBoost writes its numbers as strings in some places.
  fileprivate static func integer(_ json: JSON?, _ what: String) throws(LearningError) -> Int {
    if let number = json?.intValue { return Int(number) }
    if let text = json?.stringValue, let number = Int(text) { return number }
    throw .notXGBoost("\(what) is absent")
  }
}

extension TreeEnsemble {
  /// Lays the nodes of each tree out breadth first.
  fileprivate struct Builder {
    let featureCount: Int
    var nodes: [Node] = []
    var roots: [Int32] = []
    var depths: [Int32] = []

    init(featureCount: Int) { self.featureCount = featureCount }

    /// `share`: how much of the tree counts, where later rounds left it out.
    mutating func append(_ json: JSON, share: Float) throws(LearningError) {
      let tree = try SavedTree(json)
      let base = nodes.count
      guard base + tree.left.count < Int(Int32.max) else { throw .notXGBoost("it is too large") }
      roots.append(Int32(base))
      var queue: [(id: Int, depth: Int32)] = [(0, 0)]
      var place = 0
      var deepest: Int32 = 0
      while place < queue.count {
        let (id, depth) = queue[place]
        deepest = max(deepest, depth)
        guard id >= 0, id < tree.left.count, queue.count <= tree.left.count else {
          throw .notXGBoost("a tree is not a tree")
        }
        if tree.left[id] < 0 {
          nodes.append(.leaf(share * tree.conditions[id], at: base + place))
        } else {
          let feature = tree.features[id]
          guard feature >= 0, feature < featureCount else {
            throw .notXGBoost("a split names feature \(feature) of \(featureCount)")
          }
          guard !tree.conditions[id].isNaN else { throw .notXGBoost("a split has no threshold") }
          nodes.append(
            .split(
              feature, below: tree.conditions[id], missingLeft: tree.defaultsLeft[id],
              left: base + queue.count))
          queue.append((tree.left[id], depth + 1))
          queue.append((tree.right[id], depth + 1))
        }
        place += 1
      }
      depths.append(deepest)
    }
  }

  /// The arrays of one tree as XGBoost saves them.
  private struct SavedTree {
    let left: [Int]
    let right: [Int]
    let features: [Int]
    let conditions: [Float]
    let defaultsLeft: [Bool]

    init(_ json: JSON) throws(LearningError) {
      left = try Self.integers(json, "left_children")
      right = try Self.integers(json, "right_children")
      features = try Self.integers(json, "split_indices")
      var conditions: [Float] = []
      for item in json["split_conditions"]?.arrayValue ?? [] {
        guard let number = item.doubleValue else { throw .notXGBoost("split_conditions is wrong") }
        conditions.append(Float(number))
      }
      self.conditions = conditions
      defaultsLeft = (json["default_left"]?.arrayValue ?? [])
        .map { $0.boolValue ?? ($0.intValue.map { $0 != 0 } ?? false) }
      let count = left.count
      guard count > 0, right.count == count, features.count == count, conditions.count == count,
        defaultsLeft.count == count
      else { throw .notXGBoost("the arrays of a tree differ in length") }
      let kinds = json["split_type"]?.arrayValue ?? []
      guard kinds.allSatisfy({ $0.intValue == 0 }) else {
        throw .notXGBoost("it has splits by category: use onehot")
      }
      let leafSize = try TreeEnsemble.integer(
        json["tree_param"]?["size_leaf_vector"] ?? .int(0), "size_leaf_vector")
      guard leafSize <= 1 else { throw .notXGBoost("its leaves are vectors") }
    }

    private static func integers(_ json: JSON, _ key: String) throws(LearningError) -> [Int] {
      var values: [Int] = []
      for item in json[key]?.arrayValue ?? [] {
        guard let number = item.intValue else { throw .notXGBoost("\(key) is wrong") }
        values.append(Int(number))
      }
      return values
    }
  }
}
