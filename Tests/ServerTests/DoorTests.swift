import HTTPTypes
import Hummingbird
import HummingbirdCore
import QuernText
import Testing

@testable import QuernServer

@Suite struct DoorTests {
  private let body = "{}"

  private func refusal(
    _ fields: (RouterFixture) -> HTTPFields
  ) async throws -> (status: Int, type: String?, message: String?) {
    let fixture = try RouterFixture()
    let answer = try await fixture.send(.post, "/", headers: fields(fixture), body: body)
    let json = try JSON.parse(answer.body)
    return (answer.status, json["__type"]?.stringValue, json["message"]?.stringValue)
  }

  @Test func theHomesKeyLetsIn() async throws {
    let answer = try await refusal { $0.signed(body: body, target: "ListModels") }
    #expect(answer.status == 200)
    #expect(answer.type == nil)
  }

  @Test func aWrongSecretIsRefused() async throws {
    let answer = try await refusal { $0.signed(body: body, target: "ListModels", secret: "no") }
    #expect(answer.status == 403)
    #expect(answer.type == "InvalidSignatureException")
    #expect(answer.message?.contains("quern env") == true)
  }

  @Test func anUnknownKeyIsRefused() async throws {
    let answer = try await refusal { $0.signed(body: body, target: "ListModels", accessKey: "A") }
    #expect(answer.type == "UnrecognizedClientException")
  }

  @Test func aRequestWithoutSignatureIsRefused() async throws {
    let answer = try await refusal { _ in HTTPFields() }
    #expect(answer.status == 403)
    #expect(answer.type == "MissingAuthenticationToken")
  }

  @Test func anotherBodyThanTheSignedOneIsRefused() async throws {
    let answer = try await refusal { $0.signed(body: #"{"a":1}"#, target: "ListModels") }
    #expect(answer.type == "InvalidSignatureException")
  }

  @Test func anOldSignatureIsRefused() async throws {
    let old = RouterFixture.now - 3_600_000_000
    let answer = try await refusal { $0.signed(body: body, target: "ListModels", at: old) }
    #expect(answer.type == "InvalidSignatureException")
  }

  @Test func anotherRegionIsRefusedWithTheHomes() async throws {
    let answer = try await refusal {
      $0.signed(body: body, target: "ListModels", region: "eu-west-1")
    }
    #expect(answer.message?.contains("us-east-1") == true)
  }

  @Test func aPageOfAnotherOriginIsRefusedEvenWhenItSigns() async throws {
    let answer = try await refusal { fixture in
      var fields = fixture.signed(body: body, target: "ListModels")
      fields[.origin] = "https://example.com"
      return fields
    }
    #expect(answer.status == 403)
    #expect(answer.type == "AccessDeniedException")
  }

  @Test(arguments: [
    ("127.0.0.1:80", true), ("localhost", true), ("[::1]:8080", true), ("LOCALHOST:1", true),
    ("example.com", false), ("127.0.0.1.example.com", false), ("10.0.0.1:80", false), ("", false),
  ])
  func onlyLoopbackHostsAreServed(_ authority: String, _ isServed: Bool) {
    let key = HomeKey(accessKeyId: "A", secretAccessKey: "s", account: "0", region: "r")
    let request = Request(
      head: HTTPRequest(method: .post, scheme: "http", authority: authority, path: "/"),
      body: RequestBody(buffer: ByteBuffer()))
    let refusal = #expect(throws: Doorkeeper.Refusal.self) {
      try Doorkeeper(key: key, clock: { 0 }).admit(request, body: [])
    }
    // Beyond the host, the missing signature is what is refused.
    #expect(refusal?.code == (isServed ? "MissingAuthenticationToken" : "AccessDeniedException"))
  }

  @Test func botocoresWaitersAreKnownByTheirMark() {
    let agent = "Boto3/1.43.11 md/Botocore#1.43.11 ua/2.1 os/linux lang/python#3.11 m/B,Z,b,n cfg/x"
    #expect(ControlRoutes.isWaiter(agent))
    #expect(!ControlRoutes.isWaiter(agent.replacing("m/B,Z", with: "m/C,Z")))
    #expect(!ControlRoutes.isWaiter("curl/8 B"))
  }
}
