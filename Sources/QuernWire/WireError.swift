internal import Glibc

/// What can go wrong between two Quern processes on one machine.
package enum WireError: Error, Sendable, Equatable {
  /// Nobody answers at this socket.
  case unreachable(path: String, errno: Int32)
  /// A socket call failed.
  case socket(operation: String, path: String, errno: Int32)
  /// The other side closed the connection inside a message, or before its answer.
  case closed(path: String)
  /// The other side did not answer in time.
  case timedOut(doing: String, milliseconds: Int)
  /// A frame is larger than both sides allow.
  case frameTooLarge(byteCount: Int, limit: Int)
  /// Bytes that are not the protocol.
  case malformed(String)
  /// A message of a kind that this build does not know.
  case unknownMessage(String)
  /// A socket path that the kernel cannot hold.
  case pathTooLong(path: String, limit: Int)

  /// One sentence for a user, with the remedy where there is one.
  package var message: String {
    switch self {
    case .unreachable(let path, let code):
      "nothing answers at \(path): \(WireError.text(code))"
    case .socket(let operation, let path, let code):
      "\(operation) failed on \(path): \(WireError.text(code))"
    case .closed(let path):
      "the connection to \(path) was closed before its answer was complete"
    case .timedOut(let doing, let milliseconds):
      "\(doing) took longer than \(milliseconds) ms"
    case .frameTooLarge(let byteCount, let limit):
      "a message of \(byteCount) bytes is over the limit of \(limit) bytes"
    case .malformed(let reason):
      reason
    case .unknownMessage(let kind):
      "the message `\(kind)` is unknown to this build. "
        + "Hint: front end and worker must be of one release"
    case .pathTooLong(let path, let limit):
      "the socket path \(path) is longer than \(limit) bytes. "
        + "Hint: set XDG_RUNTIME_DIR to a shorter directory"
    }
  }

  private static func text(_ code: Int32) -> String {
    guard let pointer = strerror(code) else { return "error \(code)" }
    return String(cString: pointer)
  }
}
