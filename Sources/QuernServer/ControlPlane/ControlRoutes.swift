internal import HTTPTypes
package import Hummingbird
internal import HummingbirdCore
package import QuernPlatform
internal import QuernText
package import QuernWire

/// The control plane over HTTP: AWS's JSON 1.1 at `POST /`, and the data plane's paths, which are
/// handed on, so that one endpoint URL is enough for every client.
package struct ControlRoutes: Sendable {
  private let platform: Platform
  private let doorkeeper: Doorkeeper
  private let pool: BlockingPool
  private let ids: RequestIds
  private let key: HomeKey
  private let invoke: @Sendable (InvokeRequest) -> ReplicaResponse

  /// The largest body of an operation.
  private static let byteCountMax = 4 * 1024 * 1024
  /// A held Describe ends before the client's patience of 60 s.
  static let holdMilliseconds = 50_000
  private static let targetPrefix = "SageMaker."

  package init(
    platform: Platform, key: HomeKey, clock: @escaping @Sendable () -> Int64,
    pool: BlockingPool, ids: RequestIds = .random,
    invoke: @escaping @Sendable (InvokeRequest) -> ReplicaResponse
  ) {
    self.platform = platform
    self.key = key
    self.pool = pool
    self.ids = ids
    self.invoke = invoke
    doorkeeper = Doorkeeper(key: key, clock: clock)
  }

  package func router() -> Router<DoorContext> {
    let router = Router(context: DoorContext.self)
    router.get("/ping") { _, _ in Response(status: .ok) }
    router.post("/") { request, _ in await operation(request) }
    InvocationRoutes(doorkeeper: doorkeeper, pool: pool, ids: ids, invoke: invoke)
      .add(to: router)
    return router
  }

  private func operation(_ request: Request) async -> Response {
    let id = ids.next()
    let body: [UInt8]
    do {
      body = try await request.bytes(upTo: ControlRoutes.byteCountMax)
    } catch {
      return Answers.error(
        PlatformError(
          code: "RequestEntityTooLargeException",
          message: "The body could not be read, or is over \(ControlRoutes.byteCountMax) bytes.",
          status: 413), id: id)
    }
    do throws(Doorkeeper.Refusal) {
      try doorkeeper.admit(request, body: body)
    } catch {
      return Answers.refusal(error, id: id)
    }
    guard let target = request.headers[.amazonTarget],
      target.hasPrefix(ControlRoutes.targetPrefix)
    else {
      return Answers.error(.unknownOperation(request.headers[.amazonTarget] ?? "(none)"), id: id)
    }
    let name = String(target.dropFirst(ControlRoutes.targetPrefix.count))
    let input: JSON
    do {
      input = try JSON.parse(body.isEmpty ? Array("{}".utf8) : body)
    } catch {
      return Answers.error(
        PlatformError(code: "SerializationException", message: error.description), id: id)
    }
    let isWaiter = ControlRoutes.isWaiter(request.headers[.userAgent] ?? "")
    return await answer(name, input, isWaiter: isWaiter, id: id)
  }

  private func answer(_ name: String, _ input: JSON, isWaiter: Bool, id: String) async -> Response {
    let call = OperationCall(
      operation: name, input: input, caller: Caller(principal: key.principal))
    do {
      let answer = try await pool.run { [platform] in
        guard isWaiter, name == "DescribeEndpoint" else { return platform.perform(call) }
        return platform.performSettled(call, milliseconds: ControlRoutes.holdMilliseconds)
      }
      switch answer {
      case .output(let output, _):
        // Operations without output answer with an empty body, as AWS's do.
        let isEmpty = output == .object(JSONObject())
        return isEmpty
          ? Answers.bytes([], contentType: Answers.json11, status: .ok, id: id)
          : Answers.json(output, id: id)
      case .error(let error): return Answers.error(error, id: id)
      }
    } catch {
      return Answers.error(
        PlatformError(
          code: "ThrottlingException", message: "Too many requests wait already; try again.",
          status: 400), id: id)
    }
  }

  /// Whether botocore's user agent says that a waiter asks. It is a hint: only time depends on it.
  static func isWaiter(_ userAgent: String) -> Bool {
    userAgent.split(separator: " ").contains { word in
      word.hasPrefix("m/") && word.dropFirst(2).split(separator: ",").contains("B")
    }
  }
}
