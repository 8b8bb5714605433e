internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import NIOCore
internal import QuernPlatform
internal import QuernText

/// HTTP answers in the forms that AWS's clients read.
enum Answers {
  static let json11 = "application/x-amz-json-1.1"

  static func json(_ json: JSON, status: HTTPResponse.Status = .ok, id: String) -> Response {
    bytes(json.utf8(), contentType: json11, status: status, id: id)
  }

  static func error(_ error: PlatformError, id: String) -> Response {
    json(
      .members([("__type", .string(error.code)), ("message", .string(error.message))]),
      status: HTTPResponse.Status(code: error.status), id: id)
  }

  static func refusal(_ refusal: Doorkeeper.Refusal, id: String) -> Response {
    var response = json(
      .members([("__type", .string(refusal.code)), ("message", .string(refusal.message))]),
      status: refusal.status, id: id)
    response.headers[.amazonErrorType] = refusal.code
    return response
  }

  static func bytes(
    _ bytes: [UInt8], contentType: String, status: HTTPResponse.Status, id: String
  ) -> Response {
    var headers = HTTPFields()
    if !contentType.isEmpty { headers[.contentType] = contentType }
    headers[.amazonRequestId] = id
    return Response(
      status: status, headers: headers, body: ResponseBody(byteBuffer: ByteBuffer(bytes: bytes)))
  }
}

extension HTTPField.Name {
  static let amazonErrorType = known("x-amzn-ErrorType")
  static let amazonRequestId = known("x-amzn-RequestId")
  static let amazonTarget = known("X-Amz-Target")

  /// A name that is written in this file, so that it is a token.
  private static func known(_ name: String) -> HTTPField.Name {
    guard let field = HTTPField.Name(name) else {
      preconditionFailure("\(name) is a header's name")
    }
    return field
  }
}
