internal import Glibc

/// A blocking connection that carries frames: used by one thread at a time.
///
///     let connection = try FrameConnection.connect(path: socketPath)
///     try connection.send(Frame(header: ["kind": "ping"]))
///     let answer = try connection.receive()
package final class FrameConnection: @unchecked Sendable {
  /// The socket path, for error texts.
  package let path: String
  private let descriptor: Int32
  private var isClosed = false

  /// Takes over a connected stream socket.
  package init(descriptor: Int32, path: String) {
    self.descriptor = descriptor
    self.path = path
  }

  deinit { if !isClosed { Glibc.close(descriptor) } }

  /// Connects to the Unix socket at `path`; throws `unreachable` when nobody listens there.
  package static func connect(path: String) throws(WireError) -> FrameConnection {
    let descriptor = try UnixAddress.socket(path: path)
    while true {
      let status = try UnixAddress.with(path) { Glibc.connect(descriptor, $0, $1) }
      if status == 0 { return FrameConnection(descriptor: descriptor, path: path) }
      let code = errno
      if code == EINTR { continue }
      Glibc.close(descriptor)
      throw .unreachable(path: path, errno: code)
    }
  }

  /// Writes one frame whole.
  package func send(_ frame: Frame) throws(WireError) {
    let bytes = try frame.encoded()
    var offset = 0
    while offset < bytes.count {
      let written = bytes.withUnsafeBytes { buffer in
        Glibc.send(
          descriptor, buffer.baseAddress.map { $0 + offset }, buffer.count - offset,
          Int32(MSG_NOSIGNAL))
      }
      if written < 0 {
        if errno == EINTR { continue }
        if errno == EPIPE || errno == ECONNRESET { throw .closed(path: path) }
        throw .socket(operation: "send", path: path, errno: errno)
      }
      offset += written
    }
  }

  /// Reads one frame; nil when the other side closed between frames.
  ///
  /// Without `timeoutMilliseconds` it waits for ever; with it, the whole frame must arrive in time.
  package func receive(
    timeoutMilliseconds: Int? = nil, doing: String = "waiting for an answer"
  ) throws(WireError) -> Frame? {
    let deadline = timeoutMilliseconds.map {
      (end: FrameConnection.monotonicMilliseconds() + $0, doing: doing, limit: $0)
    }
    var prefix: [UInt8] = []
    guard try read(4, into: &prefix, deadline) else { return nil }
    let count = try Frame.length(prefix: prefix)
    var payload: [UInt8] = []
    guard try read(count, into: &payload, deadline) else { throw .closed(path: path) }
    return try Frame(payload: payload)
  }

  /// Ends both directions: a thread blocked in `receive` returns.
  package func shutdown() { _ = Glibc.shutdown(descriptor, Int32(SHUT_RDWR)) }

  /// The descriptor, which is the caller's from now on.
  package func release() -> Int32 {
    isClosed = true
    return descriptor
  }

  /// Closes the socket; later calls fail.
  package func close() {
    guard !isClosed else { return }
    isClosed = true
    Glibc.close(descriptor)
  }

  /// Whether the other side has closed (or sent what nobody asked for) while we were not reading.
  package var isStale: Bool {
    var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    return isClosed || poll(&entry, 1, 0) != 0
  }

  private typealias Deadline = (end: Int, doing: String, limit: Int)

  /// Appends exactly `count` bytes; false when the stream ended before the first one.
  private func read(
    _ count: Int, into bytes: inout [UInt8], _ deadline: Deadline?
  ) throws(WireError) -> Bool {
    bytes = [UInt8](repeating: 0, count: count)
    var offset = 0
    while offset < count {
      if let deadline { try waitReadable(deadline) }
      let received = bytes.withUnsafeMutableBytes { buffer in
        recv(descriptor, buffer.baseAddress.map { $0 + offset }, count - offset, 0)
      }
      if received < 0 {
        if errno == EINTR || errno == EAGAIN { continue }
        if errno == ECONNRESET { throw .closed(path: path) }
        throw .socket(operation: "receive", path: path, errno: errno)
      }
      if received == 0 {
        if offset == 0 { return false }
        throw .closed(path: path)
      }
      offset += received
    }
    return true
  }

  private func waitReadable(_ deadline: Deadline) throws(WireError) {
    while true {
      let left = deadline.end - FrameConnection.monotonicMilliseconds()
      guard left > 0 else {
        throw .timedOut(doing: deadline.doing, milliseconds: deadline.limit)
      }
      var entry = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
      let ready = poll(&entry, 1, Int32(clamping: left))
      if ready > 0 { return }
      if ready < 0 && errno != EINTR {
        throw .socket(operation: "poll", path: path, errno: errno)
      }
    }
  }

  static func monotonicMilliseconds() -> Int {
    var time = timespec()
    clock_gettime(CLOCK_MONOTONIC, &time)
    return Int(time.tv_sec) * 1000 + Int(time.tv_nsec) / 1_000_000
  }
}
