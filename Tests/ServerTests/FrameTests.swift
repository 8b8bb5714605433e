import QuernServer
import QuernSystem
import QuernText
import QuernWire
import Testing

@Suite struct FrameTests {
  @Test func framesComeBackWithTheirBodies() throws {
    for body: [UInt8] in [[], [10, 0, 255], Array(repeating: 7, count: 100_000)] {
      let frame = Frame(header: JSONObject([("kind", "ping"), ("n", 1)]), body: body)
      let bytes = try frame.encoded()
      #expect(try Frame.length(prefix: Array(bytes.prefix(4))) == bytes.count - 4)
      #expect(try Frame(payload: Array(bytes.dropFirst(4))) == frame)
    }
  }

  @Test func whatIsNoFrameIsRefusedAndNeverTraps() {
    let seed = Int64(FrameTests.seed)
    let random = RandomStream(seed: seed, word: "frames", ordinal: 0)
    for index in 0..<2_000 {
      let count = Int(random.below(40, UInt64(index)))
      let payload = (0..<count).map {
        UInt8(truncatingIfNeeded: random.bits(UInt64(index * 100 + $0 + 10_000)))
      }
      do throws(WireError) {
        let frame = try Frame(payload: payload)
        _ = try ReplicaRequest(frame)
      } catch {
        #expect(!error.message.isEmpty, "seed \(seed)")
      }
    }
    #expect(throws: WireError.self) { try Frame.length(prefix: [255, 255, 255, 255]) }
  }

  private static let seed = Clock.system.now() / 1_000_000

  @Test func requestsAndAnswersSurviveTheWire() throws {
    let request = ReplicaRequest(
      kind: .invoke, contentType: "text/csv", accept: "application/json",
      attributes: ["x-amzn-sagemaker-inference-id": "a \"b\""], body: [1, 2])
    #expect(try ReplicaRequest(request.frame) == request)
    let response = ReplicaResponse(status: 424, contentType: "t", headers: ["a": "b"], body: [3])
    #expect(try ReplicaResponse(response.frame) == response)
    let act = Act(owner: "nb", token: "t", isTakeover: true)
    for control: ControlRequest in [
      .hello, .retire(evenIfBusy: true), .settled(endpoint: "e", milliseconds: 5),
      .operation(name: "ListModels", input: JSONObject([("MaxResults", 1)]), act: act),
    ] {
      #expect(try ControlRequest(control.frame) == control)
    }
    for answer: ControlResponse in [
      .output(["a": 1], isUnchanged: true), .retiring(false),
      .error(code: "ValidationException", message: "m", status: 400),
    ] {
      #expect(try ControlResponse(answer.frame) == answer)
    }
  }

  @Test func oneConnectionServesManyRequests() throws {
    let home = try ScratchHome()
    let replica = try ThreadReplica(path: home.places.replicaSocket(1)) {
      ReplicaResponse(status: 200, body: $0.body.reversed())
    }
    defer { replica.stop() }
    let client = try ReplicaClient(path: home.places.replicaSocket(1))
    #expect(try client.send(.ping, timeoutMilliseconds: 10_000).status == 200)
    for count in [0, 1, 70_000] {
      let body = (0..<count).map { UInt8(truncatingIfNeeded: $0) }
      let answer = try client.send(
        ReplicaRequest(kind: .invoke, body: body), timeoutMilliseconds: 10_000)
      #expect(answer.body == body.reversed())
    }
    #expect(!client.isStale)
  }

  @Test func nobodyThereIsUnreachableAndALongPathIsSaidSo() {
    let nowhere = #expect(throws: WireError.self) {
      try ReplicaClient(path: "/tmp/quern-no-such-socket")
    }
    guard case .unreachable = nowhere else {
      Issue.record("\(String(describing: nowhere))")
      return
    }
    let long = #expect(throws: WireError.self) {
      try ReplicaClient(path: "/tmp/" + String(repeating: "x", count: 120))
    }
    #expect(long?.message.contains("XDG_RUNTIME_DIR") == true)
  }

  @Test func aNameIsVisibleOnlyWhenItIsPublished() throws {
    let home = try ScratchHome()
    let path = home.places.controlSocket
    let listener = try FrameListener(path: path)
    #expect(throws: WireError.self) { try FrameConnection.connect(path: path) }
    try listener.publish()
    #expect(throws: Never.self) { try FrameConnection.connect(path: path) }
    listener.stop()
    #expect(!Disk.real.exists(path))
  }
}
