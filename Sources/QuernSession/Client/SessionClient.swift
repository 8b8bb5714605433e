internal import Glibc
internal import QuernSystem
internal import QuernText
package import QuernWire

/// A front end's side of a session: opens it, submits cells, hears what happens.
///
///     let client = try SessionClient.open(directory: folder, options: options)
///     try client.submit(CellSubmission(id: "1", index: 1, source: "1 + 1"))
///     while let message = try client.nextEvent() { … }
///     try client.close()
///
/// A session that hibernates says `closing` with `SessionEnd.hibernated`; the next message to it
/// wakes it, and what the old worker had not taken in is sent again. The descriptor stays.
///
/// `nextEvent` belongs to one thread; `submit`, `interrupt` and `answer` may be called from others.
package final class SessionClient: @unchecked Sendable {
  package let directory: SessionDirectory
  private let socket: UnixSocket
  /// Guards everything below that is not the reading thread's own.
  private let lock = Lock()
  private var greeting: WorkerHello
  private var options: SessionOptions
  private var unanswered = UnansweredMessages()
  /// While the session hibernates: the other end of what stands in the socket's place.
  private var sleeper: UnixSocket?
  /// How often the session was woken; what the latest worker sent with its greeting.
  private var wakeCount = 0
  private var arrived: (input: FrameBuffer, waiting: [WorkerMessage])?
  // The reading thread's own.
  private var input: FrameBuffer
  private var waiting: [WorkerMessage] = []
  /// The cell that the worker said it began and has not said it ended.
  private var running: String?
  private var isClosed = false
  /// Why the worker said that it ends.
  private var lastWords: SessionError?

  init(
    hello: WorkerHello, directory: SessionDirectory, socket: UnixSocket, input: FrameBuffer,
    waiting: [WorkerMessage], options: SessionOptions
  ) {
    greeting = hello
    self.directory = directory
    self.socket = socket
    self.input = input
    self.waiting = waiting
    self.options = options.toWake()
    running = hello.status.running
  }

  /// What the latest worker said when it was greeted: instance, names, cells that finished earlier.
  package var hello: WorkerHello { lock.withLock { greeting } }

  /// Whether the session has hibernated and nobody has woken it through this client.
  package var isAsleep: Bool { lock.withLock { sleeper != nil } }

  /// Puts a cell behind those that wait.
  package func submit(_ cell: CellSubmission) throws(SessionError) { try send(.submit(cell)) }

  /// Stops the running cell and drops those that wait; what it did until then stays told.
  package func interrupt() throws(SessionError) { try send(.interrupt) }

  /// As `interrupt`, for the cells of this front end: those of others go on.
  package func withdraw() throws(SessionError) { try send(.withdraw) }

  /// Asks for `WorkerMessage.state`.
  package func askStatus() throws(SessionError) { try send(.status) }

  /// Asks for all events from a number on, again.
  package func replay(from sequence: UInt64) throws(SessionError) {
    try send(.replay(from: sequence))
  }

  /// Asks what names stand for (all where none is given): `WorkerMessage.described`, once no cell
  /// runs.
  package func describe(_ names: [String] = []) throws(SessionError) {
    try send(.describe(names: names))
  }

  /// Gives the session other settings; answered by `WorkerMessage.hello`.
  package func configure(_ settings: SessionSettings, build: String) throws(SessionError) {
    lock.withLock {
      options.settings = settings
      options.settings?.startsClean = false
    }
    try send(
      .hello(protocolVersion: SessionProtocol.version, build: build, settings: settings))
  }

  /// Readable when a message may have come; for a front end that waits for other things too.
  package var descriptor: Int32 { socket.descriptor }

  /// Answers an `ask`; nil declines.
  package func answer(question: Int, text: String?) throws(SessionError) {
    try send(.answer(question: question, text: text))
  }

  /// The next message; nil when the time is over, after `closing`, and (with a time limit) when a
  /// signal came, so that a front end can look at what the user wants at once.
  ///
  /// Throws `workerDied`, with the cell that was running, when the worker is gone.
  package func nextEvent(timeoutSeconds: Double? = nil) throws(SessionError) -> WorkerMessage? {
    guard !isClosed else { return nil }
    let deadline = timeoutSeconds.map { Clock.system.monotonicNs() + Int64($0 * 1e9) }
    while true {
      let wakes = takeArrived()
      if let message = try nextBuffered() { return try note(message) }
      var milliseconds: Int32 = -1
      if let deadline {
        let left = deadline - Clock.system.monotonicNs()
        guard left > 0 else { return nil }
        milliseconds = Int32(clamping: left / 1_000_000 + 1)
      }
      var entry = pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&entry, 1, milliseconds) > 0 else {
        if errno == EINTR, deadline != nil { return nil }
        continue
      }
      // The socket may be another one by now.
      if lock.withLock({ wakeCount != wakes }) { continue }
      guard try receive() else {
        if isAsleep { continue }
        throw died()
      }
    }
  }

  /// The next message if one is there now; throws as `nextEvent` does.
  package func eventIfAny() throws(SessionError) -> WorkerMessage? {
    guard !isClosed else { return nil }
    while true {
      let wakes = takeArrived()
      if let message = try nextBuffered() { return try note(message) }
      var entry = pollfd(fd: socket.descriptor, events: Int16(POLLIN), revents: 0)
      guard poll(&entry, 1, 0) > 0 else { return nil }
      if lock.withLock({ wakeCount != wakes }) { continue }
      guard try receive() else {
        if isAsleep { return nil }
        throw died()
      }
    }
  }

  /// Ends the session's worker when all it holds is on disk, and the connection with it.
  package func close() throws(SessionError) { try end(.shutdown) }

  /// Goes for good: as `close` where no other front end is there and no cell runs, else only the
  /// connection ends.
  package func leave() throws(SessionError) { try end(.leave) }

  private func end(_ message: FrontEndMessage) throws(SessionError) {
    guard !isClosed else { return }
    lock.withLock { unanswered.forget() }
    if isAsleep { return detach() }
    do throws(SessionError) {
      try send(message)
    } catch {
      // It may have ended by itself: its last words, which are still to be read, say so.
    }
    while let message = try nextEvent() {
      if case .closing = message { break }
    }
    isClosed = true
    socket.close()
  }

  /// Makes the session hibernate and waits for it; throws `refused` while a cell runs.
  package func hibernate() throws(SessionError) {
    guard !isAsleep else { return }
    try send(.hibernate)
    while let message = try nextEvent() {
      switch message {
      case .closing:
        // What was not answered has woken it again already.
        return isAsleep ? directory.awaitRelease() : ()
      case .refused(let code, let text): throw .refused(code: code, message: text)
      case .hello, .event, .progress, .ask, .state, .described, .replayed: continue
      }
    }
  }

  /// Wakes the session now, where it hibernates, on another instance type if one is given.
  package func wake(instance: String? = nil) throws(SessionError) {
    try lock.withLock { () throws(SessionError) in
      let before = options.instance
      if let instance { options.instance = instance }
      // What was asked for is in the instance's record by then, or was refused.
      defer { options.instance = before }
      try wakeLocked()
    }
  }

  /// Makes the session hibernate and wakes it on another instance type, which becomes its own (nil:
  /// on the one it has), or out of the network. Where that is refused it sleeps, and any message
  /// wakes it where it was.
  package func move(to instance: String?, isIsolated: Bool = false) throws(SessionError) {
    let (before, wasIsolated) = lock.withLock { () -> (String?, Bool) in
      defer {
        options.instance = instance
        options.isIsolated = options.isIsolated || isIsolated
      }
      return (options.instance, options.isIsolated)
    }
    var hasMoved = false
    defer {
      lock.withLock {
        options.instance = before
        if !hasMoved { options.isIsolated = wasIsolated }
      }
    }
    try hibernate()
    try wake()
    hasMoved = true
  }

  /// Leaves the session to itself: the worker finishes its cell and ends when nobody comes.
  package func detach() {
    isClosed = true
    lock.withLock {
      sleeper?.close()
      socket.close()
    }
  }

  private func nextBuffered() throws(SessionError) -> WorkerMessage? {
    if !waiting.isEmpty { return waiting.removeFirst() }
    do throws(WireError) {
      guard let frame = try input.next() else { return nil }
      return try WorkerMessage(frame)
    } catch {
      throw .wire(error)
    }
  }

  private func note(_ message: WorkerMessage) throws(SessionError) -> WorkerMessage {
    lock.withLock { unanswered.heard(message) }
    if case .closing(SessionEnd.hibernated) = message { try fallAsleep() }
    if case .refused(let code, let text) = message, code == "session-disk" {
      lastWords = .refused(code: code, message: text)
    }
    guard case .event(let event) = message else { return message }
    switch event.body {
    case .started(let cell): running = cell
    case .finished(let report): if running == report.id { running = nil }
    case .opened, .configured, .accepted, .output, .intended, .performed, .ran, .closed: break
    }
    return message
  }

  private func send(_ message: FrontEndMessage) throws(SessionError) {
    let bytes: [UInt8]
    do throws(WireError) {
      bytes = try message.frame.encoded()
    } catch {
      throw .wire(error)
    }
    let isGone = try lock.withLock { () throws(SessionError) -> Bool in
      if sleeper != nil {
        // An interrupt or an answer has nothing left that it is for.
        if unanswered.add(message) { try wakeLocked() }
        return false
      }
      do throws(SystemError) {
        unanswered.add(message)
        try socket.send(bytes)
        return false
      } catch {
        // Its last words are still to be read: whether it hibernated, or died.
        return unanswered.isEmpty
      }
    }
    if isGone { throw died() }
  }

  /// Takes in what has come; false at the end of the connection.
  private func receive() throws(SessionError) -> Bool {
    do throws(SystemError) {
      guard let received = try socket.receive() else { return true }
      received.bytes.withUnsafeBytes { input.append($0) }
      return !received.isEnd
    } catch {
      return false
    }
  }

  private func died() -> SessionError {
    lastWords ?? .workerDied(running: running, exit: directory.awaitExit(ofPid: hello.pid))
  }
}

