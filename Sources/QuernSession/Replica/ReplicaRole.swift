internal import Glibc
internal import QuernLearning
internal import QuernSystem
internal import QuernText
internal import QuernWire

/// `quern __replica --model FILE --socket PATH [--isolated]`: answers for one model behind an
/// endpoint; isolated, it has left the network before it reads the model.
///
/// Each connection has a thread of its own and is answered request by request. SIGTERM ends it with
/// status 0; a model that cannot be loaded with status 65 and one line on standard error.
enum ReplicaRole {
  /// A router keeps a few connections per replica; more wait.
  static let connectionCountMax = 256

  static func run(arguments: [String]) throws -> Int32 {
    let options = try RoleArguments(arguments, flags: ["--isolated"])
    let modelPath = try options.text("--model")
    let socketPath = try options.text("--socket")
    // Blocked before any thread starts, so that only the one below hears it.
    let ends = try SignalFD([SIGTERM, SIGINT])
    let listener = try FrameListener(path: socketPath)
    if options.flags.contains("--isolated"), let reason = NetworkIsolation.leave() {
      listener.stop()
      complain("no network isolation: \(reason). Hint: \(NetworkIsolation.remedy)")
      return NetworkIsolation.failureStatus
    }
    let served: ServedModel
    do {
      served = ServedModel(model: try load(modelPath))
    } catch {
      listener.stop()
      complain("the model \(modelPath) cannot be loaded: \(reason(error))")
      return 65
    }
    try listener.publish()
    try endOnSignal(ends, listener)
    try serve(listener, served)
    return 0
  }

  private static func load(_ path: String) throws -> Model {
    try Model(utf8: Disk.real.read(path))
  }

  private static func endOnSignal(_ ends: SignalFD, _ listener: FrameListener) throws {
    try PlatformThread.start(name: "quern-signals") {
      Poller.waitReadable(ends.descriptor)
      listener.stop()
      _exit(0)
    }.detach()
  }

  /// Takes connections until the listener stops.
  private static func serve(_ listener: FrameListener, _ served: ServedModel) throws {
    let slots = BoundedQueue<Bool>(capacity: connectionCountMax)
    while let connection = try listener.accept() {
      slots.push(true)
      try PlatformThread.start(name: "quern-replica", stackBytes: 4 << 20) {
        answer(connection, served)
        _ = slots.popIfAny()
      }.detach()
    }
  }

  private static func answer(_ connection: FrameConnection, _ served: ServedModel) {
    do throws(WireError) {
      try ReplicaService.answer(connection) { request in
        let answer = served.answer(
          contentType: request.contentType, accept: request.accept, body: request.body)
        let headers = answer.counts.header.map { [ServedCounts.headerName: $0] } ?? [:]
        return ReplicaResponse(
          status: answer.status, contentType: answer.contentType, headers: headers,
          body: answer.body)
      }
    } catch {
      // The router went away in the middle of a request: nobody waits for its answer.
      connection.close()
    }
  }

  private static func reason(_ error: any Error) -> String {
    switch error {
    case let error as SystemError: error.message
    case let error as JSONError: error.description
    case let error as LearningError: error.message
    default: "\(error)"
    }
  }

  private static func complain(_ text: String) {
    let line = text.utf8.map { $0 == UInt8(ascii: "\n") ? UInt8(ascii: " ") : $0 } + [10]
    write(2, line, line.count)
  }
}
