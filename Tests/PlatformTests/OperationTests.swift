import QuernOperations
import QuernPlatform
import QuernText
import Testing

@Suite struct OperationTests {
  @Test func aModelIsDescribedAsItWasCreated() throws {
    let fixture = try PlatformFixture()
    let input: JSON = [
      "ModelName": "Churn-1",
      "PrimaryContainer": [
        "Image": "quern", "ModelDataUrl": .string("file://" + fixture.modelPath),
        "Environment": ["LEVEL": "3"],
      ],
      "ExecutionRoleArn": "arn:aws:iam::000000000000:role/me",
    ]
    let created = try fixture.output("CreateModel", input)
    #expect(
      created == ["ModelArn": "arn:aws:sagemaker:us-east-1:000000000000:model/churn-1"])
    let described = try fixture.output("DescribeModel", ["ModelName": "churn-1"])
    #expect(described["ModelName"] == "Churn-1")
    #expect(described["PrimaryContainer"] == input["PrimaryContainer"])
    #expect(described["ExecutionRoleArn"] == input["ExecutionRoleArn"])
    #expect(described["CreationTime"] == .number(1_700_000_000))
  }

  @Test func anEndpointKeepsTheModelThatItWasGiven() throws {
    let fixture = try PlatformFixture()
    try fixture.createModel("m")
    try fixture.createConfig("c", model: "m")
    try fixture.serve("e", config: "c")
    let path = try #require(try fixture.state("e").serving?.variants.first?.modelPath)
    #expect(path == fixture.platform.modelData.path(digest: SHA256.hash("a model").hex))
    for (operation, member) in [
      ("DeleteModel", "ModelName"), ("DeleteEndpointConfig", "EndpointConfigName"),
    ] {
      let name: JSON = member == "ModelName" ? "m" : "c"
      _ = try fixture.output(operation, .members([(member, name)]))
    }
    #expect(try fixture.state("e").status == .inService)
  }

  @Test func describeShowsWeightsCountsAndTheConfiguration() throws {
    let fixture = try PlatformFixture()
    try fixture.createModel("m")
    try fixture.createConfig("c", model: "m", count: 2)
    _ = try fixture.output("CreateEndpoint", ["EndpointName": "e", "EndpointConfigName": "c"])
    let creating = try fixture.output("DescribeEndpoint", ["EndpointName": "e"])
    #expect(creating["EndpointStatus"] == "Creating")
    #expect(creating["ProductionVariants"]?[0]?["CurrentInstanceCount"] == 0)
    try fixture.makeReady("e")
    let serving = try fixture.output("DescribeEndpoint", ["EndpointName": "E"])
    #expect(serving["EndpointStatus"] == "InService")
    #expect(serving["EndpointConfigName"] == "c")
    #expect(serving["ProductionVariants"]?[0]?["CurrentInstanceCount"] == 2)
    #expect(serving["ProductionVariants"]?[0]?["CurrentWeight"] == .number(1))
  }

  @Test(arguments: [
    ("DescribeModel", "ModelName", "Could not find model \"%:model/x\"."),
    (
      "DescribeEndpointConfig", "EndpointConfigName",
      "Could not find endpoint configuration \"%:endpoint-config/x\"."
    ),
    ("DescribeEndpoint", "EndpointName", "Could not find endpoint \"%:endpoint/x\"."),
    ("DeleteEndpoint", "EndpointName", "Could not find endpoint \"%:endpoint/x\"."),
  ])
  func whatIsMissingIsAValidationError(_ operation: String, _ member: String, _ text: String) throws
  {
    let error = try PlatformFixture().error(operation, .members([(member, .string("x"))]))
    #expect(error.code == "ValidationException")
    let arn = "arn:aws:sagemaker:us-east-1:000000000000"
    #expect(error.message == text.split(separator: "%").joined(separator: arn))
  }

  @Test func aWaitingUpdateAndASecondCreateAreRefusedInAWSsWords() throws {
    let fixture = try PlatformFixture()
    try fixture.createModel("m")
    try fixture.createConfig("c", model: "m")
    let target: JSON = ["EndpointName": "e", "EndpointConfigName": "c"]
    _ = try fixture.output("CreateEndpoint", target)
    let arn = "arn:aws:sagemaker:us-east-1:000000000000:endpoint/e"
    #expect(
      try fixture.error("CreateEndpoint", target).message
        == "Cannot create already existing endpoint \"\(arn)\".")
    #expect(
      try fixture.error("UpdateEndpoint", target).message
        == "Cannot update in-progress endpoint \"\(arn)\".")
  }

  @Test func theSameActAgainChangesNothing() throws {
    let fixture = try PlatformFixture()
    let model: JSON = [
      "ModelName": "m", "PrimaryContainer": ["ModelDataUrl": .string(fixture.modelPath)],
    ]
    let config: JSON = [
      "EndpointConfigName": "c", "ProductionVariants": [["VariantName": "A", "ModelName": "m"]],
    ]
    let endpoint: JSON = ["EndpointName": "e", "EndpointConfigName": "c"]
    let acts = [
      ("CreateModel", model), ("CreateEndpointConfig", config), ("CreateEndpoint", endpoint),
    ]
    for (operation, input) in acts {
      guard case .output(let first, false) = fixture.perform(operation, input, owner: "nb") else {
        Issue.record("\(operation) was not performed")
        continue
      }
      #expect(
        fixture.perform(operation, input, owner: "nb") == .output(first, isUnchanged: true))
    }
    let count = try fixture.platform.events().count
    _ = fixture.perform("CreateEndpoint", endpoint, owner: "nb")
    #expect(try fixture.platform.events().count == count)
    try fixture.makeReady("e")
    guard
      case .output(_, isUnchanged: true) = fixture.perform(
        "UpdateEndpoint", endpoint, owner: "nb")
    else {
      Issue.record("an update to what runs must change nothing")
      return
    }
  }

  @Test func anotherNotebooksEndpointIsLeftAloneUnlessTakenOver() throws {
    let fixture = try PlatformFixture()
    try fixture.createModel("m")
    try fixture.createConfig("c", model: "m")
    try fixture.createConfig("d", model: "m", count: 2)
    let target: JSON = ["EndpointName": "e", "EndpointConfigName": "c"]
    _ = try fixture.output("CreateEndpoint", target, owner: "notebooks/churn.md")
    try fixture.makeReady("e")
    let other: JSON = ["EndpointName": "e", "EndpointConfigName": "d"]
    let error = try fixture.error("UpdateEndpoint", other, owner: "notebooks/other.md")
    #expect(error.code == "ConflictException")
    #expect(error.message.contains("notebooks/churn.md"))
    let refused = try fixture.error("DeleteEndpoint", ["EndpointName": "e"], owner: "x")
    #expect(refused.code == "ConflictException")
    guard case .output = fixture.perform("UpdateEndpoint", other, owner: "o", takeover: true)
    else {
      Issue.record("takeover was refused")
      return
    }
    // AWS's callers have no owner and are not asked for one.
    _ = try fixture.output("DeleteEndpoint", ["EndpointName": "e"])
  }

  @Test(arguments: [
    (
      "DataCaptureConfig",
      #"{"EnableCapture":true,"InitialSamplingPercentage":1,"#
        + #""DestinationS3Uri":"s3://b/","CaptureOptions":[{"CaptureMode":"Input"}]}"#
    ),
    ("AsyncInferenceConfig", #"{"OutputConfig":{}}"#),
    ("ShadowProductionVariants", #"[{"VariantName":"S"}]"#),
  ])
  func whatIsNotDoneIsRefusedByName(_ member: String, _ value: String) throws {
    let fixture = try PlatformFixture()
    try fixture.createModel("m")
    let error = try fixture.error(
      "CreateEndpointConfig",
      .members([
        ("EndpointConfigName", "c"),
        ("ProductionVariants", [["VariantName": "A", "ModelName": "m"]]),
        (member, try JSON.parse(value)),
      ]))
    #expect(error.message.hasPrefix("\(member) is not supported"))
  }

  @Test(arguments: [
    ("file:///nowhere/at/all", "No such file"), ("s3://bucket/model.json", "files only"),
    ("file:///x%zz", "absolute path"), ("/tmp", "not a regular file"),
  ])
  func aModelNeedsItsFile(_ url: String, _ reason: String) throws {
    let error = try PlatformFixture().error(
      "CreateModel",
      ["ModelName": "m", "PrimaryContainer": ["ModelDataUrl": .string(url)]])
    #expect(error.message.hasPrefix("Could not find model data at \(url): "))
    #expect(error.message.contains(reason), "\(error.message)")
  }

  @Test func pagesHoldEachEndpointOnceAndRefuseForeignTokens() throws {
    let fixture = try PlatformFixture()
    for index in 0..<23 {
      // Creation times repeat, so that the name must break ties.
      if index % 3 == 0 { fixture.advance(seconds: 1) }
      try fixture.createModel("m\(index)")
    }
    for sort in ["Name", "CreationTime"] {
      for order in ["Ascending", "Descending"] {
        var names: [String] = []
        var token: JSON?
        repeat {
          var input: JSONObject = JSONObject([
            ("SortBy", .string(sort)), ("SortOrder", .string(order)), ("MaxResults", 5),
          ])
          input["NextToken"] = token
          let page = try fixture.output("ListModels", .object(input))
          names += (page["Models"]?.arrayValue ?? []).compactMap { $0["ModelName"]?.stringValue }
          token = page["NextToken"]
        } while token != nil
        #expect(names.count == 23)
        #expect(Set(names).count == 23)
      }
    }
    let page = try fixture.output("ListModels", ["MaxResults": 1])
    let foreign = try fixture.error(
      "ListModels", ["NextToken": page["NextToken"] ?? .null, "NameContains": "m"])
    #expect(foreign.message.contains("NextToken"))
    let some = try fixture.output("ListModels", ["NameContains": "M1", "MaxResults": 100])
    #expect(some["Models"]?.arrayValue?.count == 11)
  }

  @Test func aHeldDescribeIsAnsweredByTheChange() async throws {
    let fixture = try PlatformFixture()
    try fixture.createModel("m")
    try fixture.createConfig("c", model: "m")
    _ = try fixture.output("CreateEndpoint", ["EndpointName": "e", "EndpointConfigName": "c"])
    let call = OperationCall(
      operation: "DescribeEndpoint", input: ["EndpointName": "e"],
      caller: Caller(principal: "tester"))
    async let held = fixture.platform.performSettled(call, milliseconds: 60_000)
    try fixture.makeReady("e")
    guard case .output(let output, _) = await held else {
      Issue.record("the held Describe failed")
      return
    }
    #expect(output["EndpointStatus"] == "InService")
    let soon = fixture.platform.performSettled(call, milliseconds: 60_000)
    #expect(soon == fixture.platform.perform(call))
  }

  @Test func aPrincipalWhoMayNotIsDeniedOnTheResource() throws {
    let platform = Platform(
      database: try .inMemory(), scope: Scope(account: "000000000000", region: "us-east-1"),
      modelData: ModelData(directory: "/nowhere"), clock: { 0 },
      isAllowed: { principal, action, resource in
        principal != "guest" || action != "sagemaker:DeleteModel"
          || !resource.text.hasSuffix("model/m")
      }, deliver: { _ in })
    func delete(_ model: String) -> OperationAnswer {
      platform.perform(
        OperationCall(
          operation: "DeleteModel", input: .members([("ModelName", .string(model))]),
          caller: Caller(principal: "guest", token: "t")))
    }
    guard case .error(let error) = delete("m") else {
      Issue.record("the deletion was allowed")
      return
    }
    #expect(error.code == "AccessDeniedException")
    #expect(
      error.message == "User: guest is not authorized to perform: sagemaker:DeleteModel on "
        + "resource: arn:aws:sagemaker:us-east-1:000000000000:model/m")
    #expect(delete("n") == .output(.object(JSONObject()), isUnchanged: true))
  }

  @Test func everyOperationHasABodyAndAnArn() throws {
    let fixture = try PlatformFixture()
    for declaration in Operations.all {
      if case .error(let error) = fixture.perform(declaration.name, .object(JSONObject())) {
        #expect(error.code != "UnknownOperationException", "\(declaration.name)")
      }
      #expect(declaration.action == "sagemaker:\(declaration.name)")
    }
    let error = try fixture.error("CreateTrainingJob", .object(JSONObject()))
    #expect(error.code == "UnknownOperationException")
  }
}
