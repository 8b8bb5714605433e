import QuernOperations
import QuernPlatform
import Testing

@Suite struct EndpointStateTests {
  private let second: Int64 = 1_000_000

  private func fleet(_ config: String, count: Int = 1, wait: Int = 0) -> Fleet {
    Fleet(
      generation: 0, configName: config,
      variants: [FleetVariant(name: "A", modelName: "m", modelPath: "/m", instanceCount: count)],
      terminationWaitSeconds: wait)
  }

  /// An endpoint in service on one fleet, and the numbers that follow.
  private func serving(_ count: Int = 1) -> (EndpointState, ReplicaNumbers) {
    var numbers = ReplicaNumbers(next: 1)
    var state = EndpointState(name: "e")
    _ = state.apply(.create(fleet("one", count: count)), now: 0, numbers: &numbers)
    for replica in state.replicas {
      _ = state.apply(.ready(replica: replica.number), now: 0, numbers: &numbers)
    }
    return (state, numbers)
  }

  @Test func anEndpointServesWhenItsLastReplicaIsReady() {
    var numbers = ReplicaNumbers(next: 1)
    var state = EndpointState(name: "e")
    let actions = state.apply(.create(fleet("one", count: 2)), now: 0, numbers: &numbers)
    let starts = actions.filter { if case .start = $0 { true } else { false } }
    #expect(starts.count == 2)
    #expect(state.apply(.ready(replica: 1), now: 0, numbers: &numbers).isEmpty)
    #expect(state.status == .creating)
    _ = state.apply(.ready(replica: 2), now: 0, numbers: &numbers)
    #expect(state.status == .inService)
    #expect(state.route.variants.map(\.replicas) == [[1, 2]])
  }

  @Test func updateMovesAllTrafficAtOnceAndThenStopsTheOldFleet() {
    var (state, numbers) = serving()
    _ = state.apply(.update(fleet("two")), now: 0, numbers: &numbers)
    #expect(state.status == .updating)
    #expect(state.route.configName == "one")
    let actions = state.apply(.ready(replica: 2), now: 0, numbers: &numbers)
    #expect(state.status == .inService)
    #expect(state.route.configName == "two")
    #expect(actions == [.publish(state.route), .stop(replica: 1)])
  }

  @Test func aTerminationWaitKeepsTheOldFleetWithoutTraffic() {
    var (state, numbers) = serving()
    _ = state.apply(.update(fleet("two", wait: 60)), now: 0, numbers: &numbers)
    _ = state.apply(.ready(replica: 2), now: 0, numbers: &numbers)
    #expect(state.replica(1)?.phase == .draining)
    #expect(state.route.variants.map(\.replicas) == [[2]])
    let early = state.apply(.due, now: 59 * second, numbers: &numbers)
    #expect(early.isEmpty)
    let late = state.apply(.due, now: 60 * second, numbers: &numbers)
    #expect(late == [.stop(replica: 1)])
  }

  @Test func aFailedUpdateGoesBackToTheServingFleetAndKeepsTheReason() {
    var (state, numbers) = serving()
    _ = state.apply(.update(fleet("two")), now: 0, numbers: &numbers)
    let end = ReplicaEnd.exited(status: 65, words: "no such feature: age")
    _ = state.apply(.ended(replica: 2, end), now: 0, numbers: &numbers)
    #expect(state.status == .inService)
    #expect(state.failureReason?.contains("no such feature: age") == true)
    #expect(state.route.configName == "one")
  }

  @Test func aModelThatCannotBeLoadedFailsTheEndpointAtOnce() {
    var numbers = ReplicaNumbers(next: 1)
    var state = EndpointState(name: "e")
    _ = state.apply(.create(fleet("one")), now: 0, numbers: &numbers)
    _ = state.apply(
      .ended(replica: 1, .exited(status: 65, words: "torn file")), now: 0, numbers: &numbers)
    #expect(state.status == .failed)
    #expect(state.replicas.isEmpty)
  }

