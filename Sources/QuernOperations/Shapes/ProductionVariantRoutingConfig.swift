// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ProductionVariantRoutingConfig` of SageMaker's API.
package struct ProductionVariantRoutingConfig: ShapeStructure, Equatable {
  package var routingStrategy: RoutingStrategy

  package static let shape = StructureShape(
    "ProductionVariantRoutingConfig",
    [
      .required("RoutingStrategy", .choice(RoutingStrategy.self))
    ])

  package init(
    routingStrategy: RoutingStrategy
  ) {
    self.routingStrategy = routingStrategy
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    routingStrategy = try members.required("RoutingStrategy")
  }

  package func write(to members: inout MemberWriter) {
    members.write("RoutingStrategy", routingStrategy)
  }
}

/// The values of `RoutingStrategy`.
package enum RoutingStrategy: String, CaseIterable, Sendable, ShapeValue {
  case leastOutstandingRequests = "LEAST_OUTSTANDING_REQUESTS"
  case random = "RANDOM"
}
