package import QuernText

/// What the router knows of one endpoint: written by the control plane as a file of its own and
/// replaced whole, so that the router needs nobody alive to read it.
package struct Route: Equatable, Sendable {
  package var endpoint: String
  /// The endpoint's status as Describe shows it.
  package var status: String
  /// The configuration that serves; nil while none does.
  package var configName: String?
  package var variants: [RouteVariant]

  package init(endpoint: String, status: String, configName: String?, variants: [RouteVariant]) {
    self.endpoint = endpoint
    self.status = status
    self.configName = configName
    self.variants = variants
  }
}

/// A variant's share of the traffic and who answers for it.
package struct RouteVariant: Equatable, Sendable {
  package var name: String
  package var weight: Double
  /// Numbers of the ready replicas, in the order of their places.
  package var replicas: [Int]

  package init(name: String, weight: Double, replicas: [Int]) {
    self.name = name
    self.weight = weight
    self.replicas = replicas
  }
}

extension Route {
  /// The file's content.
  package var json: JSON {
    .members([
      ("endpoint", .string(endpoint)),
      ("status", .string(status)),
      ("config", configName.map { .string($0) } ?? .null),
      (
        "variants",
        .array(
          variants.map { variant in
            .members([
              ("name", .string(variant.name)),
              ("weight", .number(variant.weight)),
              ("replicas", .array(variant.replicas.map { .int(Int64($0)) })),
            ])
          })
      ),
    ])
  }

  /// Reads a file's content; nil when it is not a route.
  package init?(json: JSON) {
    guard let endpoint = json["endpoint"]?.stringValue, let status = json["status"]?.stringValue,
      let items = json["variants"]?.arrayValue
    else { return nil }
    var variants: [RouteVariant] = []
    for item in items {
      guard let name = item["name"]?.stringValue, let weight = item["weight"]?.doubleValue,
        let replicas = item["replicas"]?.arrayValue
      else { return nil }
      variants.append(
        RouteVariant(
          name: name, weight: weight,
          replicas: replicas.compactMap { $0.intValue.map { Int($0) } }))
    }
    self.init(
      endpoint: endpoint, status: status, configName: json["config"]?.stringValue,
      variants: variants)
  }
}

extension Route {
  /// The variant that a request goes to: a point in [0, Σ weights) made from `key`, so that one
  /// inference id always meets the same variant. Variants without a ready replica are passed over
  /// only when no weight is left.
  ///
  ///     route.choose(key: inferenceId)?.name
  package func choose(key: String) -> RouteVariant? {
    let live = variants.filter { $0.weight > 0 && !$0.replicas.isEmpty }
    let total = live.reduce(0) { $0 + $1.weight }
    guard total > 0 else {
      // Weight 0 everywhere means what it says: nothing is sent unless a variant is named.
      return nil
    }
    let bytes = SHA256.hash(key).bytes
    let word = bytes.prefix(8).reduce(UInt64(0)) { $0 << 8 | UInt64($1) }
    // 53 bits make every value exact.
    var point = Double(word >> 11) / 9_007_199_254_740_992 * total
    for variant in live {
      if point < variant.weight { return variant }
      point -= variant.weight
    }
    return live.last
  }
}
