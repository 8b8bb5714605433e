internal import QuernText
internal import QuernWire

/// What a front end has sent and the worker has not answered: all of it, and nothing else, is sent
/// again to the worker of a session that hibernated meanwhile.
struct UnansweredMessages: Sendable {
  private(set) var messages: [FrontEndMessage] = []

  var isEmpty: Bool { messages.isEmpty }

  /// Keeps a message that is worth to be sent again; says whether it is.
  @discardableResult
  mutating func add(_ message: FrontEndMessage) -> Bool {
    switch message {
    case .submit, .describe, .status, .replay, .hello:
      messages.append(message)
      return true
    case .interrupt, .withdraw, .answer, .leave, .hibernate, .shutdown: return false
    }
  }

  mutating func forget() { messages = [] }

  /// Forgets what this message answers.
  mutating func heard(_ message: WorkerMessage) {
    switch message {
    case .event(let event):
      guard case .accepted(let cell) = event.body else { return }
      remove { if case .submit(let sent) = $0 { sent.id == cell.id } else { false } }
    case .described: remove { if case .describe = $0 { true } else { false } }
    case .state: remove { if case .status = $0 { true } else { false } }
    case .replayed: remove { if case .replay = $0 { true } else { false } }
    case .hello: remove { if case .hello = $0 { true } else { false } }
    // That was said of `hibernate`, which is never sent again.
    case .refused("session-busy", _): break
    case .refused: remove { _ in true }
    case .progress, .ask, .closing: break
    }
  }

  private mutating func remove(where isAnswered: (FrontEndMessage) -> Bool) {
    if let place = messages.firstIndex(where: isAnswered) { messages.remove(at: place) }
  }
}

extension SessionOptions {
  /// As this session's next worker is started: nothing is forgotten, the instance is the one that
  /// its record names, so that whoever wakes a session that was moved finds it there.
  func toWake() -> SessionOptions {
    var options = self
    // A session that was begun afresh has no record of what was asked for it.
    if start == .resumed { options.instance = nil }
    options.start = .resumed
    options.settings?.startsClean = false
    return options
  }
}
