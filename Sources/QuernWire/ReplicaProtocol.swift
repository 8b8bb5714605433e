package import QuernText

/// What the router asks an endpoint's replica, over its Unix stream socket.
///
/// A replica is started as `quern __replica --model MODEL.json --socket PATH`. It loads the model,
/// listens (see `FrameListener`), and answers frames one after the other on each connection; a
/// connection carries many requests. It ends with status 0 on SIGTERM; a model that cannot be
/// loaded ends it with status 65 and one line on standard error, which becomes FailureReason.
package struct ReplicaRequest: Sendable, Equatable {
  /// What is wanted.
  package enum Kind: String, Sendable, Equatable {
    /// Are you ready? Answered with 200 and an empty body.
    case ping
    /// Predict for the rows in the body.
    case invoke
  }

  package var kind: Kind
  /// MIME type of the body, as the caller sent it; empty when absent.
  package var contentType: String
  /// MIME type wanted for the answer; empty or `*/*` when the caller does not care.
  package var accept: String
  /// SageMaker's request headers by their lower-case names, e.g. `x-amzn-sagemaker-inference-id`.
  package var attributes: [String: String]
  package var body: [UInt8]

  package init(
    kind: Kind, contentType: String = "", accept: String = "",
    attributes: [String: String] = [:], body: [UInt8] = []
  ) {
    self.kind = kind
    self.contentType = contentType
    self.accept = accept
    self.attributes = attributes
    self.body = body
  }

  package static let ping = ReplicaRequest(kind: .ping)

  /// The request as a frame.
  package var frame: Frame {
    var header = JSONObject()
    header["kind"] = .string(kind.rawValue)
    header["contentType"] = .string(contentType)
    header["accept"] = .string(accept)
    header["attributes"] = .object(JSONObject(strings: attributes))
    return Frame(header: header, body: body)
  }

  /// Reads a request from a frame.
  package init(_ frame: Frame) throws(WireError) {
    guard let name = frame.header["kind"]?.stringValue, let kind = Kind(rawValue: name) else {
      throw .malformed("a replica request is of kind `ping` or `invoke`")
    }
    self.kind = kind
    contentType = frame.header["contentType"]?.stringValue ?? ""
    accept = frame.header["accept"]?.stringValue ?? ""
    attributes = frame.header["attributes"]?.objectValue?.strings ?? [:]
    body = frame.body
  }
}

/// What a replica answers.
///
/// 200 with the predictions; 4xx when the caller's bytes are wrong, its body
/// `{"message": …}` naming the field; 5xx when the replica is at fault.
package struct ReplicaResponse: Sendable, Equatable {
  package var status: Int
  package var contentType: String
  /// Further headers for the caller, by lower-case name.
  package var headers: [String: String]
  package var body: [UInt8]

  package init(
    status: Int, contentType: String = "", headers: [String: String] = [:], body: [UInt8] = []
  ) {
    self.status = status
    self.contentType = contentType
    self.headers = headers
    self.body = body
  }

  /// An error answer with one message.
  package static func failure(_ status: Int, _ message: String) -> ReplicaResponse {
    var object = JSONObject()
    object["message"] = .string(message)
    return ReplicaResponse(
      status: status, contentType: "application/json", body: JSON.object(object).utf8())
  }

  /// The response as a frame.
  package var frame: Frame {
    var header = JSONObject()
    header["status"] = .int(Int64(status))
    header["contentType"] = .string(contentType)
    header["headers"] = .object(JSONObject(strings: headers))
    return Frame(header: header, body: body)
  }

  /// Reads a response from a frame.
  package init(_ frame: Frame) throws(WireError) {
    guard let status = frame.header["status"]?.intValue, (100...599).contains(status) else {
      throw .malformed("a replica answer needs a status between 100 and 599")
    }
    self.status = Int(status)
    contentType = frame.header["contentType"]?.stringValue ?? ""
    headers = frame.header["headers"]?.objectValue?.strings ?? [:]
    body = frame.body
  }
}

/// The router's side of one connection to a replica: blocking, one request at a time.
package final class ReplicaClient: Sendable {
  private let connection: FrameConnection

  /// Connects to a replica that listens at `path`.
  package init(path: String) throws(WireError) {
    connection = try FrameConnection.connect(path: path)
  }

  /// Whether the replica has closed this connection since it was last used.
  package var isStale: Bool { connection.isStale }

  /// Sends one request and waits for its answer.
  package func send(
    _ request: ReplicaRequest, timeoutMilliseconds: Int
  ) throws(WireError) -> ReplicaResponse {
    try connection.send(request.frame)
    let answer = try connection.receive(
      timeoutMilliseconds: timeoutMilliseconds, doing: "the model's answer")
    guard let answer else { throw .closed(path: connection.path) }
    return try ReplicaResponse(answer)
  }
}

/// The replica's side of one connection.
package enum ReplicaService {
  /// Answers every request of `connection` with `handler`, until the other side closes.
  ///
  /// Call it on a thread of the connection's own; pings are answered here.
  package static func answer(
    _ connection: FrameConnection, _ handler: (ReplicaRequest) -> ReplicaResponse
  ) throws(WireError) {
    while let frame = try connection.receive() {
      let request = try ReplicaRequest(frame)
      switch request.kind {
      case .ping: try connection.send(ReplicaResponse(status: 200).frame)
      case .invoke: try connection.send(handler(request).frame)
      }
    }
  }
}

extension JSONObject {
  /// An object of strings, in the order of its keys' bytes.
  package init(strings: [String: String]) {
    self.init(strings.sorted { $0.key < $1.key }.map { ($0.key, .string($0.value)) })
  }

  /// The members that are strings.
  package var strings: [String: String] {
    var result: [String: String] = [:]
    for member in members {
      if let text = member.value.stringValue { result[member.key] = text }
    }
    return result
  }
}
