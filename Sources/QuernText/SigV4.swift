/// AWS Signature Version 4: signing requests, and checking signatures of others.
///
/// ```swift
/// var request = SigV4.Request(method: "GET", path: "/", query: [], headers: headers, …)
/// let signature = SigV4.Credential(…).authorization(for: request, at: instant)
/// ```
package enum SigV4 {
  /// What the `Authorization` header begins with.
  package static let algorithm = "AWS4-HMAC-SHA256"
  /// The payload digest of a request whose body is not signed.
  package static let unsignedPayload = "UNSIGNED-PAYLOAD"

  /// What of a request is signed.
  package struct Request: Sendable {
    package var method: String
    /// As sent: already percent-encoded, beginning with `/`.
    package var path: String
    /// Names and values, decoded, in any order.
    package var query: [(name: String, value: String)]
    /// The headers to sign (`host` at least), in any order and case.
    package var headers: [(name: String, value: String)]
    /// The hexadecimal SHA-256 of the body, or `UNSIGNED-PAYLOAD`.
    package var payloadDigest: String

    package init(
      method: String, path: String, query: [(name: String, value: String)] = [],
      headers: [(name: String, value: String)], payloadDigest: String
    ) {
      self.method = method
      self.path = path
      self.query = query
      self.headers = headers
      self.payloadDigest = payloadDigest
    }

    package init(
      method: String, path: String, query: [(name: String, value: String)] = [],
      headers: [(name: String, value: String)], body: [UInt8]
    ) {
      self.init(
        method: method, path: path, query: query, headers: headers,
        payloadDigest: SHA256.hash(body).hex)
    }

    /// The names of the headers, lower case, sorted, joined by `;`.
    package var signedHeaders: String { canonicalHeaders.map(\.name).joined(separator: ";") }

    /// Several headers of one name become one, their values joined by commas in the given order.
    private var canonicalHeaders: [(name: String, value: String)] {
      var merged: [(name: String, value: String)] = []
      for (name, value) in headers {
        let name = name.lowercased()
        let value = SigV4.collapsed(value)
        if let index = merged.firstIndex(where: { $0.name == name }) {
          merged[index].value += "," + value
        } else {
          merged.append((name, value))
        }
      }
      return merged.sorted { $0.name.utf8.lexicographicallyPrecedes($1.name.utf8) }
    }

    /// The canonical form; S3 signs the path as it is sent, all others encode it once more.
    package func canonical(service: String) -> String {
      let query = query.map { (Percent.encode($0.name), Percent.encode($0.value)) }.sorted {
        $0.0 == $1.0
          ? $0.1.utf8.lexicographicallyPrecedes($1.1.utf8)
          : $0.0.utf8.lexicographicallyPrecedes($1.0.utf8)
      }
      let lines = [
        method, canonicalPath(service: service),
        query.map { "\($0.0)=\($0.1)" }.joined(separator: "&"),
        canonicalHeaders.map { "\($0.name):\($0.value)\n" }.joined(),
        signedHeaders, payloadDigest,
      ]
      return lines.joined(separator: "\n")
    }

    private func canonicalPath(service: String) -> String {
      let path = path.isEmpty ? "/" : path
      if service == "s3" { return path }
      var parts: [Substring] = []
      for part in path.split(separator: "/", omittingEmptySubsequences: true) {
        switch part {
        case ".": break
        case "..": _ = parts.popLast()
        default: parts.append(part)
        }
      }
      let normal = "/" + parts.joined(separator: "/")
      let slash = path.hasSuffix("/") && normal != "/" ? normal + "/" : normal
      return Percent.encode(slash, allowing: SigV4.pathCharacters)
    }
  }

  private static let pathCharacters = Percent.unreserved.union([47])

  /// The value without outer spaces, inner runs of spaces as one.
  static func collapsed(_ value: String) -> String {
    value.split(whereSeparator: { $0 == " " || $0 == "\t" || $0.isNewline }).joined(separator: " ")
  }

  /// Who signs, and for what.
  package struct Credential: Sendable {
    package let accessKey: String
    package let secretKey: String
    package let region: String
    package let service: String

    package init(accessKey: String, secretKey: String, region: String, service: String) {
      self.accessKey = accessKey
      self.secretKey = secretKey
      self.region = region
      self.service = service
    }

    /// "20150830/us-east-1/iam/aws4_request".
    package func scope(date: String) -> String { "\(date)/\(region)/\(service)/aws4_request" }

    /// The key of one day, region and service.
    package func signingKey(date: String) -> [UInt8] {
      var key = Array("AWS4\(secretKey)".utf8)
      for part in [date, region, service, "aws4_request"] {
        key = HMAC.sha256(key: key, Array(part.utf8)).bytes
      }
      return key
    }

    /// The signature of a request at a time ("20150830T123600Z").
    package func signature(of request: Request, at time: String) -> String {
      let date = String(time.prefix(8))
      let text = [
        SigV4.algorithm, time, scope(date: date),
        SHA256.hash(request.canonical(service: service)).hex,
      ].joined(separator: "\n")
      return HMAC.sha256(key: signingKey(date: date), Array(text.utf8)).hex
    }

    /// The value of the `Authorization` header; the request's headers must hold `x-amz-date`.
    package func authorization(for request: Request, at instant: Instant) -> String {
      let time = instant.basicString
      return "\(SigV4.algorithm) Credential=\(accessKey)/\(scope(date: String(time.prefix(8)))), "
        + "SignedHeaders=\(request.signedHeaders), Signature=\(signature(of: request, at: time))"
    }
  }
}
