extension Operations {
  package static let createEndpoint = Operation<CreateEndpointInput, CreateEndpointOutput>(
    "CreateEndpoint", .create
  ) { [$1.arn(.endpoint, $0.endpointName), $1.arn(.endpointConfig, $0.endpointConfigName)] }

  package static let describeEndpoint = Operation<DescribeEndpointInput, DescribeEndpointOutput>(
    "DescribeEndpoint", .read
  ) { [$1.arn(.endpoint, $0.endpointName)] }

  package static let listEndpoints = Operation<ListEndpointsInput, ListEndpointsOutput>(
    "ListEndpoints", .read
  ) { [$1.all(.endpoint)] }

  package static let updateEndpoint = Operation<UpdateEndpointInput, UpdateEndpointOutput>(
    "UpdateEndpoint", .update
  ) { [$1.arn(.endpoint, $0.endpointName), $1.arn(.endpointConfig, $0.endpointConfigName)] }

  package static let deleteEndpoint = Operation<DeleteEndpointInput, NoOutput>(
    "DeleteEndpoint", .delete
  ) { [$1.arn(.endpoint, $0.endpointName)] }
}
