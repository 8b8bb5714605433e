import Glibc
import QuernSystem

/// The functions of libzmq that the kernel uses, opened at run time.
///
/// Source: zmq.h of libzmq 4.3 (api.zeromq.org). A context is thread-safe; a socket belongs to the
/// one thread that made it.
struct ZMQLibrary: @unchecked Sendable {
  typealias Raw = UnsafeMutableRawPointer

  let newContext: @convention(c) () -> Raw?
  let setContext: @convention(c) (Raw, Int32, Int32) -> Int32
  let shutdownContext: @convention(c) (Raw) -> Int32
  let endContext: @convention(c) (Raw) -> Int32
  let newSocket: @convention(c) (Raw, Int32) -> Raw?
  let closeSocket: @convention(c) (Raw) -> Int32
  let bind: @convention(c) (Raw, UnsafePointer<CChar>) -> Int32
  let setOption: @convention(c) (Raw, Int32, UnsafeRawPointer?, Int) -> Int32
  let send: @convention(c) (Raw, UnsafeRawPointer?, Int, Int32) -> Int32
  let initMessage: @convention(c) (Raw) -> Int32
  let receiveMessage: @convention(c) (Raw, Raw, Int32) -> Int32
  let messageData: @convention(c) (Raw) -> Raw?
  let messageSize: @convention(c) (Raw) -> Int
  let messageHasMore: @convention(c) (Raw) -> Int32
  let closeMessage: @convention(c) (Raw) -> Int32
  let poll: @convention(c) (Raw, Int32, Int) -> Int32
  let lastError: @convention(c) () -> Int32
  let errorText: @convention(c) (Int32) -> UnsafePointer<CChar>?

  static let apt = "libzmq5"

  /// The library; the error names what installs it.
  static func open() throws(SystemError) -> ZMQLibrary {
    try ZMQLibrary(DynamicLibrary.open(["libzmq.so.5", "libzmq.so"], apt: apt))
  }

  private init(_ library: DynamicLibrary) throws(SystemError) {
    func symbol<T>(_ name: String) throws(SystemError) -> T {
      try library.symbol(name, as: T.self)
    }
    newContext = try symbol("zmq_ctx_new")
    setContext = try symbol("zmq_ctx_set")
    shutdownContext = try symbol("zmq_ctx_shutdown")
    endContext = try symbol("zmq_ctx_term")
    newSocket = try symbol("zmq_socket")
    closeSocket = try symbol("zmq_close")
    bind = try symbol("zmq_bind")
    setOption = try symbol("zmq_setsockopt")
    send = try symbol("zmq_send")
    initMessage = try symbol("zmq_msg_init")
    receiveMessage = try symbol("zmq_msg_recv")
    messageData = try symbol("zmq_msg_data")
    messageSize = try symbol("zmq_msg_size")
    messageHasMore = try symbol("zmq_msg_more")
    closeMessage = try symbol("zmq_msg_close")
    poll = try symbol("zmq_poll")
    lastError = try symbol("zmq_errno")
    errorText = try symbol("zmq_strerror")
  }
}

/// The context that all sockets of a kernel share.
final class ZMQContext: @unchecked Sendable {
  let library: ZMQLibrary
  let handle: UnsafeMutableRawPointer

  init() throws(SystemError) {
    library = try ZMQLibrary.open()
    guard let handle = library.newContext() else {
      throw .call(operation: "start libzmq", errno: library.lastError())
    }
    self.handle = handle
  }

  /// Ends every wait on its sockets; their threads close them.
  func shutDown() { _ = library.shutdownContext(handle) }

  /// Waits until all sockets are closed and what they sent is under way.
  func end() { _ = library.endContext(handle) }
}
