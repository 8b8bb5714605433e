internal import Glibc
internal import QuernSystem
internal import QuernWire

/// What an isolated worker asks its shim for, one at a time: sockets that it must not make itself.
enum SocketRequest: UInt8 {
  /// The socket on which front ends find the session.
  case listener = 76
  case control = 67
  case route = 82

  /// Sent with the descriptor.
  static let granted: UInt8 = 43
  /// The byte with which the worker finds the other end.
  static let descriptor: Int32 = 5
  /// Bytes of a refusal's text.
  static let refusalByteCountMax = 4096
}

/// The shim's side: makes the two kinds of sockets that an isolated worker needs, and no others.
///
/// It is the worker's only way out. The worker is our own program; what it starts does not get
/// this descriptor, and cannot take it.
struct SocketBroker: Sendable {
  let directory: SessionDirectory
  let home: HomeDirectory

  /// Answers until the worker is gone.
  func serve(_ socket: UnixSocket) throws(SystemError) {
    while let byte = try socket.receive(count: 1)?.bytes.first {
      guard let request = SocketRequest(rawValue: byte) else { return }
      try answer(request, socket)
    }
  }

  private func answer(_ request: SocketRequest, _ socket: UnixSocket) throws(SystemError) {
    switch request {
    case .listener:
      let listener: UnixListener
      do throws(SystemError) {
        listener = try directory.listen(runtime: home.runtimeDirectory)
      } catch {
        return try refuse(error.message, socket)
      }
      defer { listener.close() }
      try socket.send([SocketRequest.granted], descriptors: [listener.descriptor])
    case .control: try connect(.control, socket)
    case .route: try connect(.route, socket)
    }
  }

  private func connect(
    _ daemon: PlatformLauncher.Daemon, _ socket: UnixSocket
  ) throws(SystemError) {
    let connection: FrameConnection
    do throws(PlatformClientError) {
      let launcher = PlatformLauncher(places: PlatformPlaces(home: home))
      switch daemon {
      case .control: connection = try launcher.connectControl()
      case .route: connection = try launcher.connectRoute()
      }
    } catch {
      return try refuse(error.message, socket)
    }
    let handle = FileHandle(descriptor: connection.release(), path: connection.path)
    defer { handle.close() }
    try socket.send([SocketRequest.granted], descriptors: [handle.descriptor])
  }

  private func refuse(_ reason: String, _ socket: UnixSocket) throws(SystemError) {
    let text = Array(reason.utf8.prefix(SocketRequest.refusalByteCountMax))
    let count = [UInt8(truncatingIfNeeded: text.count), UInt8(truncatingIfNeeded: text.count >> 8)]
    try socket.send([0] + count + text)
  }
}

/// The worker's side: asks the shim.
final class SocketDoor: Sendable {
  private let socket: UnixSocket
  private let lock = Lock()

  init(descriptor: Int32) { socket = UnixSocket(descriptor: descriptor, path: "of the shim") }

  /// The socket on which front ends find the session.
  func listener(path: String) throws(SystemError) -> UnixListener {
    do throws(Refusal) {
      let listener = UnixListener(descriptor: try ask(.listener), path: path)
      listener.setNonblocking()
      return listener
    } catch {
      throw .malformed(path: path, reason: error.words)
    }
  }

  /// A connection to one of the platform's daemons, which is started where it does not run.
  func connection(
    to daemon: PlatformLauncher.Daemon
  ) throws(PlatformClientError) -> FrameConnection {
    do throws(Refusal) {
      let descriptor =
        switch daemon {
        case .control: try ask(.control)
        case .route: try ask(.route)
        }
      return FrameConnection(descriptor: descriptor, path: "the platform's \(daemon.rawValue)")
    } catch {
      throw .notReached(error.words)
    }
  }

  /// Why there is no socket.
  private struct Refusal: Error {
    let words: String

    static let gone = Refusal(
      words: "the shim of this session is gone, and a session without a network has no other way "
        + "to the platform. Hint: `quern sessions stop` ends the session; the next cell begins it "
        + "anew, with all values")
  }

  private func ask(_ request: SocketRequest) throws(Refusal) -> Int32 {
    try lock.withLock { () throws(Refusal) in
      do throws(SystemError) {
        try socket.send([request.rawValue])
      } catch {
        throw .gone
      }
      let answer = try received(1)
      if answer.bytes == [SocketRequest.granted], let given = answer.descriptors.first {
        return fcntl(given.descriptor, F_DUPFD_CLOEXEC, 0)
      }
      let head = try exactly(2)
      let text = try exactly(Int(head[0]) | Int(head[1]) << 8)
      throw Refusal(words: String(decoding: text, as: UTF8.self))
    }
  }

  private func exactly(_ count: Int) throws(Refusal) -> [UInt8] {
    var bytes: [UInt8] = []
    while bytes.count < count { bytes += try received(count - bytes.count).bytes }
    return bytes
  }

  /// What came, which is never nothing.
  private func received(_ count: Int) throws(Refusal) -> UnixSocket.Received {
    do throws(SystemError) {
      if let received = try socket.receive(count: count), !received.isEnd { return received }
    } catch {
      // The same to the worker: the other end is no more.
    }
    throw .gone
  }
}
