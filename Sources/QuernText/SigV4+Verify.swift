extension SigV4 {
  /// Why a signature was refused, under AWS's names.
  package enum Refusal: Error, Hashable, Sendable {
    case missingAuthentication
    case incomplete(reason: String)
    case unknownKey(accessKey: String)
    case expired(reason: String)
    case mismatch

    /// AWS's code of the error.
    package var code: String {
      switch self {
      case .missingAuthentication: "MissingAuthenticationToken"
      case .incomplete: "IncompleteSignature"
      case .unknownKey: "UnrecognizedClientException"
      case .expired, .mismatch: "InvalidSignatureException"
      }
    }

    /// One sentence for people.
    package var message: String {
      switch self {
      case .missingAuthentication: "the request is not signed"
      case .incomplete(let reason): "the signature is incomplete: \(reason)"
      case .unknownKey(let accessKey): "the access key \(accessKey) is not known"
      case .expired(let reason): "the signature has expired: \(reason)"
      case .mismatch: "the signature does not match: check the secret key"
      }
    }
  }

  /// What an `Authorization` header (or a presigned query) claims.
  package struct Claim: Hashable, Sendable {
    package let accessKey: String
    package let date: String
    package let region: String
    package let service: String
    package let signedHeaders: [String]
    package let signature: String

    /// Reads `AWS4-HMAC-SHA256 Credential=…, SignedHeaders=…, Signature=…`.
    package init(authorization: String) throws(Refusal) {
      guard authorization.hasPrefix(SigV4.algorithm + " ") else { throw .missingAuthentication }
      var fields: [String: String] = [:]
      for part in authorization.dropFirst(SigV4.algorithm.count + 1).split(separator: ",") {
        let pair = part.split(separator: "=", maxSplits: 1)
        guard pair.count == 2 else { continue }
        fields[SigV4.collapsed(String(pair[0]))] = SigV4.collapsed(String(pair[1]))
      }
      try self.init(
        credential: fields["Credential"], signedHeaders: fields["SignedHeaders"],
        signature: fields["Signature"])
    }

    init(
      credential: String?, signedHeaders: String?, signature: String?
    ) throws(Refusal) {
      guard let credential, let signedHeaders, let signature else {
        throw .incomplete(reason: "Credential, SignedHeaders and Signature are needed")
      }
      let parts = credential.split(separator: "/", omittingEmptySubsequences: false)
      guard parts.count >= 5, parts[parts.count - 1] == "aws4_request" else {
        throw .incomplete(reason: "the credential must be KEY/DATE/REGION/SERVICE/aws4_request")
      }
      // An access key may hold slashes; the four parts after it may not.
      accessKey = parts[..<(parts.count - 4)].joined(separator: "/")
      date = String(parts[parts.count - 4])
      region = String(parts[parts.count - 3])
      service = String(parts[parts.count - 2])
      self.signedHeaders = signedHeaders.split(separator: ";").map(String.init)
      self.signature = signature
      guard self.signedHeaders.contains("host") else {
        throw .incomplete(reason: "the header host must be signed")
      }
    }
  }

  /// How far a request's clock may be off, in seconds.
  package static let skewSecondsMax: Int64 = 900

  /// Checks the `Authorization` header of a request and returns what it claims.
  ///
  /// - Parameter request: With all headers that came; only those that were signed are used.
  package static func verify(
    _ request: Request, at now: Instant, secret: (_ accessKey: String) -> String?
  ) throws(Refusal) -> Claim {
    func header(_ name: String) -> String? {
      request.headers.first { $0.name.lowercased() == name }?.value
    }
    guard let authorization = header("authorization") else { throw .missingAuthentication }
    let claim = try Claim(authorization: authorization)
    guard let time = header("x-amz-date").map(collapsed) else {
      throw .incomplete(reason: "the header x-amz-date is needed")
    }
    try check(time: time, of: claim, now, validSeconds: skewSecondsMax)
    var signed = request
    signed.headers = request.headers.filter { claim.signedHeaders.contains($0.name.lowercased()) }
    try check(claim, signed, time, secret)
    return claim
  }

  /// Checks a request that carries its signature in the query (`X-Amz-Signature`).
  package static func verifyPresigned(
    _ request: Request, at now: Instant, secret: (_ accessKey: String) -> String?
  ) throws(Refusal) -> Claim {
    func value(_ name: String) -> String? { request.query.first { $0.name == name }?.value }
    guard value("X-Amz-Algorithm") == algorithm else { throw .missingAuthentication }
    let claim = try Claim(
      credential: value("X-Amz-Credential"), signedHeaders: value("X-Amz-SignedHeaders"),
      signature: value("X-Amz-Signature"))
    guard let time = value("X-Amz-Date"), let text = value("X-Amz-Expires"),
      let seconds = Numbers.parseInt(text), (1...604_800).contains(seconds)
    else { throw .incomplete(reason: "X-Amz-Date and X-Amz-Expires (1 to 604800) are needed") }
    try check(time: time, of: claim, now, validSeconds: seconds)
    var signed = request
    signed.query.removeAll { $0.name == "X-Amz-Signature" }
    signed.headers = request.headers.filter { claim.signedHeaders.contains($0.name.lowercased()) }
    try check(claim, signed, time, secret)
    return claim
  }

  private static func check(
    time: String, of claim: Claim, _ now: Instant, validSeconds: Int64
  ) throws(Refusal) {
    guard let signedAt = instant(basic: time), time.hasPrefix(claim.date) else {
      throw .incomplete(reason: "the date must be YYYYMMDDTHHMMSSZ, of the credential's day")
    }
    let age = (now.microseconds - signedAt.microseconds) / 1_000_000
    guard age <= validSeconds else { throw .expired(reason: "it was made at \(time)") }
    guard age >= -skewSecondsMax else { throw .expired(reason: "it is of the future: \(time)") }
  }

  private static func check(
    _ claim: Claim, _ request: Request, _ time: String, _ secret: (String) -> String?
  ) throws(Refusal) {
    guard let key = secret(claim.accessKey) else { throw .unknownKey(accessKey: claim.accessKey) }
    let credential = Credential(
      accessKey: claim.accessKey, secretKey: key, region: claim.region, service: claim.service)
    let expected = credential.signature(of: request, at: time)
    guard HMAC.equal(Array(expected.utf8), Array(claim.signature.utf8)) else { throw .mismatch }
  }

  /// The instant of "20150830T123600Z".
  package static func instant(basic text: String) -> Instant? {
    let digits = Array(text.utf8)
    guard digits.count == 16, digits[8] == 84, digits[15] == 90 else { return nil }
    func part(_ range: Range<Int>) -> String { String(decoding: digits[range], as: UTF8.self) }
    return DateParsing.instant(
      "\(part(0..<4))-\(part(4..<6))-\(part(6..<8))T"
        + "\(part(9..<11)):\(part(11..<13)):\(part(13..<15))Z")
  }
}
