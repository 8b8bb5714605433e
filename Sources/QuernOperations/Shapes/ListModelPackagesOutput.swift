// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ListModelPackagesOutput` of SageMaker's API.
package struct ListModelPackagesOutput: ShapeStructure, Equatable {
  package var modelPackageSummaryList: [ModelPackageSummary]
  package var nextToken: String?

  package static let shape = StructureShape(
    "ListModelPackagesOutput",
    [
      .required("ModelPackageSummaryList", .modelPackageSummaryList),
      .optional("NextToken", .nextToken),
    ])

  package init(
    modelPackageSummaryList: [ModelPackageSummary],
    nextToken: String? = nil
  ) {
    self.modelPackageSummaryList = modelPackageSummaryList
    self.nextToken = nextToken
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    modelPackageSummaryList = try members.required("ModelPackageSummaryList")
    nextToken = try members.optional("NextToken")
  }

  package func write(to members: inout MemberWriter) {
    members.write("ModelPackageSummaryList", modelPackageSummaryList)
    members.write("NextToken", nextToken)
  }
}
