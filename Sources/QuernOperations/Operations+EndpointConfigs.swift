extension Operations {
  package static let createEndpointConfig = Operation<
    CreateEndpointConfigInput, CreateEndpointConfigOutput
  >("CreateEndpointConfig", .create) { input, scope in
    [scope.arn(.endpointConfig, input.endpointConfigName)]
      + input.productionVariants.compactMap { $0.modelName.map { scope.arn(.model, $0) } }
  }

  package static let describeEndpointConfig = Operation<
    DescribeEndpointConfigInput, DescribeEndpointConfigOutput
  >("DescribeEndpointConfig", .read) { [$1.arn(.endpointConfig, $0.endpointConfigName)] }

  package static let listEndpointConfigs = Operation<
    ListEndpointConfigsInput, ListEndpointConfigsOutput
  >("ListEndpointConfigs", .read) { [$1.all(.endpointConfig)] }

  package static let deleteEndpointConfig = Operation<DeleteEndpointConfigInput, NoOutput>(
    "DeleteEndpointConfig", .delete
  ) { [$1.arn(.endpointConfig, $0.endpointConfigName)] }
}
