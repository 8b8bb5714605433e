import QuernPlatform
import QuernServer
import QuernSystem
import QuernText
import QuernWire
import Testing

@Suite struct InvokerTests {
  private func route(
    _ home: ScratchHome, _ variants: [RouteVariant], config: String? = "c",
    status: String = "InService"
  ) throws {
    try RouteFiles(places: home.places).publish(
      Route(endpoint: "e", status: status, configName: config, variants: variants))
  }

  private func replica(
    _ home: ScratchHome, _ number: Int,
    _ handler: (@Sendable (ReplicaRequest) -> ReplicaResponse)? = nil
  ) throws -> ThreadReplica {
    try ThreadReplica(path: home.places.replicaSocket(number)) { request in
      handler?(request)
        ?? ReplicaResponse(
          status: 200, contentType: "text/csv", body: Array("\(number)".utf8) + request.body)
    }
  }

  /// A clock that runs a second each time that it is looked at: holding is over soon.
  private func hastyClock() -> Clock {
    let lock = Lock()
    nonisolated(unsafe) var now: Int64 = 0
    return Clock(now: { 0 }) {
      lock.withLock {
        now += 1_000_000_000
        return now
      }
    }
  }

  private func text(_ response: ReplicaResponse) -> String {
    String(decoding: response.body, as: UTF8.self)
  }

  @Test func aReplicaAnswersForItsVariant() throws {
    let home = try ScratchHome()
    let one = try replica(home, 1)
    defer { one.stop() }
    try route(home, [RouteVariant(name: "A", weight: 1, replicas: [1])])
    let invoker = Invoker(places: home.places, account: "0")
    for _ in 0..<3 {
      let answer = invoker.invoke(
        InvokeRequest(endpoint: "e", contentType: "text/csv", body: Array(":x".utf8)))
      #expect(answer.status == 200)
      #expect(text(answer) == "1:x")
      #expect(answer.headers["x-amzn-invoked-production-variant"] == "A")
    }
  }

  @Test func aModelsRefusalIsAModelErrorWithItsWords() throws {
    let home = try ScratchHome()
    let one = try replica(home, 1) { _ in .failure(422, "field age: 'x' is not a number") }
    defer { one.stop() }
    try route(home, [RouteVariant(name: "A", weight: 1, replicas: [1])])
    let answer = Invoker(places: home.places, account: "0").invoke(
      InvokeRequest(endpoint: "e", contentType: "text/csv", body: []))
    #expect(answer.status == 424)
    #expect(answer.headers["x-amzn-errortype"] == "ModelError")
    let json = try JSON.parse(answer.body)
    #expect(json["OriginalStatusCode"] == 422)
    #expect(json["OriginalMessage"] == "field age: 'x' is not a number")
  }

  @Test func aDeadReplicaIsPassedOver() throws {
    let home = try ScratchHome()
    let two = try replica(home, 2)
    defer { two.stop() }
    try route(home, [RouteVariant(name: "A", weight: 1, replicas: [1, 2])])
    let invoker = Invoker(places: home.places, account: "0")
    for _ in 0..<4 {
      let answer = invoker.invoke(InvokeRequest(endpoint: "e", contentType: "", body: []))
      #expect(text(answer) == "2")
    }
  }

  @Test func aRequestIsHeldUntilARestartedReplicaIsPublished() throws {
    let home = try ScratchHome()
    try route(home, [RouteVariant(name: "A", weight: 1, replicas: [])])
    let started = Lock()
    nonisolated(unsafe) var replicas: [ThreadReplica] = []
    // Whoever is told of the need starts a replica and publishes it.
    let invoker = Invoker(places: home.places, account: "0") {
      started.withLock {
        do {
          replicas.append(try replica(home, 3))
          try route(home, [RouteVariant(name: "A", weight: 1, replicas: [3])])
        } catch {
          Issue.record("\(error)")
        }
      }
    }
    let answer = invoker.invoke(InvokeRequest(endpoint: "e", contentType: "", body: []))
    #expect(text(answer) == "3")
    replicas.forEach { $0.stop() }
  }

  @Test func withoutReplicasTheServiceIsUnavailableAfterTheHold() throws {
    let home = try ScratchHome()
    try route(home, [RouteVariant(name: "A", weight: 1, replicas: [])])
    let invoker = Invoker(places: home.places, account: "0", clock: hastyClock())
    let answer = invoker.invoke(InvokeRequest(endpoint: "e", contentType: "", body: []))
    #expect(answer.status == 503)
    #expect(answer.headers["x-amzn-errortype"] == "ServiceUnavailable")
  }

  @Test func aRequestThatEndsItsReplicasIsNotTriedOnAllOfThem() throws {
    let home = try ScratchHome()
    try Disk.real.makeDirectory(home.places.replicaSockets)
    let met = Lock()
    nonisolated(unsafe) var count = 0
    var listeners: [FrameListener] = []
    for number in 1...5 {
      let listener = try FrameListener(path: home.places.replicaSocket(number))
      listeners.append(listener)
      try PlatformThread.start(name: "mortal") {
        do {
          while let connection = try listener.accept() {
            _ = try connection.receive()
            met.withLock { count += 1 }
            connection.close()
          }
        } catch {
          Issue.record("\(error)")
        }
      }.detach()
      try listener.publish()
    }
    try route(home, [RouteVariant(name: "A", weight: 1, replicas: Array(1...5))])
    let answer = Invoker(places: home.places, account: "0").invoke(
      InvokeRequest(endpoint: "e", contentType: "", body: [1]))
    #expect(answer.status == 424)
    #expect(text(answer).contains("ended while it answered"))
    #expect(met.withLock { count } == 2)
    listeners.forEach { $0.stop() }
  }

  @Test func whatCannotBeRoutedIsAValidationError() throws {
    let home = try ScratchHome()
    let invoker = Invoker(places: home.places, account: "000000000000", clock: hastyClock())
    let unknown = invoker.invoke(InvokeRequest(endpoint: "e", contentType: "", body: []))
    #expect(text(unknown).contains("Endpoint e of account 000000000000 not found."))
    let escape = invoker.invoke(
      InvokeRequest(endpoint: "../../etc/passwd", contentType: "", body: []))
    #expect(escape.status == 400)
    try route(home, [], config: nil, status: "Creating")
    let creating = invoker.invoke(InvokeRequest(endpoint: "e", contentType: "", body: []))
    #expect(text(creating).contains("its status is Creating"))
    try route(home, [RouteVariant(name: "A", weight: 1, replicas: [1])])
    let variant = invoker.invoke(
      InvokeRequest(endpoint: "e", contentType: "", targetVariant: "B", body: []))
    #expect(text(variant).contains("Variant B not found for endpoint e. It has: A"))
  }
}
