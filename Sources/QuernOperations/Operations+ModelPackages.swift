extension Operations {
  package static let createModelPackageGroup = Operation<
    CreateModelPackageGroupInput, CreateModelPackageGroupOutput
  >("CreateModelPackageGroup", .create) {
    [$1.arn(.modelPackageGroup, $0.modelPackageGroupName)]
  }

  package static let describeModelPackageGroup = Operation<
    DescribeModelPackageGroupInput, DescribeModelPackageGroupOutput
  >("DescribeModelPackageGroup", .read) {
    [$1.arn(.modelPackageGroup, $0.modelPackageGroupName)]
  }

  package static let listModelPackageGroups = Operation<
    ListModelPackageGroupsInput, ListModelPackageGroupsOutput
  >("ListModelPackageGroups", .read) { [$1.all(.modelPackageGroup)] }

  package static let deleteModelPackageGroup = Operation<DeleteModelPackageGroupInput, NoOutput>(
    "DeleteModelPackageGroup", .delete
  ) { [$1.arn(.modelPackageGroup, $0.modelPackageGroupName)] }

  package static let createModelPackage = Operation<
    CreateModelPackageInput, CreateModelPackageOutput
  >("CreateModelPackage", .create) {
    [$1.arn(.modelPackage, ($0.modelPackageGroupName ?? $0.modelPackageName ?? "") + "/*")]
  }

  package static let describeModelPackage = Operation<
    DescribeModelPackageInput, DescribeModelPackageOutput
  >("DescribeModelPackage", .read) { [$1.arn(.modelPackage, $0.modelPackageName)] }

  package static let listModelPackages = Operation<
    ListModelPackagesInput, ListModelPackagesOutput
  >("ListModelPackages", .read) { [$1.all(.modelPackage)] }

  package static let updateModelPackage = Operation<
    UpdateModelPackageInput, UpdateModelPackageOutput
  >("UpdateModelPackage", .update) { [$1.arn(.modelPackage, $0.modelPackageArn)] }

  package static let deleteModelPackage = Operation<DeleteModelPackageInput, NoOutput>(
    "DeleteModelPackage", .delete
  ) { [$1.arn(.modelPackage, $0.modelPackageName)] }
}
