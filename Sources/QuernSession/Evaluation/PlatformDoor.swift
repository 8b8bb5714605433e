internal import QuernLearning
internal import QuernPlan
internal import QuernSystem
internal import QuernText
internal import QuernValue
internal import QuernWire

/// The session's way to control plane and data plane: connected at first use, and again after they
/// went away.
final class PlatformDoor: @unchecked Sendable {
  private let home: HomeDirectory
  /// Who connects for a worker that must make no sockets; nil: it makes them itself.
  private let sockets: SocketDoor?
  let store: ContentStore
  private let lock = Lock()
  private var control: PlatformClient?
  private var route: InvokeClient?

  init(home: HomeDirectory, store: ContentStore, sockets: SocketDoor? = nil) {
    self.home = home
    self.sockets = sockets
    self.store = store
  }

  func perform(_ operation: String, _ input: JSONObject, act: Act) throws -> JSON {
    try controlled { client throws(PlatformClientError) in
      try client.perform(operation, input, act: act).output
    }
  }

  /// Puts a model into the store: the platform takes it by path, after any loss of power.
  func keep(_ model: Model) throws -> Digest {
    let bytes = try model.utf8()
    let digest = SHA256.hash(bytes)
    try store.put(bytes, as: digest)
    try store.sync()
    return digest
  }

  /// What a deployment will do, as things stand.
  func expected(_ request: DeployRequest, _ model: Digest) throws -> ActOutcome {
    let deployment = deployment(request, model)
    guard let endpoint = try described(request.endpoint) else { return .created }
    let status = endpoint["EndpointStatus"]?.stringValue
    if status == "Failed" || status == "Deleting" { return .created }
    let config = endpoint["EndpointConfigName"]?.stringValue
    return config == deployment.configName ? .unchanged : .updated
  }

  func exists(_ endpoint: String) throws -> Bool { try described(endpoint) != nil }

  /// The model that an endpoint answers with; nil where there is none, or it cannot be read.
  func deployed(_ endpoint: String) throws -> Model? {
    guard let config = try described(endpoint)?["EndpointConfigName"]?.stringValue else {
      return nil
    }
    return try controlled { client throws(PlatformClientError) -> [UInt8]? in
      do throws(PlatformClientError) {
        return try client.modelBytes(config: config)
      } catch {
        // What somebody deleted or wrote by another client is no reason not to deploy.
        if case .refused = error { return nil }
        throw error
      }
    }.flatMap { bytes in
      do throws(LearningError) { return try Model(utf8: bytes) } catch { return nil }
    }
  }

  func deploy(_ request: DeployRequest, _ model: Digest, act: Act) throws -> DeployOutcome {
    let deployment = deployment(request, model)
    let outcome = try controlled { client throws(PlatformClientError) in
      try client.deploy(deployment, act: act)
    }
    if outcome.status == "Failed" {
      throw SessionMistake.platformRefused(
        "EndpointStatus: Failed", outcome.failureReason ?? "the endpoint did not start")
    }
    let change: ActOutcome =
      switch outcome.change {
      case .created: .created
      case .updated: .updated
      case .unchanged: .unchanged
      }
    return DeployOutcome(outcome: change, endpoint: Self.handle(request.endpoint, outcome.endpoint))
  }

  func stop(_ endpoint: String, act: Act) throws -> Bool {
    try controlled { client throws(PlatformClientError) in
      try client.stop(endpoint: endpoint, act: act)
    }
  }

  func endpoint(_ name: String) throws -> EndpointHandle {
    let description = try perform(
      "DescribeEndpoint", JSONObject([("EndpointName", .string(name))]), act: .none)
    return Self.handle(name, description)
  }

  func invoke(_ endpoint: String, contentType: String, body: [UInt8]) throws -> EndpointAnswer {
    let request = InvokeRequest(endpoint: endpoint, contentType: contentType, body: body)
    do throws(PlatformClientError) {
      let answer = try lock.withLock { () throws(PlatformClientError) in
        do throws(PlatformClientError) {
          return try routed().invoke(request)
        } catch {
          guard case .wire = error else { throw error }
          route = nil
          return try routed().invoke(request)
        }
      }
      return EndpointAnswer(
        status: answer.status, contentType: answer.contentType, body: answer.body,
        counts: answer.headers[ServedCounts.headerName].flatMap(ServedCounts.init(header:)))
    } catch {
      throw Self.mistake(error)
    }
  }

  private func deployment(_ request: DeployRequest, _ model: Digest) -> Deployment {
    Deployment(
      endpoint: request.endpoint, modelPath: store.path(of: model), modelDigest: model,
      instanceType: request.instanceType, instanceCount: request.instanceCount)
  }

  /// An endpoint's description; nil where there is none.
  private func described(_ endpoint: String) throws -> JSON? {
    try controlled { client throws(PlatformClientError) in
      do throws(PlatformClientError) {
        let name = JSONObject([("EndpointName", .string(endpoint))])
        return try client.perform("DescribeEndpoint", name).output
      } catch {
        if case .refused(let code, _, _) = error, code == "ValidationException" { return nil }
        throw error
      }
    }
  }

  static func handle(_ name: String, _ description: JSON) -> EndpointHandle {
    EndpointHandle(name: name, arn: description["EndpointArn"]?.stringValue ?? "")
  }

  /// Asks the control plane; once more where the connection broke: the act's token makes that safe.
  func controlled<Answer>(
    _ body: (PlatformClient) throws(PlatformClientError) -> Answer
  ) throws -> Answer {
    do throws(PlatformClientError) {
      return try lock.withLock { () throws(PlatformClientError) in
        do throws(PlatformClientError) {
          return try body(try connected())
        } catch {
          guard case .wire = error else { throw error }
          control = nil
          return try body(try connected())
        }
      }
    } catch {
      throw Self.mistake(error)
    }
  }

  private func connected() throws(PlatformClientError) -> PlatformClient {
    if let control { return control }
    let client = try PlatformClient.connect(places: PlatformPlaces(home: home), door: door)
    control = client
    return client
  }

  private func routed() throws(PlatformClientError) -> InvokeClient {
    if let route { return route }
    let client = try InvokeClient.connect(places: PlatformPlaces(home: home), door: door)
    route = client
    return client
  }

  private var door: PlatformLauncher.Door? {
    guard let sockets else { return nil }
    return { daemon throws(PlatformClientError) in try sockets.connection(to: daemon) }
  }

  private static func mistake(_ error: PlatformClientError) -> RuntimeError {
    switch error {
    case .refused(let code, let message, _):
      SessionMistake.platformRefused(code, message)
    case .notInstalled, .notStarted, .newerPlatform, .notReached, .wire, .system:
      SessionMistake.platformUnreachable(error.message)
    }
  }
}
