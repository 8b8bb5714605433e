internal import QuernText
internal import QuernWire

/// SageMaker's errors of an invocation, as answers.
enum InvocationFailure {
  static func answer(
    _ status: Int, _ type: String, _ message: String, _ further: [(String, JSON)] = []
  ) -> ReplicaResponse {
    let body = JSON.members(
      [("Message", .string(message)), ("message", .string(message))] + further)
    return ReplicaResponse(
      status: status, contentType: "application/json", headers: ["x-amzn-errortype": type],
      body: body.utf8())
  }

  static func notFound(_ endpoint: String, account: String) -> ReplicaResponse {
    answer(400, "ValidationError", "Endpoint \(endpoint) of account \(account) not found.")
  }

  static func notServing(_ endpoint: String, status: String) -> ReplicaResponse {
    answer(
      400, "ValidationError",
      "Endpoint \(endpoint) takes no requests: its status is \(status).")
  }

  static func noVariant(_ variant: String, _ endpoint: String, has: [String]) -> ReplicaResponse {
    answer(
      400, "ValidationError",
      "Variant \(variant) not found for endpoint \(endpoint). It has: "
        + has.joined(separator: ", "))
  }

  static func noReplica(_ endpoint: String) -> ReplicaResponse {
    answer(
      503, "ServiceUnavailable",
      "No replica of endpoint \(endpoint) is ready. Hint: DescribeEndpoint says why")
  }

  static func broken(_ endpoint: String, _ reason: String) -> ReplicaResponse {
    answer(500, "InternalFailure", "The route of endpoint \(endpoint) cannot be read: \(reason)")
  }

  /// The model refused or failed: its own status and words are in the answer.
  static func model(_ response: ReplicaResponse, endpoint: String) -> ReplicaResponse {
    let text = words(response.body)
    let side = response.status < 500 ? "client" : "server"
    return answer(
      424, "ModelError",
      "Received \(side) error (\(response.status)) from primary with message \"\(text)\".",
      [
        ("OriginalStatusCode", .int(Int64(response.status))), ("OriginalMessage", .string(text)),
        ("LogStreamArn", .string("")),
      ])
  }

  static func timeout(_ endpoint: String, seconds: Int) -> ReplicaResponse {
    let text = "the model did not answer within \(seconds) s"
    return answer(
      424, "ModelError", "Received server error (0) from primary with message \"\(text)\".",
      [("OriginalStatusCode", 0), ("OriginalMessage", .string(text)), ("LogStreamArn", "")])
  }

  /// The message of a replica's error body, or the body's beginning.
  private static func words(_ body: [UInt8]) -> String {
    do {
      if let message = try JSON.parse(body)["message"]?.stringValue { return message }
    } catch {
      // Not JSON: the text itself is shown.
    }
    return String(decoding: body.prefix(1024), as: UTF8.self)
  }
}
