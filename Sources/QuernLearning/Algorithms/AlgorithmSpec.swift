package import QuernTable
package import QuernText

/// An algorithm with the parameters that the user gave: the value of `xgboost(max_depth: 6)`.
package struct AlgorithmSpec: Sendable {
  package var name: String
  /// In the order written; unchecked until `Algorithms.check`.
  package var parameters: [(name: String, value: Scalar)]

  package init(name: String, parameters: [(name: String, value: Scalar)] = []) {
    self.name = name
    self.parameters = parameters
  }

  /// The value given for `name`.
  package subscript(_ name: String) -> Scalar? {
    parameters.first { $0.name == name }?.value
  }
}

extension AlgorithmSpec: Hashable {
  package static func == (a: AlgorithmSpec, b: AlgorithmSpec) -> Bool {
    a.name == b.name && a.parameters.count == b.parameters.count
      && zip(a.parameters, b.parameters).allSatisfy { $0.name == $1.name && $0.value == $1.value }
  }

  package func hash(into hasher: inout Hasher) {
    hasher.combine(name)
    for parameter in parameters {
      hasher.combine(parameter.name)
      hasher.combine(parameter.value)
    }
  }
}

extension AlgorithmSpec {
  package var json: JSON {
    let members = parameters.map { ($0.name, ScalarCodec.json($0.value)) }
    return .object(
      JSONObject([("name", .string(name)), ("parameters", .object(JSONObject(members)))]))
  }

  package init(json: JSON) throws(LearningError) {
    guard let name = json["name"]?.stringValue, let given = json["parameters"]?.objectValue else {
      throw .damaged("algorithm")
    }
    var parameters: [(name: String, value: Scalar)] = []
    for member in given.members {
      parameters.append((member.key, try ScalarCodec.scalar(member.value)))
    }
    self.init(name: name, parameters: parameters)
  }

  /// As a user would write it: `xgboost(max_depth: 6)`.
  package var text: String {
    guard !parameters.isEmpty else { return name }
    let given = parameters.map {
      "\($0.name): \(Self.openText($0.value) ?? $0.value.literalText)"
    }
    return "\(name)(\(given.joined(separator: ", ")))"
  }
}
