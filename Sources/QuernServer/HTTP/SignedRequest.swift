internal import HTTPTypes
internal import Hummingbird
internal import HummingbirdCore
internal import NIOCore
internal import QuernSystem
internal import QuernText

/// What every door asks before it looks at a request: a loopback host, no foreign page, and the
/// home's signature.
struct Doorkeeper: Sendable {
  let key: HomeKey
  /// Microseconds since 1970.
  let clock: @Sendable () -> Int64

  /// Why a request was not let in.
  struct Refusal: Error, Equatable {
    let status: HTTPResponse.Status
    let code: String
    let message: String
  }

  private static let loopbackHosts: Set<String> = ["127.0.0.1", "localhost", "[::1]"]

  /// Checks a request and its whole body; throws the refusal.
  func admit(_ request: Request, body: [UInt8]) throws(Refusal) {
    let authority = request.head.authority ?? ""
    guard Doorkeeper.loopbackHosts.contains(Doorkeeper.host(authority)) else {
      throw Refusal(
        status: .forbidden, code: "AccessDeniedException",
        message: "The Host \"\(authority)\" is not this machine's loopback. "
          + "Hint: call http://127.0.0.1:PORT")
    }
    if let origin = request.headers[.origin], origin != "http://\(authority)" {
      throw Refusal(
        status: .forbidden, code: "AccessDeniedException",
        message: "Requests from pages of \(origin) are not accepted.")
    }
    let claim: SigV4.Claim
    do throws(SigV4.Refusal) {
      claim = try SigV4.verify(
        signed(request, body), at: Instant(microseconds: clock())
      ) { $0 == key.accessKeyId ? key.secretAccessKey : nil }
    } catch {
      throw Refusal(
        status: .forbidden, code: error.code,
        message: "\(error.message). Hint: `eval $(quern env)` sets this home's key")
    }
    guard claim.region == key.region else {
      throw Refusal(
        status: .forbidden, code: "SignatureDoesNotMatch",
        message: "Credential should be scoped to a valid region, not '\(claim.region)'. "
          + "Hint: this home's region is \(key.region)")
    }
    guard claim.service == "sagemaker" else {
      throw Refusal(
        status: .forbidden, code: "SignatureDoesNotMatch",
        message: "Credential should be scoped to correct service: 'sagemaker'.")
    }
  }

  private func signed(_ request: Request, _ body: [UInt8]) -> SigV4.Request {
    var headers = request.headers.map { ($0.name.rawName, $0.value) }
    headers.append(("host", request.head.authority ?? ""))
    let target = request.head.path ?? "/"
    let parts = target.split(separator: "?", maxSplits: 1, omittingEmptySubsequences: false)
    let query = parts.count > 1 ? Doorkeeper.query(parts[1]) : []
    return SigV4.Request(
      method: request.method.rawValue, path: String(parts[0]), query: query, headers: headers,
      body: body)
  }

  private static func query(_ text: Substring) -> [(name: String, value: String)] {
    text.split(separator: "&").map { pair in
      let sides = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      let name = Percent.decode(String(sides[0])) ?? String(sides[0])
      let value = sides.count > 1 ? String(sides[1]) : ""
      return (name, Percent.decode(value) ?? value)
    }
  }

  /// The host of `host:port`.
  private static func host(_ authority: String) -> String {
    if authority.hasPrefix("[") {
      return authority.prefix { $0 != "]" } + "]"
    }
    return authority.prefix { $0 != ":" }.lowercased()
  }
}

extension Request {
  /// The whole body; throws when it is larger than `limit`.
  func bytes(upTo limit: Int) async throws -> [UInt8] {
    Array(buffer: try await body.collect(upTo: limit))
  }
}