  @Test func aKilledStartIsTriedThreeTimes() {
    var numbers = ReplicaNumbers(next: 1)
    var state = EndpointState(name: "e")
    _ = state.apply(.create(fleet("one")), now: 0, numbers: &numbers)
    for number in 1...2 {
      let end = ReplicaEnd.signalled(signal: 9, words: "")
      _ = state.apply(.ended(replica: number, end), now: 0, numbers: &numbers)
      #expect(state.status == .creating)
      _ = state.apply(.due, now: state.dueAt ?? 0, numbers: &numbers)
    }
    _ = state.apply(.ended(replica: 3, .vanished), now: 0, numbers: &numbers)
    #expect(state.status == .failed)
  }

  @Test func restartsPauseLongerEachTimeUpToALimit() {
    var (state, numbers) = serving()
    var pauses: [Int64] = []
    var now: Int64 = 0
    for _ in 0..<12 {
      let number = state.replicas[0].number
      _ = state.apply(.ended(replica: number, .vanished), now: now, numbers: &numbers)
      #expect(state.status == .inService)
      let due = state.dueAt ?? now
      pauses.append(due - now)
      now = due
      _ = state.apply(.due, now: now, numbers: &numbers)
      _ = state.apply(.ready(replica: state.replicas[0].number), now: now, numbers: &numbers)
    }
    #expect(pauses.prefix(3) == [100_000, 200_000, 400_000])
    #expect(pauses.last == EndpointLimits.restartPauseLast)
    #expect(pauses == pauses.sorted())
  }

  @Test func aReplicaThatServedForAMinuteStartsAgainSoon() {
    var (state, numbers) = serving()
    for _ in 0..<5 {
      let now = (state.replicas[0].readyAt ?? 0) + 61 * second
      let number = state.replicas[0].number
      _ = state.apply(.ended(replica: number, .vanished), now: now, numbers: &numbers)
      #expect(state.dueAt == now + EndpointLimits.restartPauseFirst)
      _ = state.apply(.due, now: now + second, numbers: &numbers)
      let next = state.replicas[0].number
      _ = state.apply(.ready(replica: next), now: now + second, numbers: &numbers)
    }
  }

  @Test func aReplicaThatDoesNotComeUpInTimeIsKilledAndFailsTheEndpoint() {
    var numbers = ReplicaNumbers(next: 1)
    var state = EndpointState(name: "e")
    _ = state.apply(.create(fleet("one")), now: 0, numbers: &numbers)
    let actions = state.apply(.due, now: 60 * second, numbers: &numbers)
    #expect(actions.contains(.kill(replica: 1)))
    #expect(state.status == .failed)
    #expect(state.failureReason?.contains("within 60 s") == true)
  }

  @Test func deletingEndsWhenTheLastReplicaHas() {
    var (state, numbers) = serving(2)
    let actions = state.apply(.delete, now: 0, numbers: &numbers)
    #expect(actions == [.stop(replica: 1), .stop(replica: 2), .retract(endpoint: "e")])
    _ = state.apply(.ended(replica: 2, .exited(status: 0, words: "")), now: 0, numbers: &numbers)
    #expect(!state.isErased)
    let kill = state.apply(.due, now: 30 * second, numbers: &numbers)
    #expect(kill == [.kill(replica: 1)])
    _ = state.apply(
      .ended(replica: 1, .signalled(signal: 9, words: "")), now: 0, numbers: &numbers)
    #expect(state.isErased)
  }

  @Test func lateNewsChangesNothing() {
    var (state, numbers) = serving()
    let before = state
    for event: EndpointEvent in [
      .ready(replica: 77), .ended(replica: 77, .vanished), .unhealthy(replica: 77), .due,
      .ready(replica: 1),
    ] {
      #expect(state.apply(event, now: 0, numbers: &numbers).isEmpty)
      #expect(state == before)
    }
  }
}
