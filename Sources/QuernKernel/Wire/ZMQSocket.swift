import Glibc
import QuernSystem

/// One socket of libzmq. It is made on one thread and may be handed to another before its first
/// use there; then it belongs to that one.
final class ZMQSocket: @unchecked Sendable {
  enum Kind: Int32 {
    case router = 6
    case xpub = 9
  }

  /// Numbers of zmq.h.
  enum Option: Int32 {
    case linger = 17
    case maximumMessageSize = 22
    case sendLimit = 23
    case receiveLimit = 24
    case routerMandatory = 33
    case routerHandover = 56
    case publisherKeepsAll = 69
    case publisherTellsEverySubscription = 78
    case curveServer = 47
    case curveSecretKey = 49
  }

  enum Sent {
    case whole
    /// A reader is behind: nothing was sent.
    case wouldWait
    /// The client is not there: nothing was sent.
    case unreachable
    /// The context has ended.
    case closed
  }

  /// What came in.
  enum Received {
    case message([[UInt8]])
    case nothing
    case closed
  }

  private static let dontWait: Int32 = 1
  private static let moreFollows: Int32 = 2
  /// Frames of one message; what sends more is no Jupyter client.
  private static let frameCountMax = 1_024

  private let library: ZMQLibrary
  let handle: UnsafeMutableRawPointer

  init(_ context: ZMQContext, _ kind: Kind) throws(SystemError) {
    library = context.library
    guard let handle = library.newSocket(context.handle, kind.rawValue) else {
      throw .call(operation: "open a socket of libzmq", errno: library.lastError())
    }
    self.handle = handle
  }

  func set(_ option: Option, _ value: Int32) {
    var value = value
    _ = library.setOption(handle, option.rawValue, &value, MemoryLayout<Int32>.size)
  }

  func set(_ option: Option, long value: Int64) {
    var value = value
    _ = library.setOption(handle, option.rawValue, &value, MemoryLayout<Int64>.size)
  }

  func set(_ option: Option, text: String) throws(SystemError) {
    var text = text
    let result = text.withUTF8 {
      library.setOption(handle, option.rawValue, $0.baseAddress, $0.count)
    }
    guard result == 0 else {
      throw .call(operation: "set an option of libzmq", errno: library.lastError())
    }
  }

  func bind(_ endpoint: String) throws(SystemError) {
    guard library.bind(handle, endpoint) == 0 else {
      throw .socket(path: endpoint, operation: "bind", errno: library.lastError())
    }
  }

  func close() { _ = library.closeSocket(handle) }

  /// Sends all frames, or none where a reader is behind.
  func send(_ frames: [[UInt8]]) -> Sent {
    for (place, frame) in frames.enumerated() {
      var flags = Self.dontWait
      if place + 1 < frames.count { flags |= Self.moreFollows }
      while true {
        let sent = frame.withUnsafeBytes { library.send(handle, $0.baseAddress, $0.count, flags) }
        if sent >= 0 { break }
        switch library.lastError() {
        case EINTR: continue
        // Whether there is room is decided with the first frame; the rest follows it.
        case EAGAIN where place == 0: return .wouldWait
        case EAGAIN: usleep(200)
        case EHOSTUNREACH: return .unreachable
        default: return .closed
        }
      }
    }
    return .whole
  }

  /// The next whole message, if one is there.
  func receive() -> Received {
    var frames: [[UInt8]] = []
    // zmq_msg_t: 64 opaque bytes.
    return withUnsafeTemporaryAllocation(byteCount: 64, alignment: 16) { buffer in
      guard let message = buffer.baseAddress else { return .closed }
      while true {
        _ = library.initMessage(message)
        defer { _ = library.closeMessage(message) }
        // The rest of a message has arrived with its first frame.
        if library.receiveMessage(message, handle, Self.dontWait) < 0 {
          switch library.lastError() {
          case EINTR: continue
          case EAGAIN: return .nothing
          default: return .closed
          }
        }
        let bytes = UnsafeRawBufferPointer(
          start: library.messageData(message), count: library.messageSize(message))
        if frames.count < Self.frameCountMax { frames.append(Array(bytes)) }
        if library.messageHasMore(message) == 0 { return .message(frames) }
      }
    }
  }
}

/// Waits for a socket of libzmq and a bell at once.
struct ZMQPoller {
  /// `zmq_pollitem_t`.
  private struct Item {
    var socket: UnsafeMutableRawPointer?
    var descriptor: Int32
    var events: Int16
    var ready: Int16
  }

  private static let canRead: Int16 = 1
  private static let canWrite: Int16 = 2

  private let library: ZMQLibrary
  private var items: [Item]

  init(_ context: ZMQContext, _ socket: ZMQSocket, bell: Int32) {
    library = context.library
    items = [
      Item(socket: socket.handle, descriptor: 0, events: Self.canRead, ready: 0),
      Item(socket: nil, descriptor: bell, events: Self.canRead, ready: 0),
    ]
  }

  /// Whether the socket has something to read, and whether the bell rang; nil: the context ended.
  mutating func wait(
    milliseconds: Int, untilWritable: Bool = false
  ) -> (socket: Bool, bell: Bool)? {
    items[0].events = untilWritable ? Self.canRead | Self.canWrite : Self.canRead
    let count = Int32(items.count)
    let ready = items.withUnsafeMutableBytes { buffer in
      buffer.baseAddress.map { library.poll($0, count, milliseconds) } ?? 0
    }
    if ready < 0 { return library.lastError() == EINTR ? (false, false) : nil }
    guard ready > 0 else { return (false, false) }
    return (items[0].ready & Self.canRead != 0, items[1].ready != 0)
  }
}
