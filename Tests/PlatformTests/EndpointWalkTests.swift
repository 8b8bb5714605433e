import QuernOperations
import QuernPlatform
import Testing

/// Random lives of an endpoint in a simulated machine: processes start, die and are lost, the
/// control plane crashes between a commit and its actions, and time passes.
@Suite struct EndpointWalkTests {
  @Test func everyWalkKeepsTheInvariantsAndComesToRest() {
    let seed = TestRandom.seed
    for walk in 0..<300 {
      var world = World(random: TestRandom(seed: seed &+ Int64(walk)))
      for _ in 0..<60 {
        world.step()
        if !world.broken.isEmpty { break }
      }
      world.rest()
      #expect(
        world.broken.isEmpty,
        "QUERN_TEST_SEED=\(seed &+ Int64(walk)): \(world.broken)\n\(world.history)")
      if !world.broken.isEmpty { return }
    }
  }
}

/// An endpoint, its processes, and the actions that were not performed yet.
private struct World {
  private enum Process { case starting, ready, leaving }

  var random: TestRandom
  var broken: [String] = []
  var history: [String] = []
  private var state = EndpointState(name: "e")
  private var numbers = ReplicaNumbers(next: 1)
  private var now: Int64 = 0
  private var pending: [EndpointAction] = []
  private var processes: [Int: Process] = [:]
  private var published: Route?
  private var isCreated = false

  init(random: TestRandom) { self.random = random }

  /// One random thing happens.
  mutating func step() {
    switch random.below(12) {
    case 0: change()
    case 1 where random.chance(20): apply(.delete)
    case 2: crash()
    case 3: advance()
    case 4, 5: end(random.pick(processes.keys.sorted()))
    case 6, 7: becomeReady()
    case 8:
      if let number = random.pick(state.replicas.map(\.number)) {
        apply(.unhealthy(replica: number))
      }
    default: performOne()
    }
  }

  /// Nothing more goes wrong: the endpoint must come to rest, with exactly its processes.
  mutating func rest() {
    if !isCreated { change() }
    for _ in 0..<2_000 {
      if !pending.isEmpty {
        performOne()
      } else if processes.contains(where: { $0.value == .starting }) {
        becomeReady()
      } else if let leaving = processes.first(where: { $0.value == .leaving }) {
        end(leaving.key)
      } else if let due = state.dueAt {
        now = max(now, due)
        apply(.due)
      } else {
        break
      }
    }
    require(pending.isEmpty && state.dueAt == nil, "the endpoint comes to rest")
    let statuses: [EndpointStatus] = [.inService, .failed]
    require(state.isErased || statuses.contains(state.status), "at rest it serves or has failed")
    require(
      processes.keys.sorted() == state.replicas.map(\.number).sorted(),
      "its processes are its replicas")
    require(published == (state.isErased ? nil : state.route), "the router knows its route")
  }

  private mutating func require(_ condition: Bool, _ claim: String) {
    if !condition { broken.append("\(claim): \(state)") }
  }

  private mutating func change() {
    let fleet = Fleet(
      generation: 0, configName: "config\(random.below(100))",
      variants: (0...random.below(2)).map { index in
        FleetVariant(
          name: "v\(index)", modelName: "m", modelPath: "/m", weight: Double(index),
          instanceCount: 1 + random.below(3))
      },
      terminationWaitSeconds: random.chance(30) ? 10 : 0)
    if !isCreated {
      isCreated = true
      apply(.create(fleet))
    } else if state.status == .inService {
      apply(.update(fleet))
    }
  }

  private mutating func apply(_ event: EndpointEvent) {
    guard isCreated else { return }
    history.append("\(event)")
    pending += state.apply(event, now: now, numbers: &numbers)
    for claim in state.brokenInvariants { require(false, claim) }
  }

  /// The actions of committed states are lost, and derived again.
  private mutating func crash() {
    guard isCreated, !state.isErased else { return }
    history.append("crash")
    pending = state.outstanding
  }

  private mutating func advance() {
    now += Int64(random.below(3) == 0 ? 61_000_000 : 150_000)
    apply(.due)
  }

  private mutating func becomeReady() {
    let starting = processes.filter { $0.value == .starting }.keys.sorted()
    guard let number = random.pick(starting) else { return }
    processes[number] = .ready
    apply(.ready(replica: number))
  }

  private mutating func end(_ number: Int?) {
    guard let number, processes.removeValue(forKey: number) != nil else { return }
    let end: ReplicaEnd =
      switch random.below(3) {
      case 0: .exited(status: 65, words: "cannot load")
      case 1: .signalled(signal: 9, words: "")
      default: .vanished
      }
    apply(.ended(replica: number, end))
  }

  private mutating func performOne() {
    guard !pending.isEmpty else { return }
    let action = pending.removeFirst()
    history.append("performed \(action)")
    switch action {
    case .start(let replica, _):
      // Starting what runs takes it up. A replica that has ended is unknown and stays so: its
      // number is never used again, so its process is stopped like any stranger.
      if processes[replica] == nil, state.replica(replica)?.phase == .starting {
        processes[replica] = .starting
      }
    case .watch(let replica):
      if processes[replica] == nil { apply(.ended(replica: replica, .vanished)) }
    case .stop(let replica), .kill(let replica):
      if processes[replica] == nil {
        apply(.ended(replica: replica, .vanished))
      } else {
        processes[replica] = .leaving
      }
    case .publish(let route): published = route
    case .retract: published = nil
    }
  }
}
