extension Operations {
  package static let createModel = Operation<CreateModelInput, CreateModelOutput>(
    "CreateModel", .create
  ) { [$1.arn(.model, $0.modelName)] }

  package static let describeModel = Operation<DescribeModelInput, DescribeModelOutput>(
    "DescribeModel", .read
  ) { [$1.arn(.model, $0.modelName)] }

  package static let listModels = Operation<ListModelsInput, ListModelsOutput>(
    "ListModels", .read
  ) { [$1.all(.model)] }

  package static let deleteModel = Operation<DeleteModelInput, NoOutput>(
    "DeleteModel", .delete
  ) { [$1.arn(.model, $0.modelName)] }
}
