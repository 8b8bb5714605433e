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
/// `nextEvent` belongs to one thread; `submit`, `interrupt` and `answer` may be called from others.
package final class SessionClient: @unchecked Sendable {
  /// What the worker said when it was greeted: instance, names, cells that finished earlier.
  package let hello: WorkerHello
  package let directory: SessionDirectory
  private let socket: UnixSocket
  private let sending = Lock()
  private var input: FrameBuffer
  private var waiting: [WorkerMessage] = []
  /// The cell that the worker said it began and has not said it ended.
  private var running: String?
  private var isClosed = false

  init(
    hello: WorkerHello, directory: SessionDirectory, socket: UnixSocket, input: FrameBuffer,
    waiting: [WorkerMessage]
  ) {
    self.hello = hello
    self.directory = directory
    self.socket = socket
    self.input = input
    self.waiting = waiting
    running = hello.status.running
  }

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
      if let message = try nextBuffered() { return note(message) }
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
      guard try receive() else { throw died() }
    }
  }

  /// Ends the session's worker when all it holds is on disk, and the connection with it.
  package func close() throws(SessionError) { try end(.shutdown) }

  /// Goes for good: as `close` where no other front end is there and no cell runs, else only the
  /// connection ends.
  package func leave() throws(SessionError) { try end(.leave) }

  private func end(_ message: FrontEndMessage) throws(SessionError) {
    guard !isClosed else { return }
    try send(message)
    while let message = try nextEvent() {
      if case .closing = message { break }
    }
    isClosed = true
    socket.close()
  }

  /// Leaves the session to itself: the worker finishes its cell and ends when nobody comes.
  package func detach() {
    isClosed = true
    socket.close()
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

  private func note(_ message: WorkerMessage) -> WorkerMessage {
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
    do throws(SystemError) {
      try sending.withLock { () throws(SystemError) in try socket.send(bytes) }
    } catch {
      throw died()
    }
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
    .workerDied(running: running, exit: directory.awaitExit(ofPid: hello.pid))
  }
}
