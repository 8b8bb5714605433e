import Glibc
import QuernSystem
import QuernText
import QuernWire
import Synchronization
import Testing

@testable import QuernSession

@Suite("The worker")
struct WorkerTests {
  @Test("a cell goes from the client through journal and evaluator and back")
  func cellsGoRound() throws {
    let place = try WorkerPlace()
    let client = try place.start()
    try client.submit(place.cell("a", "show hello"))
    let events = try client.events(untilEndOf: "a")
    #expect(events.map(\.kind) == ["accepted", "started", "output", "finished"])
    #expect(events.outputTexts == ["hello"])
    try client.close()
    place.join()
    #expect(
      try place.recorded().map(\.kind) == [
        "opened", "configured", "accepted", "started", "output", "finished", "closed",
      ])
  }

  @Test("a second worker finds what the first one finished, and shows it again when asked")
  func resultsSurviveTheWorker() throws {
    let place = try WorkerPlace()
    let first = try place.start()
    try first.submit(place.cell("a", "define x"))
    try first.submit(place.cell("b", "show again"))
    _ = try first.events(untilEndOf: "b")
    try first.close()
    place.join()

    let second = try place.start()
    #expect(second.hello.status.names.map(\.name) == ["x"])
    #expect(second.hello.status.finished == ["a", "b"])
    try second.replay(from: 1)
    var texts: [String] = []
    while let message = try second.nextEvent(timeoutSeconds: 20) {
      if case .replayed = message { break }
      if case .event(let event) = message { texts += [event.body].outputTexts }
    }
    #expect(texts == ["again"])
    try second.close()
    place.join()
  }

  @Test("an interrupt ends the running cell and not the session")
  func interruptsEndTheCell() throws {
    let place = try WorkerPlace()
    let client = try place.start()
    try client.submit(place.cell("a", "spin"))
    try client.submit(place.cell("b", "show never"))
    while let message = try client.nextEvent(timeoutSeconds: 20) {
      if case .event(let event) = message, event.body == .started(cell: "a") { break }
    }
    try client.interrupt()
    let events = try client.events(untilEndOf: "a")
    #expect(events.last?.report?.status == .interrupted)
    try client.submit(place.cell("c", "show on"))
    #expect(try client.events(untilEndOf: "c").outputTexts == ["on"])
    try client.close()
    place.join()
  }

  @Test("the front end's end leaves the running cell to finish, and the worker ends after it")
  func cellsOutliveTheirFrontEnd() throws {
    let place = try WorkerPlace(idleSeconds: 0.01)
    let client = try place.start()
    try client.submit(place.cell("a", "wait for detach"))
    while let message = try client.nextEvent(timeoutSeconds: 20) {
      if case .event(let event) = message, event.body == .started(cell: "a") { break }
    }
    client.detach()
    place.gate.open()
    place.join()
    let recorded = try place.recorded()
    #expect(recorded.map(\.kind).suffix(2) == ["finished", "closed"])
    #expect(recorded.compactMap(\.report).first?.status == .ok)
  }

  @Test("names are described when the cell that runs has ended")
  func namesAreDescribed() throws {
    let place = try WorkerPlace()
    let client = try place.start()
    try client.submit(place.cell("a", "wait"))
    try client.submit(place.cell("b", "define x"))
    try client.describe(["x", "unknown"])
    place.gate.open()
    var ended: [String] = []
    while let message = try client.nextEvent(timeoutSeconds: 20) {
      if case .event(let event) = message, case .finished(let report) = event.body {
        ended.append(report.id)
      }
      guard case .described(let names) = message else { continue }
      #expect(names.map(\.name) == ["x"])
      break
    }
    #expect(ended == ["a", "b"])
    try client.close()
    place.join()
  }

  @Test("a question reaches the front end, and its answer the cell")
  func questionsAreAnswered() throws {
    let place = try WorkerPlace()
    let client = try place.start()
    try client.submit(place.cell("a", "ask name?"))
    while let message = try client.nextEvent(timeoutSeconds: 20) {
      if case .ask(let question, "a", let prompt, let isSecret) = message {
        #expect(prompt == "name?" && !isSecret)
        try client.answer(question: question, text: "Ada")
        break
      }
    }
    #expect(try client.events(untilEndOf: "a").outputTexts == ["Ada"])
    try client.close()
    place.join()
  }

  @Test("a second owner is refused while the first lives")
  func directoriesHaveOneOwner() throws {
    let place = try WorkerPlace()
    let client = try place.start()
    #expect(throws: SessionError.self) {
      try SessionWorker(options: place.options(connection: nil), build: "test")
    }
    #expect(place.directory.isOwned)
    try client.close()
    place.join()
    #expect(!place.directory.isOwned)
  }

  @Test("another front end can look on, and hears the same events")
  func frontEndsShareASession() throws {
    let place = try WorkerPlace()
    let first = try place.start()
    let second = try SessionClient.connected(
      UnixSocket.connect(place.directory.socketPath(runtime: place.runtime)), place.directory,
      place.clientOptions)
    try first.submit(place.cell("a", "show both"))
    #expect(try first.events(untilEndOf: "a").outputTexts == ["both"])
    #expect(try second.events(untilEndOf: "a").outputTexts == ["both"])
    second.detach()
    try first.close()
    place.join()
  }
}

