internal import QuernLearning
internal import QuernPlan
internal import QuernSystem
internal import QuernText
internal import QuernValue
internal import QuernWire

/// The registry, and what is known of endpoints' past.
extension PlatformDoor {
  /// Keeps a model that lies in the store; `lineage` says where it comes from.
  func register(
    _ request: RegisterRequest, _ model: Digest, _ lineage: ModelLineage, act: Act
  ) throws -> RegisteredVersion {
    var metrics: (path: String, digest: Digest)?
    if !request.metrics.isEmpty {
      let json = JSON.object(JSONObject(request.metrics.map { ($0.name, .number($0.value)) }))
      let digest = try store.put(json.utf8())
      metrics = (store.path(of: digest), digest)
    }
    let named = request.metrics.map { metric in
      (name: "metric:\(metric.name)", value: Numbers.shortest(metric.value))
    }
    let registration = Registration(
      group: request.group, modelPath: store.path(of: model), status: request.status,
      description: request.description, metrics: metrics,
      metadata: lineage.properties(of: model) + named, generatedBy: lineage.run)
    let (change, package) = try controlled { client throws(PlatformClientError) in
      try client.register(registration, act: act)
    }
    var version = try Self.version(package)
    version.outcome = ActOutcome(rawValue: change.rawValue)
    return version
  }

  /// A registered model, whose bytes are those that were registered.
  func registered(_ name: String, approvedOnly: Bool) throws -> (Model, RegisteredVersion) {
    let package = try package(name, approvedOnly)
    let version = try Self.version(package)
    guard
      let url = package["InferenceSpecification"]?["Containers"]?[0]?["ModelDataUrl"]?.stringValue,
      url.hasPrefix("file://"), let path = Percent.decode(String(url.dropFirst(7)))
    else { throw SessionMistake.modelDamaged(version.name, "it has no file") }
    let bytes: [UInt8]
    do throws(SystemError) {
      bytes = try Disk.real.read(path)
    } catch {
      throw SessionMistake.modelDamaged(version.name, error.message)
    }
    guard SHA256.hash(bytes).hex == Path.name(path) else {
      throw SessionMistake.modelDamaged(version.name, "its bytes are not those that were kept")
    }
    return (try Model(utf8: bytes), version)
  }

  private func package(_ name: String, _ approvedOnly: Bool) throws -> JSON {
    let found = try controlled { client throws(PlatformClientError) -> JSON? in
      do throws(PlatformClientError) {
        guard name.contains("/") else {
          return try client.newestPackage(group: name, approvedOnly: approvedOnly)
        }
        let input = JSONObject([("ModelPackageName", .string(name))])
        return try client.perform("DescribeModelPackage", input).output
      } catch {
        if case .refused(let code, _, _) = error, code == "ValidationException" { return nil }
        throw error
      }
    }
    if let found { return found }
    let groups = try perform(
      "ListModelPackageGroups", JSONObject([("MaxResults", 100)]), act: .none)
    let names = (groups["ModelPackageGroupSummaryList"]?.arrayValue ?? [])
      .compactMap { $0["ModelPackageGroupName"]?.stringValue }
    throw SessionMistake.modelNotRegistered(name, groups: names, approvedOnly: approvedOnly)
  }

  private static func version(_ package: JSON) throws -> RegisteredVersion {
    guard let group = package["ModelPackageGroupName"]?.stringValue,
      let version = package["ModelPackageVersion"]?.intValue
    else { throw SessionMistake.platformUnreachable("the registry's answer lacks a version") }
    return RegisteredVersion(
      group: group, version: Int(version), arn: package["ModelPackageArn"]?.stringValue ?? "",
      status: package["ModelApprovalStatus"]?.stringValue ?? "")
  }

  /// How an endpoint stands once it is not in motion, or when `milliseconds` are over.
  func settled(_ name: String, milliseconds: Int) throws -> EndpointStanding {
    let description = try controlled { client throws(PlatformClientError) in
      try client.settled(endpoint: name, timeoutMilliseconds: milliseconds)
    }
    return EndpointStanding(
      endpoint: Self.handle(name, description),
      status: description["EndpointStatus"]?.stringValue ?? "",
      reason: description["FailureReason"]?.stringValue)
  }

  func history(_ endpoint: String) throws -> [JSON] {
    try controlled { client throws(PlatformClientError) in
      try client.history(endpoint: endpoint)
    }["Events"]?.arrayValue ?? []
  }

  func logs(_ endpoint: String, lineCount: Int) throws -> [JSON] {
    try controlled { client throws(PlatformClientError) in
      try client.logs(endpoint: endpoint, lineCount: lineCount)
    }["Replicas"]?.arrayValue ?? []
  }
}

/// Where a model comes from, as far as the home's runs tell.
struct ModelLineage {
  var run: String?
  var notebook: String
  var cell: String
  /// Digest of the rows that it was trained on.
  var data: String?

  func properties(of model: Digest) -> [(name: String, value: String)] {
    var list = [
      (name: "quern:notebook", value: notebook), (name: "quern:cell", value: cell),
      (name: "quern:model", value: model.hex),
    ]
    if let run { list.append((name: "quern:run", value: run)) }
    if let data { list.append((name: "quern:data", value: data)) }
    return list
  }
}
