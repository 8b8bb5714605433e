import QuernOperations
import QuernPlatform
import QuernSystem
import QuernText
import Testing

@Suite struct RegistryTests {
  private func package(
    _ fixture: PlatformFixture, path: String? = nil, token: String? = nil
  ) -> JSON {
    var input: JSON = [
      "ModelPackageGroupName": "Churn", "ModelPackageDescription": "a version",
      "InferenceSpecification": [
        "Containers": [["ModelDataUrl": .string(path ?? fixture.modelPath)]]
      ],
      "CustomerMetadataProperties": ["quern:run": "abc"],
    ]
    if let token { input["ClientToken"] = .string(token) }
    return input
  }

  private func group(_ fixture: PlatformFixture) throws {
    _ = try fixture.output(
      "CreateModelPackageGroup",
      ["ModelPackageGroupName": "Churn", "ModelPackageGroupDescription": "who leaves"])
  }

  @Test func versionsCountUpAndAreNeverGivenAgain() throws {
    let fixture = try PlatformFixture()
    try group(fixture)
    let arn = "arn:aws:sagemaker:us-east-1:000000000000:model-package/churn/"
    for version in 1...2 {
      let created = try fixture.output("CreateModelPackage", package(fixture))
      #expect(created == ["ModelPackageArn": .string("\(arn)\(version)")])
    }
    _ = try fixture.output("DeleteModelPackage", ["ModelPackageName": "churn/2"])
    let third = try fixture.output("CreateModelPackage", package(fixture))
    #expect(third == ["ModelPackageArn": .string("\(arn)3")])
    let list = try fixture.output(
      "ListModelPackages",
      ["ModelPackageGroupName": "churn", "SortBy": "Name", "SortOrder": "Descending"])
    let versions = list["ModelPackageSummaryList"]?.arrayValue?
      .compactMap { $0["ModelPackageVersion"]?.intValue }
    #expect(versions == [3, 1])
  }

