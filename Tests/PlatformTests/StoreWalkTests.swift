import QuernOperations
import QuernPlatform
import QuernText
import Testing

/// The same events go to a platform over SQLite and to states in memory: they must agree.
@Suite struct StoreWalkTests {
  @Test func theRowsSayWhatTheStatesSay() throws {
    let seed = TestRandom.seed
    var random = TestRandom(seed: seed)
    let fixture = try PlatformFixture()
    try fixture.createModel("m")
    for count in 1...3 { try fixture.createConfig("c\(count)", model: "m", count: count) }
    let digest = SHA256.hash("a model").hex
    var model: [String: EndpointState] = [:]
    var numbers = ReplicaNumbers(next: 1)

    func fleet(_ count: Int) -> Fleet {
      Fleet(
        generation: 0, configName: "c\(count)",
        variants: [
          FleetVariant(
            name: "A", modelName: "m", modelPath: fixture.platform.modelData.path(digest: digest),
            instanceCount: count)
        ])
    }
    for step in 0..<400 {
      let name = "e\(random.below(3))"
      let count = 1 + random.below(3)
      let target: JSON = [
        "EndpointName": .string(name), "EndpointConfigName": .string("c\(count)"),
      ]
      switch random.below(7) {
      case 0:
        let answer = fixture.perform("CreateEndpoint", target)
        guard case .output = answer else {
          #expect(model[name] != nil, "QUERN_TEST_SEED=\(seed), step \(step): \(answer)")
          continue
        }
        var state = EndpointState(name: name)
        _ = state.apply(.create(fleet(count)), now: fixture.now, numbers: &numbers)
        model[name] = state
      case 1:
        guard case .output = fixture.perform("UpdateEndpoint", target) else {
          #expect(model[name]?.status != .inService)
          continue
        }
        _ = model[name]?.apply(.update(fleet(count)), now: fixture.now, numbers: &numbers)
      case 2 where random.chance(30):
        guard case .output = fixture.perform("DeleteEndpoint", ["EndpointName": .string(name)])
        else {
          #expect(model[name] == nil)
          continue
        }
        _ = model[name]?.apply(.delete, now: fixture.now, numbers: &numbers)
      case 3:
        fixture.advance(seconds: Int64(random.below(40)))
        try fixture.platform.fireDeadlines()
        for name in model.keys.sorted() {
          // As the platform does: endpoints in the order of their names, where one is due.
          guard let due = model[name]?.dueAt, due <= fixture.now else { continue }
          _ = model[name]?.apply(.due, now: fixture.now, numbers: &numbers)
        }
      default:
        guard let number = random.pick(model[name]?.replicas.map(\.number) ?? []) else { continue }
        let event: EndpointEvent =
          random.chance(60)
          ? .ready(replica: number)
          : .ended(replica: number, random.chance(50) ? .vanished : .exited(status: 1, words: "x"))
        try fixture.platform.report(event, replica: number)
        _ = model[name]?.apply(event, now: fixture.now, numbers: &numbers)
      }
      model = model.filter { !$0.value.isErased }
      let stored = try fixture.platform.endpoints()
      let expected = model.values.sorted { $0.name < $1.name }
      #expect(
        stored.map(normal) == expected.map(normal), "QUERN_TEST_SEED=\(seed), step \(step)")
      if stored.map(normal) != expected.map(normal) { return }
    }
    let events = try fixture.platform.events()
    #expect(events.map(\.sequence) == Array(1...Int64(events.count)))
    #expect(events.allSatisfy { !$0.principal.isEmpty && $0.resource.hasPrefix("arn:aws:") })
  }

  /// Rows have no order of their own: replicas are compared by number.
  private func normal(_ state: EndpointState) -> EndpointState {
    var state = state
    state.replicas.sort { $0.number < $1.number }
    return state
  }
}
