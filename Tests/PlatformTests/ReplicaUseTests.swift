import QuernPlatform
import QuernSystem
import QuernText
import QuernWire
import Testing

/// What endpoints used: every replica from being ready until it is gone, once.
@Suite struct ReplicaUseTests {
  private func config(_ fixture: PlatformFixture, _ name: String, _ type: String?) throws {
    var variant = JSONObject([
      ("VariantName", "A"), ("ModelName", "m"), ("InitialInstanceCount", 2),
    ])
    if let type { variant["InstanceType"] = .string(type) }
    _ = try fixture.output(
      "CreateEndpointConfig",
      ["EndpointConfigName": .string(name), "ProductionVariants": [.object(variant)]])
  }

  private func seconds(_ uses: [ReplicaUse], until now: Int64) -> [Double] {
    uses.map { Double(($0.endedAt ?? now) - $0.startedAt) / 1e6 }
  }

  @Test func replicasAreBilledFromReadyToGone() throws {
    let fixture = try PlatformFixture()
    try fixture.createModel("m")
    try config(fixture, "c", "ml.m5.large")
    try config(fixture, "d", "ml.c5.large")
    _ = try fixture.output(
      "CreateEndpoint", ["EndpointName": "e", "EndpointConfigName": "c"], owner: "n.md")
    fixture.advance(seconds: 5)
    try fixture.makeReady("e")
    fixture.advance(seconds: 100)
    #expect(seconds(try fixture.platform.uses(), until: fixture.now) == [100, 100])
    // One is killed; its successor is billed from its own readiness.
    try fixture.platform.report(.ended(replica: 1, .vanished), replica: 1)
    fixture.advance(seconds: 10)
    try fixture.platform.fireDeadlines()
    try fixture.makeReady("e")
    fixture.advance(seconds: 20)
    #expect(seconds(try fixture.platform.uses(), until: fixture.now) == [100, 130, 20])
    // Blue is billed until it is gone, green from its readiness.
    _ = try fixture.output(
      "UpdateEndpoint", ["EndpointName": "e", "EndpointConfigName": "d"], owner: "n.md")
    try fixture.makeReady("e")
    fixture.advance(seconds: 7)
    for number in 2...3 {
      try fixture.platform.report(.ended(replica: number, .vanished), replica: number)
    }
    fixture.advance(seconds: 3)
    let uses = try fixture.platform.uses()
    #expect(uses.map(\.instanceType) == Array(repeating: "ml.m5.large", count: 3)
      + Array(repeating: "ml.c5.large", count: 2))
    #expect(uses.allSatisfy { $0.owner == "n.md" && $0.endpoint == "e" && $0.variant == "A" })
    #expect(seconds(uses, until: fixture.now) == [100, 137, 27, 10, 10])
    #expect(uses.map { $0.endedAt == nil } == [false, false, false, true, true])
    #expect(fixture.latestBilled == uses)
    // It stays when the endpoint is gone, and a second report adds nothing.
    _ = try fixture.output("DeleteEndpoint", ["EndpointName": "e"], owner: "n.md")
    for number in 4...5 {
      try fixture.platform.report(.ended(replica: number, .vanished), replica: number)
      try fixture.platform.report(.ended(replica: number, .vanished), replica: number)
    }
    fixture.advance(seconds: 1_000)
    #expect(
      seconds(try fixture.platform.uses(), until: fixture.now) == [100, 137, 27, 10, 10])
    #expect(fixture.latestBilled == (try fixture.platform.uses()))
  }

  @Test func oneThatWasNeverReadyCostsNothing() throws {
    let fixture = try PlatformFixture()
    try fixture.createModel("m")
    try config(fixture, "c", nil)
    _ = try fixture.output("CreateEndpoint", ["EndpointName": "e", "EndpointConfigName": "c"])
    try fixture.platform.report(.ended(replica: 1, .exited(status: 1, words: "no")), replica: 1)
    #expect(try fixture.platform.uses().isEmpty)
  }

  @Test func whatEndedWhileNobodyWatchedIsBilledUntilThen() throws {
    let fixture = try PlatformFixture()
    try fixture.createModel("m")
    try config(fixture, "c", nil)
    try fixture.serve("e", config: "c")
    let start = fixture.now
    fixture.advance(seconds: 3_600)
    fixture.begin()
    let ended = start + 90_000_000
    try fixture.platform.report(.ended(replica: 1, .vanished), replica: 1, endedAt: ended)
    // A time that lies before its readiness, or to come, is not taken.
    try fixture.platform.report(.ended(replica: 2, .vanished), replica: 2, endedAt: start - 5)
    #expect(seconds(try fixture.platform.uses(), until: fixture.now) == [90, 0])
  }

  @Test func linesReadBackAndATornOneIsPassedOver() throws {
    let use = ReplicaUse(
      number: 3, endpoint: "e", variant: "A", owner: nil, instanceType: "ml.m5.large",
      startedAt: 5)
    var ended = use
    ended.endedAt = 9
    let other = ReplicaUse(
      number: 1, endpoint: "f", variant: "B", owner: "n", instanceType: nil, startedAt: 6)
    let lines = [use, other, ended].map { $0.json.text() }
    let text = lines.joined(separator: "\n") + "\n{\"replica\": 4, \"endp"
    #expect(ReplicaUse.parse(Array(text.utf8)) == [other, ended])
  }
}
