import CQuernSystem
import Glibc

/// One end of a connection between two processes of this machine, which also carries descriptors.
package final class UnixSocket: Sendable {
  private let handle: FileHandle
  package let path: String

  package var descriptor: Int32 { handle.descriptor }

  /// Takes over a connected descriptor.
  package init(descriptor: Int32, path: String = "of the parent") {
    handle = FileHandle(descriptor: descriptor, path: path)
    self.path = path
  }

  /// Connects to who listens at `path`.
  package static func connect(_ path: String) throws(SystemError) -> UnixSocket {
    let name = try ShortName(path)
    let descriptor = quern_unix_connect(name.text)
    guard descriptor >= 0 else {
      throw .socket(path: path, operation: "connect to", errno: errno)
    }
    return UnixSocket(descriptor: descriptor, path: path)
  }

  /// Listens at `path`, which must not exist; connections wait from the moment this returns.
  package static func listen(_ path: String, backlog: Int32 = 128) throws(SystemError)
    -> UnixListener
  {
    let name = try ShortName(path)
    let descriptor = quern_unix_listen(name.text, backlog)
    guard descriptor >= 0 else { throw .socket(path: path, operation: "listen at", errno: errno) }
    return UnixListener(descriptor: descriptor, path: path)
  }

  /// Two connected ends, for a child that is given one of them.
  package static func pair() throws(SystemError) -> (UnixSocket, UnixSocket) {
    var ends: [Int32] = [-1, -1]
    guard quern_unix_pair(&ends) == 0 else { throw .last("make a pair of sockets") }
    return (
      UnixSocket(descriptor: ends[0], path: "of a pair"),
      UnixSocket(descriptor: ends[1], path: "of a pair")
    )
  }

  /// Sends what the socket takes now, the descriptors with the first byte; nil where it takes
  /// nothing (only without blocking).
  package func sendSome(
    _ bytes: UnsafeRawBufferPointer, descriptors: [Int32] = []
  ) throws(SystemError) -> Int? {
    let count = quern_unix_send(
      descriptor, bytes.baseAddress, bytes.count, descriptors, Int32(descriptors.count))
    if count >= 0 { return count }
    if errno == EAGAIN { return nil }
    throw .socket(path: path, operation: "send to", errno: errno)
  }

  /// Sends all bytes, the descriptors (at most 16) with the first; waits where it must.
  package func send(_ bytes: [UInt8], descriptors: [Int32] = []) throws(SystemError) {
    precondition(!bytes.isEmpty || descriptors.isEmpty, "descriptors travel with a byte")
    var done = 0
    var carried = descriptors
    while done < bytes.count {
      let from = done
      let result: Result<Int?, SystemError> = bytes.withUnsafeBytes { raw in
        do throws(SystemError) {
          let rest = UnsafeRawBufferPointer(rebasing: raw[from...])
          return .success(try sendSome(rest, descriptors: carried))
        } catch {
          return .failure(error)
        }
      }
      if let count = try result.get() {
        done += count
        carried = []
      } else {
        Poller.waitWritable(descriptor)
      }
    }
  }

  /// What a `receive` brought.
  package struct Received: Sendable {
    /// Empty at the end of the connection.
    package let bytes: [UInt8]
    package let descriptors: [FileHandle]
    package var isEnd: Bool { bytes.isEmpty }
  }

  /// What has come, up to `count` bytes; waits for some, or is nil where the socket does not block.
  package func receive(count: Int = 65_536) throws(SystemError) -> Received? {
    var passed = [Int32](repeating: -1, count: 16)
    var passedCount: Int32 = 16
    var result = 0
    var failed: Int32 = 0
    let bytes = [UInt8](unsafeUninitializedCapacity: max(1, count)) { buffer, filled in
      result = quern_unix_receive(
        descriptor, buffer.baseAddress, buffer.count, &passed, &passedCount)
      failed = errno
      filled = max(0, result)
    }
    if result < 0 {
      if failed == EAGAIN { return nil }
      // A peer that was killed resets the connection: for the reader that is its end.
      if failed == ECONNRESET { return Received(bytes: [], descriptors: []) }
      throw .socket(path: path, operation: "receive from", errno: failed)
    }
    let handles = passed.prefix(Int(passedCount)).map {
      FileHandle(descriptor: $0, path: "a descriptor passed by a socket")
    }
    return Received(bytes: bytes, descriptors: handles)
  }

  /// The process and the user at the other end.
  package func peer() throws(SystemError) -> (pid: Int32, uid: UInt32) {
    var pid: pid_t = 0
    var uid: uid_t = 0
    guard quern_unix_peer(descriptor, &pid, &uid) == 0 else {
      throw .socket(path: path, operation: "identify the peer of", errno: errno)
    }
    return (pid, uid)
  }

  /// Whether calls return at once where they would wait.
  package func setNonblocking(_ nonblocking: Bool = true) {
    quern_set_nonblocking(descriptor, nonblocking ? 1 : 0)
  }

  /// Tells the other end that nothing more comes.
  package func finishSending() { shutdown(descriptor, Int32(SHUT_WR)) }

  /// Closes this end; the other one reads the end.
  package func close() { handle.close() }
}

/// A socket that others connect to. Its name stays when it goes; `unlink` removes it.
package final class UnixListener: Sendable {
  private let handle: FileHandle
  package let path: String

  package var descriptor: Int32 { handle.descriptor }

  /// Takes over a descriptor that listens.
  package init(descriptor: Int32, path: String) {
    handle = FileHandle(descriptor: descriptor, path: path)
    self.path = path
  }

  /// The next connection, waiting for one; nil where the listener does not block.
  package func accept() throws(SystemError) -> UnixSocket? {
    let peer = quern_unix_accept(descriptor)
    if peer >= 0 { return UnixSocket(descriptor: peer, path: path) }
    if errno == EAGAIN { return nil }
    throw .socket(path: path, operation: "accept a connection at", errno: errno)
  }

  package func setNonblocking(_ nonblocking: Bool = true) {
    quern_set_nonblocking(descriptor, nonblocking ? 1 : 0)
  }

  /// Removes the name; who is connected stays so.
  package func unlink() { Glibc.unlink(path) }

  package func close() { handle.close() }
}

/// A name of a socket within the 107 bytes that the system takes: a longer path is reached through
/// an open descriptor of its directory.
private struct ShortName {
  let text: String
  private let directory: FileHandle?

  init(_ path: String) throws(SystemError) {
    guard path.utf8.count > 107 else {
      text = path
      directory = nil
      return
    }
    let parent = Path.parent(path)
    let descriptor = quern_open_directory(parent)
    guard descriptor >= 0 else { throw .last("open", parent) }
    directory = FileHandle(descriptor: descriptor, path: parent)
    text = "/proc/self/fd/\(descriptor)/\(Path.name(path))"
  }
}