  @Test func aVersionKeepsTheModelThatItWasGiven() throws {
    let fixture = try PlatformFixture()
    try group(fixture)
    _ = try fixture.output("CreateModelPackage", package(fixture))
    try Disk.real.writeAtomically(fixture.modelPath, text: "another model")
    let described = try fixture.output("DescribeModelPackage", ["ModelPackageName": "churn/1"])
    #expect(described["ModelApprovalStatus"] == "PendingManualApproval")
    #expect(described["ModelPackageStatus"] == "Completed")
    #expect(described["CustomerMetadataProperties"] == ["quern:run": "abc"])
    let url = try #require(
      described["InferenceSpecification"]?["Containers"]?[0]?["ModelDataUrl"]?.stringValue)
    #expect(try Disk.real.readText(String(url.dropFirst(7))) == "a model")
    #expect(try fixture.platform.modelDigestsInUse() == [SHA256.hash("a model").hex])
  }

  @Test func theSameTokenOrTheSameBytesOfANotebookMakeNoSecondVersion() throws {
    let fixture = try PlatformFixture()
    try group(fixture)
    let one = try fixture.output("CreateModelPackage", package(fixture, token: "t"))
    #expect(try fixture.output("CreateModelPackage", package(fixture, token: "t")) == one)
    let again = fixture.perform("CreateModelPackage", package(fixture), owner: "n.md")
    #expect(again == .output(one, isUnchanged: true))
    let group: JSON = ["ModelPackageGroupName": "churn"]
    guard
      case .output(_, isUnchanged: true) = fixture.perform(
        "CreateModelPackageGroup", group, owner: "n.md")
    else {
      Issue.record("the group is there")
      return
    }
    #expect(try fixture.error("CreateModelPackageGroup", group).code == "ValidationException")
  }

  @Test func eachFlipOfTheApprovalIsAnEvent() throws {
    let fixture = try PlatformFixture()
    try group(fixture)
    let created = try fixture.output("CreateModelPackage", package(fixture))
    let arn = try #require(created["ModelPackageArn"])
    for status in ["Approved", "Approved", "Rejected"] {
      _ = try fixture.output(
        "UpdateModelPackage",
        [
          "ModelPackageArn": arn, "ModelApprovalStatus": .string(status),
          "ApprovalDescription": "seen",
        ])
    }
    let flips = try fixture.platform.events()
      .filter { $0.kind == "SageMaker Model Package State Change" }
      .map { try JSON.parse($0.detail)["ModelApprovalStatus"]?.stringValue }
    #expect(flips == ["PendingManualApproval", "Approved", "Rejected"])
    let described = try fixture.output("DescribeModelPackage", ["ModelPackageName": arn])
    #expect(described["ApprovalDescription"] == "seen")
  }

  @Test func aRegisteredModelCanBeDeployedAndARejectedOneCannot() throws {
    let fixture = try PlatformFixture()
    try group(fixture)
    _ = try fixture.output("CreateModelPackage", package(fixture))
    let model: JSON = [
      "ModelName": "m", "PrimaryContainer": ["ModelPackageName": "churn/1"],
    ]
    _ = try fixture.output("CreateModel", model)
    try fixture.createConfig("c", model: "m")
    try fixture.serve("e", config: "c")
    let path = try fixture.state("e").serving?.variants.first?.modelPath
    #expect(path == fixture.platform.modelData.path(digest: SHA256.hash("a model").hex))
    let arn = "arn:aws:sagemaker:us-east-1:000000000000:model-package/churn/1"
    _ = try fixture.output(
      "UpdateModelPackage",
      ["ModelPackageArn": .string(arn), "ModelApprovalStatus": "Rejected"])
    let refused = try fixture.error(
      "CreateModel", ["ModelName": "n", "PrimaryContainer": ["ModelPackageName": .string(arn)]])
    #expect(refused.message.contains("is Rejected"))
  }

  @Test func aGroupWithVersionsStays() throws {
    let fixture = try PlatformFixture()
    try group(fixture)
    _ = try fixture.output("CreateModelPackage", package(fixture))
    let name: JSON = ["ModelPackageGroupName": "churn"]
    #expect(try fixture.error("DeleteModelPackageGroup", name).code == "ConflictException")
    _ = try fixture.output("DeleteModelPackage", ["ModelPackageName": "churn/1"])
    _ = try fixture.output("DeleteModelPackageGroup", name)
    let gone = try fixture.error("DescribeModelPackageGroup", name)
    #expect(gone.message.hasPrefix("Could not find Model Package Group"))
    let missing = try fixture.error("CreateModelPackage", package(fixture))
    #expect(missing.message.hasPrefix("Could not find Model Package Group"))
  }

  @Test func anEndpointsHistoryTellsOfItsReplicasAndOutlivesIt() throws {
    let fixture = try PlatformFixture()
    try fixture.createModel("m")
    try fixture.createConfig("c", model: "m")
    try fixture.serve("e", config: "c")
    let replica = try #require(try fixture.state("e").replicas.first?.number)
    try fixture.platform.report(
      .ended(replica: replica, .exited(status: 3, words: "no memory")), replica: replica)
    guard case .output(let history, _) = fixture.platform.history(ofEndpoint: "E") else {
      Issue.record("it has a history")
      return
    }
    let details = (history["Events"]?.arrayValue ?? []).compactMap { $0["Detail"] }
    let told = details.filter { $0["Replica"] == .int(Int64(replica)) }
      .compactMap { $0["To"]?.stringValue }
    #expect(told == ["starting", "ready", "gone"])
    let reasons = details.compactMap { $0["Reason"]?.stringValue }
    #expect(reasons.contains { $0.contains("no memory") })
    guard case .error = fixture.platform.history(ofEndpoint: "f") else {
      Issue.record("nothing is known of f")
      return
    }
  }
}
