internal import QuernSystem
package import QuernText

/// One model behind one endpoint name: what `deploy` asks for.
///
/// The model and the configuration get names made from their content, so deploying the same again
/// finds everything as it is, and deploying something else moves the endpoint, blue to green.
package struct Deployment: Sendable, Equatable {
  /// The endpoint's name.
  package var endpoint: String
  /// Absolute path of the model's file.
  package var modelPath: String
  /// Digest of that file: part of the names.
  package var modelDigest: Digest
  package var instanceType: String?
  package var instanceCount: Int

  package init(
    endpoint: String, modelPath: String, modelDigest: Digest, instanceType: String? = nil,
    instanceCount: Int = 1
  ) {
    self.endpoint = endpoint
    self.modelPath = modelPath
    self.modelDigest = modelDigest
    self.instanceType = instanceType
    self.instanceCount = instanceCount
  }

  /// Names end with twelve digits of a digest and keep within 63 characters.
  package var modelName: String { "\(endpoint.prefix(50))-\(modelDigest.short)" }

  /// The configuration's name, from everything that it says.
  package var configName: String {
    let content = "\(modelName) \(instanceType ?? "") \(instanceCount)"
    return "\(endpoint.prefix(50))-\(SHA256.hash(content).short)"
  }
}

/// What deploying did.
package struct DeploymentOutcome: Sendable, Equatable {
  package enum Change: String, Sendable, Equatable {
    case created, updated, unchanged
  }

  package let change: Change
  /// DescribeEndpoint's output after it settled.
  package let endpoint: JSON

  package var status: String { endpoint["EndpointStatus"]?.stringValue ?? "" }
  package var failureReason: String? { endpoint["FailureReason"]?.stringValue }
}

extension PlatformClient {
  /// How long a deployment may take until it is told as it stands.
  package static let deployMillisecondsMax = 120_000

  /// Brings an endpoint to a deployment and returns when it is `InService` or `Failed`.
  ///
  /// Asked again, it does nothing and says so; another notebook's endpoint is refused.
  package func deploy(
    _ deployment: Deployment, act: Act
  ) throws(PlatformClientError) -> DeploymentOutcome {
    _ = try perform("CreateModel", modelInput(deployment), act: act)
    _ = try perform("CreateEndpointConfig", configInput(deployment), act: act)
    var target = JSONObject()
    target["EndpointName"] = .string(deployment.endpoint)
    target["EndpointConfigName"] = .string(deployment.configName)
    let change = try moveEndpoint(deployment, target, act)
    let endpoint = try settled(
      endpoint: deployment.endpoint, timeoutMilliseconds: PlatformClient.deployMillisecondsMax)
    return DeploymentOutcome(change: change, endpoint: endpoint)
  }

  /// Deletes an endpoint and returns when it is gone; false when there was none.
  package func stop(endpoint: String, act: Act) throws(PlatformClientError) -> Bool {
    var input = JSONObject()
    input["EndpointName"] = .string(endpoint)
    // A token makes deleting what is not there an answer instead of an error.
    let act = Act(owner: act.owner, token: act.token ?? "stop", isTakeover: act.isTakeover)
    let deleted = try perform("DeleteEndpoint", input, act: act)
    try waitUntilGone(endpoint)
    return !deleted.isUnchanged
  }

  /// Every endpoint as DescribeEndpoint shows it, by name.
  package func endpoints() throws(PlatformClientError) -> [JSON] {
    var result: [JSON] = []
    var token: JSON?
    repeat {
      var input = JSONObject([("SortBy", "Name"), ("SortOrder", "Ascending"), ("MaxResults", 100)])
      input["NextToken"] = token
      let page = try perform("ListEndpoints", input).output
      for summary in page["Endpoints"]?.arrayValue ?? [] {
        let name = JSONObject([("EndpointName", summary["EndpointName"] ?? .null)])
        result.append(try perform("DescribeEndpoint", name).output)
      }
      token = page["NextToken"]
    } while token != nil
    return result
  }

  /// The bytes of the first model of an endpoint's configuration; nil where its file is not there.
  package func modelBytes(config: String) throws(PlatformClientError) -> [UInt8]? {
    let name = JSONObject([("EndpointConfigName", .string(config))])
    let variants = try perform("DescribeEndpointConfig", name).output["ProductionVariants"]
    guard let model = variants?[0]?["ModelName"]?.stringValue else { return nil }
    let described = try perform("DescribeModel", JSONObject([("ModelName", .string(model))])).output
    guard let url = described["PrimaryContainer"]?["ModelDataUrl"]?.stringValue,
      url.hasPrefix("file://"), let path = Percent.decode(String(url.dropFirst(7)))
    else { return nil }
    do throws(SystemError) { return try Disk.real.read(path) } catch { return nil }
  }

  private func waitUntilGone(_ endpoint: String) throws(PlatformClientError) {
    do {
      _ = try settled(endpoint: endpoint, timeoutMilliseconds: 60_000)
    } catch {
      if case .refused = error { return }
      throw error
    }
  }

  /// Creates or updates; an endpoint that is in motion is waited for once.
  private func moveEndpoint(
    _ deployment: Deployment, _ target: JSONObject, _ act: Act
  ) throws(PlatformClientError) -> DeploymentOutcome.Change {
    guard let status = try currentStatus(deployment.endpoint) else {
      let created = try perform("CreateEndpoint", target, act: act)
      return created.isUnchanged ? .unchanged : .created
    }
    if status == "Failed" || status == "Deleting" {
      _ = try stop(endpoint: deployment.endpoint, act: act)
      _ = try perform("CreateEndpoint", target, act: act)
      return .created
    }
    let updated = try perform("UpdateEndpoint", target, act: act)
    return updated.isUnchanged ? .unchanged : .updated
  }

  /// The endpoint's status once it is not in motion; nil when there is no such endpoint.
  private func currentStatus(_ endpoint: String) throws(PlatformClientError) -> String? {
    do {
      let description = try settled(
        endpoint: endpoint, timeoutMilliseconds: PlatformClient.deployMillisecondsMax)
      return description["EndpointStatus"]?.stringValue
    } catch {
      if case .refused(let code, _, _) = error, code == "ValidationException" { return nil }
      throw error
    }
  }

  private func modelInput(_ deployment: Deployment) -> JSONObject {
    var input = JSONObject()
    input["ModelName"] = .string(deployment.modelName)
    input["PrimaryContainer"] = .members([
      ("Image", "quern"),
      ("ModelDataUrl", .string("file://" + Percent.encode(path: deployment.modelPath))),
    ])
    return input
  }

  private func configInput(_ deployment: Deployment) -> JSONObject {
    var variant = JSONObject()
    variant["VariantName"] = "AllTraffic"
    variant["ModelName"] = .string(deployment.modelName)
    variant["InitialInstanceCount"] = .int(Int64(deployment.instanceCount))
    variant["InitialVariantWeight"] = 1.0
    if let type = deployment.instanceType { variant["InstanceType"] = .string(type) }
    var input = JSONObject()
    input["EndpointConfigName"] = .string(deployment.configName)
    input["ProductionVariants"] = .array([.object(variant)])
    return input
  }
}

extension Percent {
  /// A path for a `file://` URL: slashes stay.
  package static func encode(path: String) -> String {
    encode(path, allowing: unreserved.union([UInt8(ascii: "/")]))
  }
}
