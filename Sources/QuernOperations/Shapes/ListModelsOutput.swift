// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ListModelsOutput` of SageMaker's API.
package struct ListModelsOutput: ShapeStructure, Equatable {
  package var models: [ModelSummary]
  package var nextToken: String?

  package static let shape = StructureShape(
    "ListModelsOutput",
    [
      .required("Models", .modelSummaryList),
      .optional("NextToken", .paginationToken),
    ])

  package init(
    models: [ModelSummary],
    nextToken: String? = nil
  ) {
    self.models = models
    self.nextToken = nextToken
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    models = try members.required("Models")
    nextToken = try members.optional("NextToken")
  }

  package func write(to members: inout MemberWriter) {
    members.write("Models", models)
    members.write("NextToken", nextToken)
  }
}