// Sleeping and waking.
extension SessionClient {
  /// Puts something silent in the socket's place; what nobody answered wakes the session at once.
  private func fallAsleep() throws(SessionError) {
    running = nil
    try lock.withLock { () throws(SessionError) in
      guard sleeper == nil else { return }
      do throws(SystemError) {
        let (mine, theirs) = try UnixSocket.pair()
        defer { mine.close() }
        Self.replace(socket, by: mine)
        sleeper = theirs
      } catch {
        throw .system(error)
      }
      if !unanswered.isEmpty { try wakeLocked() }
    }
  }

  /// Another worker under the same descriptor; sends it what was not answered.
  private func wakeLocked() throws(SessionError) {
    guard let sleeper else { return }
    let next = try Self.reopen(directory, options)
    Self.replace(socket, by: next.socket)
    next.socket.close()
    wakeCount += 1
    greeting = next.hello
    arrived = (next.input, next.waiting)
    // Whoever waits for the old end looks again.
    sleeper.close()
    self.sleeper = nil
    for message in unanswered.messages {
      do {
        try socket.send(try message.frame.encoded())
      } catch {
        // The reader will find that this one is gone too, and say so.
        return
      }
    }
  }

  /// Puts another socket under a descriptor that others wait on.
  private static func replace(_ socket: UnixSocket, by other: UnixSocket) {
    dup2(other.descriptor, socket.descriptor)
    _ = fcntl(socket.descriptor, F_SETFD, FD_CLOEXEC)
  }

  /// What came with the greeting of a new worker; the number of wakes so far.
  private func takeArrived() -> Int {
    lock.withLock {
      if let arrived {
        input = arrived.input
        waiting += arrived.waiting
        running = greeting.status.running
        self.arrived = nil
      }
      return wakeCount
    }
  }
}
