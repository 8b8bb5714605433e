import QuernText
import Testing

@Suite struct SigV4Tests {
  // The example of AWS's "Signature Version 4" guide, with its published keys and results.
  private let credential = SigV4.Credential(
    accessKey: "AKIDEXAMPLE", secretKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
    region: "us-east-1", service: "iam")

  private let request = SigV4.Request(
    method: "GET", path: "/",
    query: [("Version", "2010-05-08"), ("Action", "ListUsers")],
    headers: [
      ("Host", "iam.amazonaws.com"), ("X-Amz-Date", "20150830T123600Z"),
      ("Content-Type", "application/x-www-form-urlencoded; charset=utf-8"),
    ], body: [])

  @Test func thePublishedExampleIsReproduced() {
    #expect(
      request.canonical(service: "iam") == """
        GET
        /
        Action=ListUsers&Version=2010-05-08
        content-type:application/x-www-form-urlencoded; charset=utf-8
        host:iam.amazonaws.com
        x-amz-date:20150830T123600Z

        content-type;host;x-amz-date
        e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855
        """)
    #expect(
      SHA256.hash(request.canonical(service: "iam")).hex
        == "f536975d06c0309214f805bb90ccff089219ecd68b2577efef23edd43b7e1a59")
    #expect(
      Hex.encode(credential.signingKey(date: "20150830"))
        == "c4afb1cc5771d871763a393e44b703571b55cc28424d1a5e86da6ed3c154a4b9")
    #expect(
      credential.signature(of: request, at: "20150830T123600Z")
        == "5d672d79c15b13162d9279b0855cfba6789a8edb4c82c400e06b5924a6f2b5d7")
  }

  // Of AWS's published test suite (get-vanilla, get-header-value-trim, get-utf8).
  @Test(arguments: [
    (
      "/", [("Host", "example.amazonaws.com"), ("X-Amz-Date", "20150830T123600Z")],
      "5fa00fa31553b73ebf1942676e86291e8372ff2a2260956d9b8aae1d763fbf31"
    ),
    (
      "/",
      [
        ("Host", "example.amazonaws.com"), ("My-Header1", " value1"),
        ("My-Header2", " \"a   b   c\""), ("X-Amz-Date", "20150830T123600Z"),
      ],
      "acc3ed3afb60bb290fc8d2dd0098b9911fcaa05412b367055dee359757a9c736"
    ),
  ])
  func theTestSuiteIsReproduced(_ path: String, _ headers: [(String, String)], _ expected: String) {
    let credential = SigV4.Credential(
      accessKey: "AKIDEXAMPLE", secretKey: "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY",
      region: "us-east-1", service: "service")
    let request = SigV4.Request(
      method: "GET", path: path, headers: headers.map { (name: $0.0, value: $0.1) }, body: [])
    #expect(credential.signature(of: request, at: "20150830T123600Z") == expected)
  }

  private func signed(at text: String) throws -> (SigV4.Request, Instant) {
    let instant = try #require(SigV4.instant(basic: text))
    var signed = request
    signed.headers.append(
      (name: "Authorization", value: credential.authorization(for: request, at: instant)))
    // A header that a proxy added after signing.
    signed.headers.append((name: "X-Forwarded-For", value: "10.0.0.1"))
    return (signed, instant)
  }

  private let secrets = ["AKIDEXAMPLE": "wJalrXUtnFEMI/K7MDENG+bPxRfiCYEXAMPLEKEY"]

  @Test func ourSignaturesVerify() throws {
    let (signed, instant) = try signed(at: "20150830T123600Z")
    let claim = try SigV4.verify(signed, at: instant) { secrets[$0] }
    #expect(claim.accessKey == "AKIDEXAMPLE")
    #expect(claim.region == "us-east-1")
    #expect(claim.service == "iam")
    #expect(claim.signedHeaders == ["content-type", "host", "x-amz-date"])
  }

  @Test func anyChangeOfWhatIsSignedIsRefused() throws {
    let (signed, instant) = try signed(at: "20150830T123600Z")
    var changes: [SigV4.Request] = []
    var other = signed
    other.method = "POST"
    changes.append(other)
    other = signed
    other.path = "/x"
    changes.append(other)
    other = signed
    other.query[0].value = "2011-05-08"
    changes.append(other)
    other = signed
    other.headers[0].value = "evil.example"
    changes.append(other)
    other = signed
    other.payloadDigest = SHA256.hash("x").hex
    changes.append(other)
    for request in changes {
      #expect(throws: SigV4.Refusal.mismatch) {
        try SigV4.verify(request, at: instant) { secrets[$0] }
      }
    }
    #expect(throws: SigV4.Refusal.unknownKey(accessKey: "AKIDEXAMPLE")) {
      try SigV4.verify(signed, at: instant) { _ in nil }
    }
    #expect(throws: SigV4.Refusal.missingAuthentication) {
      try SigV4.verify(self.request, at: instant) { secrets[$0] }
    }
  }

  @Test func oldAndFutureSignaturesAreRefused() throws {
    let (signed, instant) = try signed(at: "20150830T123600Z")
    for (seconds, isAccepted) in [(899, true), (901, false), (-899, true), (-901, false)] {
      let now = Instant(microseconds: instant.microseconds + Int64(seconds) * 1_000_000)
      let result = Result { try SigV4.verify(signed, at: now) { secrets[$0] } }
      #expect(((try? result.get()) != nil) == isAccepted, "\(seconds) s later")
    }
  }

  // The presigned URL of S3's documentation.
  @Test func thePublishedPresignedExampleVerifies() throws {
    let request = SigV4.Request(
      method: "GET", path: "/test.txt",
      query: [
        ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
        ("X-Amz-Credential", "AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request"),
        ("X-Amz-Date", "20130524T000000Z"), ("X-Amz-Expires", "86400"),
        ("X-Amz-SignedHeaders", "host"),
        (
          "X-Amz-Signature",
          "aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
        ),
      ],
      headers: [("Host", "examplebucket.s3.amazonaws.com")],
      payloadDigest: SigV4.unsignedPayload)
    let now = try #require(SigV4.instant(basic: "20130524T120000Z"))
    let claim = try SigV4.verifyPresigned(request, at: now) { _ in
      "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
    }
    #expect(claim.service == "s3")
    let late = try #require(SigV4.instant(basic: "20130525T000001Z"))
    #expect(throws: SigV4.Refusal.self) {
      try SigV4.verifyPresigned(request, at: late) { _ in
        "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
      }
    }
  }
}
