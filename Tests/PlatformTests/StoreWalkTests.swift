import QuernOperations
import QuernPlatform
import QuernText
import Testing

/// The same events go to a platform over SQLite and to states in memory: they must agree.
@Suite struct StoreWalkTests {
  @Test func theRowsSayWhatTheStatesSay() throws {
    let seed = TestRandom.seed
    var walk = try StoreWalk(seed: seed)
    for step in 0..<400 {
      try walk.step()
      let (stored, expected) = try walk.both()
      #expect(stored == expected, "QUERN_TEST_SEED=\(seed), step \(step)")
      if stored != expected { return }
    }
    let events = try walk.fixture.platform.events()
    #expect(events.map(\.sequence) == Array(1...Int64(events.count)))
    #expect(events.allSatisfy { !$0.principal.isEmpty && $0.resource.hasPrefix("arn:aws:") })
  }
}

private struct StoreWalk {
  let fixture: PlatformFixture
  private var random: TestRandom
  private var states: [String: EndpointState] = [:]
  private var numbers = ReplicaNumbers(next: 1)

  init(seed: Int64) throws {
    random = TestRandom(seed: seed)
    fixture = try PlatformFixture()
    try fixture.createModel("m")
    for count in 1...3 { try fixture.createConfig("c\(count)", model: "m", count: count) }
  }

  /// What the rows say and what the states say; rows have no order, so replicas are by number.
  func both() throws -> (stored: [EndpointState], expected: [EndpointState]) {
    func normal(_ state: EndpointState) -> EndpointState {
      var state = state
      state.replicas.sort { $0.number < $1.number }
      return state
    }
    return (
      try fixture.platform.endpoints().map(normal),
      states.values.sorted { $0.name < $1.name }.map(normal)
    )
  }

  mutating func step() throws {
    let name = "e\(random.below(3))"
    switch random.below(7) {
    case 0: create(name)
    case 1: update(name)
    case 2 where random.chance(30): delete(name)
    case 3: try advance()
    default: try report(name)
    }
    states = states.filter { !$0.value.isErased }
  }

  private mutating func create(_ name: String) {
    let count = 1 + random.below(3)
    guard case .output = fixture.perform("CreateEndpoint", target(name, count)) else {
      #expect(states[name] != nil)
      return
    }
    var state = EndpointState(name: name)
    _ = state.apply(.create(fleet(count)), now: fixture.now, numbers: &numbers)
    states[name] = state
  }

  private mutating func update(_ name: String) {
    let count = 1 + random.below(3)
    guard case .output = fixture.perform("UpdateEndpoint", target(name, count)) else {
      #expect(states[name]?.status != .inService)
      return
    }
    let fleet = fleet(count)
    _ = states[name]?.apply(.update(fleet), now: fixture.now, numbers: &numbers)
  }

  private mutating func delete(_ name: String) {
    guard case .output = fixture.perform("DeleteEndpoint", ["EndpointName": .string(name)]) else {
      #expect(states[name] == nil)
      return
    }
    _ = states[name]?.apply(.delete, now: fixture.now, numbers: &numbers)
  }

  private mutating func advance() throws {
    fixture.advance(seconds: Int64(random.below(40)))
    try fixture.platform.fireDeadlines()
    // As the platform does: endpoints in the order of their names, where one is due.
    for name in states.keys.sorted() {
      guard let due = states[name]?.dueAt, due <= fixture.now else { continue }
      _ = states[name]?.apply(.due, now: fixture.now, numbers: &numbers)
    }
  }

  private mutating func report(_ name: String) throws {
    guard let number = random.pick(states[name]?.replicas.map(\.number) ?? []) else { return }
    let end: ReplicaEnd = random.chance(50) ? .vanished : .exited(status: 1, words: "x")
    let event: EndpointEvent =
      random.chance(60) ? .ready(replica: number) : .ended(replica: number, end)
    try fixture.platform.report(event, replica: number)
    _ = states[name]?.apply(event, now: fixture.now, numbers: &numbers)
  }

  private func target(_ name: String, _ count: Int) -> JSON {
    ["EndpointName": .string(name), "EndpointConfigName": .string("c\(count)")]
  }

  private func fleet(_ count: Int) -> Fleet {
    let path = fixture.platform.modelData.path(digest: SHA256.hash("a model").hex)
    return Fleet(
      generation: 0, configName: "c\(count)",
      variants: [
        FleetVariant(name: "A", modelName: "m", modelPath: path, instanceCount: count)
      ])
  }
}
