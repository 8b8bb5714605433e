import QuernOperations
import QuernText
import Testing

@Suite struct ValidationTests {
  private func check(
    _ shape: StructureShape, _ json: String, _ expected: String,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws {
    do throws(ValidationFailure) {
      try Validation.check(parse(json), shape)
      #expect(expected == "", sourceLocation: sourceLocation)
    } catch {
      #expect(error.message == expected, sourceLocation: sourceLocation)
    }
  }

  private func parse(_ text: String) -> JSON {
    do {
      return try JSON.parse(text)
    } catch {
      Issue.record("\(error)")
      return .null
    }
  }

  @Test func requiredMembersAreNamed() throws {
    try check(
      CreateEndpointInput.shape, "{}",
      "2 validation errors detected: Value null at 'endpointName' failed to satisfy constraint: "
        + "Member must not be null; Value null at 'endpointConfigName' failed to satisfy "
        + "constraint: Member must not be null")
  }

  @Test func patternsMustMatchTheWholeText() throws {
    try check(
      DescribeModelInput.shape, #"{"ModelName":"a b"}"#,
      "1 validation error detected: Value 'a b' at 'modelName' failed to satisfy constraint: "
        + "Member must satisfy regular expression pattern: "
        + #"[a-zA-Z0-9]([\-a-zA-Z0-9]*[a-zA-Z0-9])?"#)
    try check(DescribeModelInput.shape, #"{"ModelName":"a-b"}"#, "")
  }

  @Test func numbersAndListsKeepTheirLimits() throws {
    try check(
      ListModelsInput.shape, #"{"MaxResults":101}"#,
      "1 validation error detected: Value '101' at 'maxResults' failed to satisfy constraint: "
        + "Member must have value less than or equal to 100")
    try check(
      CreateEndpointConfigInput.shape,
      #"{"EndpointConfigName":"c","ProductionVariants":[]}"#,
      "1 validation error detected: Value '[]' at 'productionVariants' failed to satisfy "
        + "constraint: Member must have length greater than or equal to 1")
  }

  @Test func nestedMembersHaveAWSsPaths() throws {
    try check(
      CreateEndpointConfigInput.shape,
      #"{"EndpointConfigName":"c","ProductionVariants":[{"VariantName":"A"},"#
        + #"{"VariantName":"B","InitialInstanceCount":0}]}"#,
      "1 validation error detected: Value '0' at "
        + "'productionVariants.2.member.initialInstanceCount' failed to satisfy constraint: "
        + "Member must have value greater than or equal to 1")
    try check(
      CreateModelInput.shape,
      #"{"ModelName":"m","VpcConfig":{"SecurityGroupIds":["s!"],"Subnets":["a"]}}"#,
      "1 validation error detected: Value '[s!]' at 'vpcConfig.securityGroupIds' failed to "
        + "satisfy constraint: Member must satisfy constraint: [Member must satisfy regular "
        + "expression pattern: [-0-9a-zA-Z]+]")
  }

  @Test func choicesAreListed() throws {
    try check(
      ListModelsInput.shape, #"{"SortOrder":"Up"}"#,
      "1 validation error detected: Value 'Up' at 'sortOrder' failed to satisfy constraint: "
        + "Member must satisfy enum value set: [Ascending, Descending]")
  }

  @Test func otherTypesAreSerializationErrors() throws {
    let failure = #expect(throws: ValidationFailure.self) {
      try Validation.check(["ModelName": 3], DescribeModelInput.shape)
    }
    #expect(failure?.code == "SerializationException")
    #expect(failure?.message == "'modelName' must be a string, not a number")
  }

  @Test func unknownMembersAreIgnored() throws {
    try check(DescribeModelInput.shape, #"{"ModelName":"a","Later":1}"#, "")
  }

  @Test func everyPatternOfEveryShapeCanBeCompiled() {
    var patterns: Set<String> = []
    func collect(_ shape: Shape) {
      switch shape {
      case .text(let limits): limits.pattern.map { _ = patterns.insert($0) }
      case .list(let element, _): collect(element)
      case .map(let key, let value, _):
        collect(key)
        collect(value)
      case .structure(let structure): structure.members.forEach { collect($0.shape) }
      case .choice, .integer, .number, .boolean, .timestamp: break
      }
    }
    for declaration in Operations.all {
      collect(.structure(declaration.input))
      collect(.structure(declaration.output))
    }
    #expect(patterns.count > 20)
    for pattern in patterns {
      #expect(Pattern.isValid(pattern), "\(pattern)")
    }
  }

  @Test func whatIsReadIsWrittenAgain() throws {
    let json = parse(
      #"{"EndpointConfigName":"c","ProductionVariants":[{"VariantName":"A","ModelName":"m","#
        + #""InitialInstanceCount":2,"InitialVariantWeight":0.5}],"#
        + #""Tags":[{"Key":"k","Value":"v"}],"EnableNetworkIsolation":true}"#)
    let input = try Operations.createEndpointConfig.read(json)
    #expect(input.productionVariants[0].initialVariantWeight == 0.5)
    #expect(input.json == json)
  }

  @Test func namesOfMembersBecomeAWSsPaths() {
    for (name, path) in [
      ("EndpointName", "endpointName"), ("ETag", "eTag"), ("S3Uri", "s3Uri"),
      ("KmsKeyId", "kmsKeyId"), ("EnableSSMAccess", "enableSSMAccess"),
    ] {
      #expect(MemberShape.camelName(name) == path)
    }
  }
}
