internal import QuernSystem

/// Sends back what comes, on a thread of its own: clients see that the kernel lives.
final class Heartbeat: @unchecked Sendable {
  private let context: ZMQContext
  private let socket: ZMQSocket
  private let bell: EventFD
  private var thread: PlatformThread?

  init(
    context: ZMQContext, endpoint: String, curveSecretKey: String?
  ) throws(SystemError) {
    self.context = context
    bell = try EventFD()
    // A router: unlike a replier it takes pings that come before the last answer is fetched.
    socket = try ZMQSocket(context, .router)
    socket.set(.linger, 0)
    socket.set(.maximumMessageSize, long: 1 << 20)
    try socket.encrypt(curveSecretKey)
    try socket.bind(endpoint)
  }

  func start() throws(SystemError) {
    thread = try PlatformThread.start(name: "quern-heartbeat", stackBytes: 256 << 10) {
      var poller = ZMQPoller(self.context, self.socket, bell: self.bell.descriptor)
      defer { self.socket.close() }
      while let ready = poller.wait(milliseconds: -1), !ready.bell {
        guard ready.socket else { continue }
        switch self.socket.receive() {
        case .message(let frames): _ = self.socket.send(frames)
        case .nothing: continue
        case .closed: return
        }
      }
    }
  }

  func stop() {
    bell.signal()
    thread?.join()
  }
}
