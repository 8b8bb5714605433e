import QuernText
import QuernWire

@testable import QuernSession

/// A front end: what `SessionClient` does, message by message.
final class SimulatedFrontEnd {
  unowned let world: SimulatedWorld
  let number: Int
  let session: Int
  /// Number of its connection; nil where it has none.
  private(set) var connection: Int?
  private var unanswered = UnansweredMessages()
  private var lastSequence: UInt64?
  /// Over all its connections.
  private var heardThrough: UInt64?
  /// Cells that it waits for.
  private(set) var waiting: Set<String> = []
  private var cellCount = 0

  init(_ world: SimulatedWorld, number: Int, session: Int) {
    self.world = world
    self.number = number
    self.session = session
  }

  func submit(_ steps: [SimulatedOperation.Step]) {
    cellCount += 1
    let id = "f\(number)-\(cellCount)-\(world.bootId)"
    world.steps[id] = steps
    waiting.insert(id)
    send(.submit(CellSubmission(id: id, index: 1, source: "\(steps)")))
  }

  func send(_ message: FrontEndMessage) {
    let isKept = unanswered.add(message)
    if connection == nil {
      guard isKept else { return }
      connect()
    } else {
      world.send(message, from: self)
    }
  }

  /// Connects, to a worker that is started where there is none, and sends what waits.
  private func connect() {
    connection = world.connect(self)
    lastSequence = nil
    let settings = SessionSettings(folder: "/", notebook: "n\(number)")
    world.send(.hello(protocolVersion: 1, build: "b", settings: settings), from: self)
    for message in unanswered.messages { world.send(message, from: self) }
    // What it missed is shown again.
    if let heardThrough { world.send(.replay(from: heardThrough + 1), from: self) }
  }

  /// The connection is gone without a word: what it waited for is lost to it.
  func disconnected() {
    connection = nil
    unanswered.forget()
    waiting = []
  }

  /// The machine went down, or its session is gone: it knows of no event any more.
  func forget() { heardThrough = nil }

  /// It goes; its worker notices.
  func leave() {
    send(.leave)
  }

  func hear(_ message: WorkerMessage) throws {
    unanswered.heard(message)
    switch message {
    case .event(let event): try hear(event)
    case .closing(SessionEnd.hibernated):
      connection = nil
      if world.sabotage == .forgetsCrossed { unanswered.forget() }
      if !unanswered.isEmpty { connect() }
    case .closing:
      world.hangUp(self)
      disconnected()
    case .refused("session-busy", _): break
    case .refused: waiting = []
    case .hello, .progress, .ask, .state, .described, .replayed: break
    }
  }

  private func hear(_ event: SessionEvent) throws {
    if let lastSequence, event.sequence != lastSequence + 1 {
      throw SimulationFailure(
        "gap", "front end \(number) heard \(event.sequence) after \(lastSequence)")
    }
    lastSequence = event.sequence
    heardThrough = max(heardThrough ?? 0, event.sequence)
    try world.shown(event, in: session)
    if case .finished(let report) = event.body { waiting.remove(report.id) }
  }
}
