internal import Glibc
internal import QuernLearning
internal import QuernSystem
internal import QuernText

/// `quern __fit`: trains in a process of its own, which may be killed at any moment.
enum FitHelperRole {
  static func run(arguments: [String]) -> Int32 {
    // Under memory pressure this process is the one to go, not the session's worker.
    do throws(SystemError) {
      try FileHandle.open("/proc/self/oom_score_adj", .append).write(Array("900".utf8))
    } catch {
      // Without the right to say so, the kernel's own choice stands.
    }
    let socket = UnixSocket(descriptor: FitProtocol.connection)
    do {
      while let job = try next(socket) {
        FitWorker.serve(job, interrupt: Interrupt()) { message in send(message, to: socket) }
      }
      return 0
    } catch let error as LearningError {
      send(.failed(error), to: socket)
      return 65
    } catch {
      return 74
    }
  }

  /// The next job; nil when the session is gone.
  private static func next(_ socket: UnixSocket) throws -> FitJob? {
    var memory: FileHandle?
    guard let prefix = try read(socket, 4, &memory), let count = FitProtocol.length(prefix),
      let header = try read(socket, count, &memory), let memory
    else { return nil }
    return try FitJob(header: JSON.parse(header), memory: MemoryFile.adopt(memory))
  }

  private static func read(
    _ socket: UnixSocket, _ count: Int, _ memory: inout FileHandle?
  ) throws -> [UInt8]? {
    var bytes: [UInt8] = []
    while bytes.count < count {
      guard let received = try socket.receive(count: count - bytes.count), !received.isEnd else {
        return nil
      }
      bytes += received.bytes
      if let handle = received.descriptors.first { memory = handle }
    }
    return bytes
  }

  private static func send(_ message: FitMessage, to socket: UnixSocket) {
    do throws(SystemError) {
      try socket.send(message.json.utf8() + [UInt8(ascii: "\n")])
    } catch {
      // Nobody listens any more: there is nothing left to do here.
      _exit(0)
    }
  }
}
