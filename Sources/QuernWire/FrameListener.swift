internal import Glibc

/// A listening Unix socket whose visible name always answers: it is bound under a temporary name,
/// listens, and is renamed into place.
package final class FrameListener: @unchecked Sendable {
  package let path: String
  /// For a thread that polls; whoever only accepts does not need it.
  package let descriptor: Int32
  private let temporaryPath: String

  /// Binds and listens beside `path`; call `publish` when requests can be answered.
  package init(path: String, backlog: Int32 = 128) throws(WireError) {
    // The kernel must be able to hold the temporary name too.
    temporaryPath = "\(path).\(getpid())"
    self.path = path
    let descriptor = try UnixAddress.socket(path: path)
    self.descriptor = descriptor
    unlink(temporaryPath)
    let bound = try UnixAddress.with(temporaryPath) { bind(descriptor, $0, $1) }
    guard bound == 0, chmod(temporaryPath, 0o600) == 0, listen(descriptor, backlog) == 0 else {
      let code = errno
      Glibc.close(descriptor)
      unlink(temporaryPath)
      throw .socket(operation: "listen", path: path, errno: code)
    }
  }

  deinit { Glibc.close(descriptor) }

  /// Makes the socket visible under its name.
  package func publish() throws(WireError) {
    guard rename(temporaryPath, path) == 0 else {
      throw .socket(operation: "rename", path: path, errno: errno)
    }
  }

  /// The next connection; nil after `stop`.
  package func accept() throws(WireError) -> FrameConnection? {
    while true {
      let accepted = Glibc.accept(descriptor, nil, nil)
      if accepted >= 0 {
        _ = fcntl(accepted, F_SETFD, FD_CLOEXEC)
        return FrameConnection(descriptor: accepted, path: path)
      }
      switch errno {
      case EINTR, ECONNABORTED: continue
      case EINVAL, EBADF: return nil
      default: throw .socket(operation: "accept", path: path, errno: errno)
      }
    }
  }

  /// Removes the name and wakes a thread blocked in `accept`.
  package func stop() {
    unlink(path)
    unlink(temporaryPath)
    _ = Glibc.shutdown(descriptor, Int32(SHUT_RDWR))
  }
}
