internal import QuernSystem

/// A channel on which clients ask and are answered, on a thread of its own: shell, control, stdin.
final class RouterChannel: @unchecked Sendable {
  typealias Reader = @Sendable (KernelMessage) -> Void

  let name: String
  private let context: ZMQContext
  private let socket: ZMQSocket
  private let codec: MessageCodec
  private let bell: EventFD
  private let lock = Lock()
  private var outbox: [[[UInt8]]] = []
  private var isStopping = false
  private var afterReading: [@Sendable () -> Void] = []
  private var thread: PlatformThread?

  /// Binds at once, so that clients that connect early find it.
  init(
    _ name: String, context: ZMQContext, endpoint: String, codec: MessageCodec,
    curveSecretKey: String?
  ) throws(SystemError) {
    self.name = name
    self.context = context
    self.codec = codec
    bell = try EventFD()
    socket = try ZMQSocket(context, .router)
    socket.set(.linger, KernelLimits.lingerMilliseconds)
    socket.set(.sendLimit, 0)
    socket.set(.routerHandover, 1)
    socket.set(.routerMandatory, 1)
    socket.set(.maximumMessageSize, long: KernelLimits.messageByteCountMax)
    try socket.encrypt(curveSecretKey)
    try socket.bind(endpoint)
  }

  /// Begins to read; each message whose signature is good goes to `read`, on the channel's thread.
  func start(_ read: @escaping Reader) throws(SystemError) {
    thread = try PlatformThread.start(name: "quern-\(name)", stackBytes: 8 << 20) {
      self.serve(read)
    }
  }

  /// Answers a request; from any thread.
  func reply(
    to identities: [[UInt8]], _ type: String, parent: RequestParent,
    metadata: [UInt8] = MessageCodec.empty, content: [UInt8]
  ) {
    let frames =
      identities + codec.encode(type, parent: parent, metadata: metadata, content: content)
    lock.withLock { outbox.append(frames) }
    bell.signal()
  }

  /// Has `action` done when every request that has arrived by now is read.
  func whenRead(_ action: @escaping @Sendable () -> Void) {
    lock.withLock { afterReading.append(action) }
    bell.signal()
  }

  /// Sends what waits and ends the thread.
  func stop() {
    lock.withLock { isStopping = true }
    bell.signal()
    thread?.join()
  }

  private func serve(_ read: Reader) {
    var poller = ZMQPoller(context, socket, bell: bell.descriptor)
    // Answers to clients that are not there: they come back when a killed kernel does.
    var kept: [(message: [[UInt8]], tries: Int)] = []
    defer { socket.close() }
    while true {
      let (frames, actions, stops) = lock.withLock {
        defer {
          outbox = []
          afterReading = []
        }
        return (outbox, afterReading, isStopping)
      }
      kept += frames.map { ($0, 0) }
      var absent: [(message: [[UInt8]], tries: Int)] = []
      for one in kept {
        switch socket.send(one.message) {
        case .closed: return
        case .unreachable where one.tries < Self.tryCountMax: absent.append(one)
        case .unreachable, .whole, .wouldWait: break
        }
      }
      kept = absent.suffix(Self.keptCountMax)
      if !actions.isEmpty {
        while case .message(let frames) = socket.receive() { heed(frames, read) }
        for action in actions { action() }
        continue
      }
      if stops { return }
      let patience = kept.isEmpty ? -1 : Self.tryMilliseconds
      guard let ready = poller.wait(milliseconds: patience) else { return }
      if ready.bell { bell.drain() }
      if !ready.socket && !ready.bell { for index in kept.indices { kept[index].tries += 1 } }
      guard ready.socket else { continue }
      guard take(read) else { return }
    }
  }

  /// How often, how many times and for how many answers an absent client is tried.
  private static let tryMilliseconds = 50
  private static let tryCountMax = 1_200
  private static let keptCountMax = 1_000

  /// Reads some of what is there; false when the context has ended.
  private func take(_ read: Reader) -> Bool {
    for _ in 0..<64 {
      switch socket.receive() {
      case .nothing: return true
      case .closed: return false
      case .message(let frames):
        heed(frames, read)
        // Answers go out between requests, not behind all of them.
        if lock.withLock({ !outbox.isEmpty }) { return true }
      }
    }
    return true
  }

  private func heed(_ frames: [[UInt8]], _ read: Reader) {
    do throws(MessageFault) {
      read(try codec.decode(frames))
    } catch {
      // Forged, sent again or no message at all: to answer would help whoever tries.
      return
    }
  }
}

extension ZMQSocket {
  /// CurveZMQ, where the client asked for it in the connection file.
  func encrypt(_ secretKey: String?) throws(SystemError) {
    guard let secretKey else { return }
    set(.curveServer, 1)
    try set(.curveSecretKey, text: secretKey)
  }
}
