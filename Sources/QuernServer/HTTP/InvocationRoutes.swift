internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import QuernText
internal import QuernWire

/// `POST /endpoints/NAME/invocations`, in SageMaker's headers and errors.
struct InvocationRoutes: Sendable {
  let doorkeeper: Doorkeeper
  let pool: BlockingPool
  let ids: RequestIds
  let invoke: @Sendable (InvokeRequest) -> ReplicaResponse

  /// SageMaker's limit for one real-time payload.
  static let byteCountMax = 25 * 1024 * 1024
  private static let attributePrefix = "x-amzn-sagemaker-"
  private static let variantHeader = "x-amzn-sagemaker-target-variant"

  func add(to router: Router<DoorContext>) {
    router.post("/endpoints/:name/invocations") { [self] request, context in
      await respond(request, endpoint: context.parameters.get("name") ?? "")
    }
  }

  private func respond(_ request: Request, endpoint: String) async -> Response {
    let id = ids.next()
    let body: [UInt8]
    do {
      body = try await request.bytes(upTo: InvocationRoutes.byteCountMax)
    } catch {
      return InvocationRoutes.error(
        413, "ValidationError",
        "The payload could not be read, or is over \(InvocationRoutes.byteCountMax) bytes.", id)
    }
    do throws(Doorkeeper.Refusal) {
      try doorkeeper.admit(request, body: body)
    } catch {
      return Answers.refusal(error, id: id)
    }
    var attributes: [String: String] = [:]
    for field in request.headers {
      let name = field.name.rawName.lowercased()
      if name.hasPrefix(InvocationRoutes.attributePrefix) { attributes[name] = field.value }
    }
    let invocation = InvokeRequest(
      endpoint: endpoint, contentType: request.headers[.contentType] ?? "",
      accept: request.headers[.accept] ?? "",
      targetVariant: attributes[InvocationRoutes.variantHeader], attributes: attributes,
      body: body)
    do {
      let answer = try await pool.run { invoke(invocation) }
      return InvocationRoutes.response(answer, id)
    } catch {
      return InvocationRoutes.error(
        503, "ServiceUnavailable", "Too many invocations wait already; try again.", id)
    }
  }

  private static func response(_ answer: ReplicaResponse, _ id: String) -> Response {
    var response = Answers.bytes(
      answer.body, contentType: answer.contentType,
      status: HTTPResponse.Status(code: answer.status), id: id)
    for (name, value) in answer.headers.sorted(by: { $0.key < $1.key }) {
      if let field = HTTPField.Name(name) { response.headers[field] = value }
    }
    return response
  }

  private static func error(
    _ status: Int, _ type: String, _ message: String, _ id: String
  ) -> Response {
    response(InvocationFailure.answer(status, type, message), id)
  }
}
