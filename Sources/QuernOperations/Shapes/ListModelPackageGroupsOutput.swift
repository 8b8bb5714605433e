// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ListModelPackageGroupsOutput` of SageMaker's API.
package struct ListModelPackageGroupsOutput: ShapeStructure, Equatable {
  package var modelPackageGroupSummaryList: [ModelPackageGroupSummary]
  package var nextToken: String?

  package static let shape = StructureShape(
    "ListModelPackageGroupsOutput",
    [
      .required("ModelPackageGroupSummaryList", .modelPackageGroupSummaryList),
      .optional("NextToken", .nextToken),
    ])

  package init(
    modelPackageGroupSummaryList: [ModelPackageGroupSummary],
    nextToken: String? = nil
  ) {
    self.modelPackageGroupSummaryList = modelPackageGroupSummaryList
    self.nextToken = nextToken
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    modelPackageGroupSummaryList = try members.required("ModelPackageGroupSummaryList")
    nextToken = try members.optional("NextToken")
  }

  package func write(to members: inout MemberWriter) {
    members.write("ModelPackageGroupSummaryList", modelPackageGroupSummaryList)
    members.write("NextToken", nextToken)
  }
}
