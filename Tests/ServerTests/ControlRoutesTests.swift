import Hummingbird
import HTTPTypes
import QuernPlatform
import QuernServer
import QuernText
import QuernWire
import Testing

@Suite struct ControlRoutesTests {
  private func post(
    _ fixture: RouterFixture, _ target: String, _ body: String
  ) async throws -> RouterFixture.Answer {
    let headers = fixture.signed(body: body, target: target)
    let answer = try await fixture.send(.post, "/", headers: headers, body: body)
    #expect(answer.headers[try #require(HTTPField.Name("x-amzn-RequestId"))] == "the-id")
    return answer
  }

  @Test func operationsAnswerInJSON11() async throws {
    let fixture = try RouterFixture()
    let path = try fixture.home.file("m.json", "a model")
    let created = try await post(
      fixture, "CreateModel",
      #"{"ModelName":"m","PrimaryContainer":{"ModelDataUrl":"\#(path)"}}"#)
    #expect(created.status == 200)
    #expect(created.headers[.contentType] == "application/x-amz-json-1.1")
    #expect(
      created.body == #"{"ModelArn":"arn:aws:sagemaker:us-east-1:000000000000:model/m"}"#)
    let deleted = try await post(fixture, "DeleteModel", #"{"ModelName":"m"}"#)
    #expect(deleted.status == 200)
    #expect(deleted.body == "")
    let events = try fixture.platform.events()
    #expect(events.map(\.kind) == ["CreateModel", "DeleteModel"])
    #expect(events.allSatisfy { $0.principal == "arn:aws:iam::000000000000:root" })
  }

  @Test func refusalsAre400WithATypeAndAMessage() async throws {
    let fixture = try RouterFixture()
    let missing = try await post(fixture, "DescribeModel", #"{"ModelName":"m"}"#)
    #expect(missing.status == 400)
    let json = try JSON.parse(missing.body)
    #expect(json["__type"] == "ValidationException")
    #expect(json["message"]?.stringValue?.hasPrefix("Could not find model") == true)
    let torn = try await post(fixture, "DescribeModel", "{")
    #expect(try JSON.parse(torn.body)["__type"] == "SerializationException")
    let unknown = try await post(fixture, "CreateApp", "{}")
    #expect(try JSON.parse(unknown.body)["__type"] == "UnknownOperationException")
  }

  @Test func invocationsAreHandedOnWithTheirHeaders() async throws {
    let fixture = try RouterFixture { request in
      #expect(request.endpoint == "churn")
      #expect(request.targetVariant == "B")
      #expect(request.contentType == "text/csv")
      return ReplicaResponse(
        status: 200, contentType: "text/csv",
        headers: ["x-amzn-invoked-production-variant": "B"], body: request.body)
    }
    let path = "/endpoints/churn/invocations"
    var headers = fixture.signed(
      path: path, body: "1,2", further: [("x-amzn-sagemaker-target-variant", "B")])
    headers[.contentType] = "text/csv"
    let answer = try await fixture.send(.post, path, headers: headers, body: "1,2")
    #expect(answer.status == 200)
    #expect(answer.body == "1,2")
    let variant = try #require(HTTPField.Name("x-Amzn-Invoked-Production-Variant"))
    #expect(answer.headers[variant] == "B")
    #expect(try await fixture.send(.post, path, body: "1,2").status == 403)
    #expect(try await fixture.send(.get, "/ping").status == 200)
  }
}