/// A gate that a scripted cell waits at.
final class Gate: Sendable {
  private let queue = BoundedQueue<Bool>(capacity: 1)

  func open() { queue.push(true) }
  func pass() { _ = queue.pop() }
}

/// Cells of the protocol's tests: the source's first word says what they do.
final class ScriptedExecutor: CellExecutor {
  private let gate: Gate
  private var versions: [String: Int] = [:]

  init(gate: Gate) {
    self.gate = gate
  }

  func configure(_ settings: SessionSettings) {}

  func describe(_ names: [String]) -> [NameDescription] {
    versions.sorted { $0.key < $1.key }.filter { names.isEmpty || names.contains($0.key) }.map {
      NameDescription(name: $0.key, version: $0.value, type: "int")
    }
  }

  func execute(_ cell: CellSubmission, door: any CellDoor) -> CellReport {
    var report = CellReport(id: cell.id, index: cell.index, status: .ok, seconds: 0)
    let words = cell.source.split(separator: " ", maxSplits: 1).map(String.init)
    let rest = words.count > 1 ? words[1] : ""
    switch words.first {
    case "show": show(rest, door)
    case "ask": show(door.ask(rest, isSecret: false) ?? "nobody", door)
    case "wait": gate.pass()
    case "define":
      versions[rest, default: 0] += 1
      report.defined = [
        CellReport.Definition(
          name: rest, version: versions[rest] ?? 1, digest: SHA256.hash(rest),
          blob: SHA256.hash(rest), type: "int")
      ]
    case "spin":
      while !door.interrupt.isRaised { continue }
      report.status = .interrupted
    default: report.status = .error
    }
    return report
  }

  private func show(_ text: String, _ door: any CellDoor) {
    door.show(json: JSON.members([("kind", "stream"), ("text", .string(text))]).utf8())
  }
}

/// A session directory with a worker that runs on threads of this process.
final class WorkerPlace: @unchecked Sendable {
  let scratch: Scratch
  let directory: SessionDirectory
  let gate = Gate()
  let idleSeconds: Double
  let clock: Clock
  private var threads: [PlatformThread] = []

  var runtime: String { scratch.path }

  init(idleSeconds: Double = 60, clock: Clock = .system) throws {
    self.clock = clock
    scratch = Scratch()
    directory = SessionDirectory(path: "\(scratch.path)/session")
    self.idleSeconds = idleSeconds
  }

  func cell(_ id: String, _ source: String) -> CellSubmission {
    CellSubmission(id: id, index: 1, source: source)
  }

  func options(connection: Int32?) -> WorkerOptions {
    WorkerOptions(
      session: directory.path, home: scratch.path, runtime: runtime, instance: "local",
      threadCount: 1, arenaByteCount: 1 << 30, limits: "none", connection: connection,
      idleSeconds: idleSeconds)
  }

  var clientOptions: SessionOptions {
    var options = SessionOptions(
      home: HomeDirectory(path: scratch.path, runtimeDirectory: runtime),
      settings: SessionSettings(folder: scratch.path, notebook: "test"))
    options.opener = { [unowned self] _, _ throws(SessionError) in
      do { return try self.start() } catch {
        throw .refused(code: "test", message: "\(error)")
      }
    }
    return options
  }

  func start() throws -> SessionClient {
    let (ours, theirs) = try UnixSocket.pair()
    // The worker owns its end, as a process would.
    let options = options(connection: dup(theirs.descriptor))
    theirs.close()
    let gate = gate
    let worker = Mutex<SessionWorker?>(try worker(options))
    let thread = try PlatformThread.start(name: "worker") {
      worker.withLock { worker in
        _ = worker?.run { ScriptedExecutor(gate: gate) }
        worker = nil
      }
    }
    threads.append(thread)
    return try SessionClient.connected(ours, directory, clientOptions)
  }

  /// A worker that has just ended may still hold the lock.
  private func worker(_ options: WorkerOptions) throws -> SessionWorker {
    join()
    return try SessionWorker(options: options, build: "test", clock: clock)
  }

  /// Everything that is in the journal.
  func recorded() throws -> [SessionEvent.Body] {
    var bodies: [SessionEvent.Body] = []
    let journal = try Journal.open(folder: directory.journal, disk: .real).journal
    try journal.replay(from: 1) { _, payload in
      guard let event = try? SessionEvent(Frame(payload: Array(payload))) else { return }
      bodies.append(event.body)
    }
    return bodies
  }

  func join() {
    for thread in threads { thread.join() }
    threads = []
  }
}

extension SessionEvent.Body {
  var report: CellReport? {
    if case .finished(let report) = self { report } else { nil }
  }
}

extension [SessionEvent.Body] {
  /// Texts of the outputs that are streams.
  var outputTexts: [String] {
    compactMap { body in
      guard case .output(_, let json) = body else { return nil }
      do { return try JSON.parse(json)["text"]?.stringValue } catch { return nil }
    }
  }
}

extension SessionClient {
  /// Everything about one cell, up to its end.
  func events(untilEndOf cell: String) throws -> [SessionEvent.Body] {
    var bodies: [SessionEvent.Body] = []
    while let message = try nextEvent(timeoutSeconds: 30) {
      guard case .event(let event) = message, event.body.cell == cell else { continue }
      bodies.append(event.body)
      if event.body.report != nil { return bodies }
    }
    Issue.record("no end of \(cell)")
    return bodies
  }
}
