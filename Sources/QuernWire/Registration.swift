package import QuernText

/// One model for the registry: what `register` asks for.
package struct Registration: Sendable, Equatable {
  package var group: String
  /// Absolute path of the model's file.
  package var modelPath: String
  /// `Approved`, `PendingManualApproval` or `Rejected`; nil: as it is.
  package var status: String?
  package var description: String?
  /// A file with the model's metrics as JSON, and its digest.
  package var metrics: (path: String, digest: Digest)?
  /// Where it comes from, by name: CustomerMetadataProperties.
  package var metadata: [(name: String, value: String)]
  /// The run that trained it.
  package var generatedBy: String?

  package init(
    group: String, modelPath: String, status: String?, description: String?,
    metrics: (path: String, digest: Digest)?, metadata: [(name: String, value: String)],
    generatedBy: String?
  ) {
    self.group = group
    self.modelPath = modelPath
    self.status = status
    self.description = description
    self.metrics = metrics
    self.metadata = metadata
    self.generatedBy = generatedBy
  }

  package static func == (a: Registration, b: Registration) -> Bool { a.input == b.input }

  /// The most properties that a version can have.
  private static let propertyCountMax = 50

  /// CreateModelPackage's input.
  var input: JSONObject {
    var container = JSONObject([("Image", "quern")])
    container["ModelDataUrl"] = .string("file://" + Percent.encode(path: modelPath))
    var input = JSONObject([("ModelPackageGroupName", .string(group))])
    if let description { input["ModelPackageDescription"] = .string(description) }
    if let status { input["ModelApprovalStatus"] = .string(status) }
    input["InferenceSpecification"] = .members([
      ("Containers", .array([.object(container)])),
      ("SupportedContentTypes", ["application/json", "text/csv"]),
      ("SupportedResponseMIMETypes", ["application/json", "text/csv"]),
    ])
    if let metrics {
      let source = JSON.members([
        ("ContentType", "application/json"),
        ("ContentDigest", .string("sha256:\(metrics.digest.hex)")),
        ("S3Uri", .string("file://" + Percent.encode(path: metrics.path))),
      ])
      input["ModelMetrics"] = .members([("ModelQuality", .members([("Statistics", source)]))])
    }
    if let generatedBy {
      input["MetadataProperties"] = .members([("GeneratedBy", .string(generatedBy))])
    }
    let properties = metadata.prefix(Self.propertyCountMax).map { name, value in
      (Self.property(name, 128), JSON.string(Self.property(value, 256)))
    }
    if !properties.isEmpty {
      input["CustomerMetadataProperties"] = .object(JSONObject(properties))
    }
    return input
  }

  /// A text with the characters that a property may have, at most so many of its last ones.
  private static func property(_ text: String, _ count: Int) -> String {
    let allowed: Set<Character> = ["_", ".", ":", "/", "=", "+", "-", "@", " "]
    let kept = text.map { character in
      character.isLetter || character.isNumber || allowed.contains(character) ? character : "_"
    }
    return kept.isEmpty ? "-" : String(kept.suffix(count))
  }
}

extension PlatformClient {
  /// Keeps a model as a version of its group, which is made where it is missing; returns what was
  /// done and DescribeModelPackage's output.
  package func register(
    _ registration: Registration, act: Act
  ) throws(PlatformClientError) -> (change: DeploymentOutcome.Change, package: JSON) {
    let group = JSONObject([("ModelPackageGroupName", .string(registration.group))])
    _ = try perform("CreateModelPackageGroup", group, act: act)
    let created = try perform("CreateModelPackage", registration.input, act: act)
    let arn = created.output["ModelPackageArn"] ?? .null
    let package = try perform(
      "DescribeModelPackage", JSONObject([("ModelPackageName", arn)])
    ).output
    guard created.isUnchanged else { return (.created, package) }
    guard let status = registration.status,
      package["ModelApprovalStatus"]?.stringValue != status
    else { return (.unchanged, package) }
    let update = JSONObject([
      ("ModelPackageArn", arn), ("ModelApprovalStatus", .string(status)),
    ])
    _ = try perform("UpdateModelPackage", update, act: act)
    return (
      .updated,
      try perform("DescribeModelPackage", JSONObject([("ModelPackageName", arn)])).output
    )
  }

  /// The newest version of a group that may be used; nil where there is none.
  package func newestPackage(
    group: String, approvedOnly: Bool
  ) throws(PlatformClientError) -> JSON? {
    var token: JSON?
    repeat {
      var input = JSONObject([
        ("ModelPackageGroupName", .string(group)), ("SortBy", "Name"),
        ("SortOrder", "Descending"), ("MaxResults", 100),
      ])
      if approvedOnly { input["ModelApprovalStatus"] = "Approved" }
      input["NextToken"] = token
      let page = try perform("ListModelPackages", input).output
      for summary in page["ModelPackageSummaryList"]?.arrayValue ?? []
      where summary["ModelApprovalStatus"]?.stringValue != "Rejected" {
        let name = JSONObject([("ModelPackageName", summary["ModelPackageArn"] ?? .null)])
        return try perform("DescribeModelPackage", name).output
      }
      token = page["NextToken"]
    } while token != nil
    return nil
  }
}
