internal import QuernOperations
internal import QuernText

/// An endpoint as Describe and List show it.
enum EndpointDescription {
  static func describe(_ stored: StoredEndpoint, _ scope: Scope) throws -> DescribeEndpointOutput {
    let (record, state) = (stored.record, stored.state)
    let shown = state.serving ?? state.incoming
    return DescribeEndpointOutput(
      endpointName: record.name, endpointArn: scope.arn(.endpoint, record.name).text,
      endpointConfigName: shown?.configName ?? record.configName,
      productionVariants: shown?.variants.map { summary($0, shown, state, record) },
      endpointStatus: state.status, failureReason: state.failureReason,
      creationTime: Timestamp(microseconds: record.createdAt),
      lastModifiedTime: Timestamp(microseconds: record.modifiedAt),
      lastDeploymentConfig: try deployment(record),
      pendingDeploymentSummary: pending(state, record))
  }

  static func summary(_ record: EndpointRecord, _ scope: Scope) throws -> EndpointSummary {
    guard let status = EndpointStatus(rawValue: record.status) else {
      throw PlatformFault.database(
        doing: "read endpoint \(record.name)", reason: "unknown status \(record.status)")
    }
    return EndpointSummary(
      endpointName: record.name, endpointArn: scope.arn(.endpoint, record.name).text,
      creationTime: Timestamp(microseconds: record.createdAt),
      lastModifiedTime: Timestamp(microseconds: record.modifiedAt), endpointStatus: status)
  }

  private static func summary(
    _ variant: FleetVariant, _ fleet: Fleet?, _ state: EndpointState, _ record: EndpointRecord
  ) -> ProductionVariantSummary {
    let ready = readyCount(variant, fleet, state)
    let isWhole = ready == variant.instanceCount
    let changing: VariantStatus = state.serving == nil ? .creating : .updating
    return ProductionVariantSummary(
      variantName: variant.name, deployedImages: [image(record)],
      currentWeight: state.serving == nil ? 0 : variant.weight, desiredWeight: variant.weight,
      currentInstanceCount: ready, desiredInstanceCount: variant.instanceCount,
      variantStatus: isWhole
        ? nil
        : [
          ProductionVariantStatus(
            status: changing,
            statusMessage: "\(ready) of \(variant.instanceCount) replicas are ready")
        ])
  }

  private static func pending(
    _ state: EndpointState, _ record: EndpointRecord
  ) -> PendingDeploymentSummary? {
    guard state.serving != nil, let incoming = state.incoming else { return nil }
    return PendingDeploymentSummary(
      endpointConfigName: incoming.configName,
      productionVariants: incoming.variants.map { variant in
        PendingProductionVariantSummary(
          variantName: variant.name, deployedImages: [image(record)], currentWeight: 0,
          desiredWeight: variant.weight,
          currentInstanceCount: readyCount(variant, incoming, state),
          desiredInstanceCount: variant.instanceCount, instanceType: variant.instanceType)
      },
      startTime: Timestamp(microseconds: record.modifiedAt))
  }

  private static func readyCount(
    _ variant: FleetVariant, _ fleet: Fleet?, _ state: EndpointState
  ) -> Int {
    state.replicas.count {
      $0.generation == fleet?.generation && $0.variant == variant.name && $0.phase == .ready
    }
  }

  private static func image(_ record: EndpointRecord) -> DeployedImage {
    DeployedImage(
      specifiedImage: "quern", resolvedImage: "quern",
      resolutionTime: Timestamp(microseconds: record.modifiedAt))
  }

  private static func deployment(_ record: EndpointRecord) throws -> DeploymentConfig? {
    guard let text = record.deploymentConfig else { return nil }
    return try DeploymentConfig.read(try JSON.parse(text))
  }
}
