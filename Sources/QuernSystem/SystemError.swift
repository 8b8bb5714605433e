import CQuernSystem
import Glibc

/// The world refused something: what was tried, on what, and what the system answered.
package enum SystemError: Error, Hashable, Sendable {
  /// An operation on a path.
  case file(path: String, operation: String, errno: Int32)
  /// A call that names no path.
  case call(operation: String, errno: Int32)
  /// A program could not be started.
  case process(executable: String, operation: String, errno: Int32)
  /// A socket, by its path.
  case socket(path: String, operation: String, errno: Int32)
  /// A shared library is not installed; `apt` installs it.
  case missingLibrary(name: String, apt: String, reason: String)
  /// A shared library lacks a function: it is older than what Quern needs.
  case missingSymbol(library: String, symbol: String)
  /// The home lies where locks and mappings cannot be trusted.
  case unsuitableHome(path: String, fileSystem: String)
  /// A file's content is not what it must be.
  case malformed(path: String, reason: String)

  /// One sentence for people.
  package var message: String {
    switch self {
    case .file(let path, let operation, let errno):
      "cannot \(operation) \(path): \(SystemError.text(of: errno))"
    case .call(let operation, let errno):
      "cannot \(operation): \(SystemError.text(of: errno))"
    case .process(let executable, let operation, let errno):
      "cannot start \(executable) (\(operation)): \(SystemError.text(of: errno))"
    case .socket(let path, let operation, let errno):
      "cannot \(operation) the socket \(path): \(SystemError.text(of: errno))"
    case .missingLibrary(let name, let apt, _):
      "\(name) is not installed; `apt install \(apt)` installs it"
    case .missingSymbol(let library, let symbol):
      "\(library) has no `\(symbol)`: this version of it is too old for Quern"
    case .unsuitableHome(let path, let fileSystem):
      "the home \(path) is on \(fileSystem), where file locks cannot be trusted; "
        + "set QUERN_HOME to a directory on a local disk"
    case .malformed(let path, let reason):
      "\(path) is not what it should be: \(reason)"
    }
  }

  /// What the system answered; nil where it was not the system that refused.
  package var errno: Int32? {
    switch self {
    case .file(_, _, let errno), .call(_, let errno), .process(_, _, let errno),
      .socket(_, _, let errno):
      errno
    case .missingLibrary, .missingSymbol, .unsuitableHome, .malformed: nil
    }
  }

  /// Whether what was asked for does not exist.
  package var isAbsence: Bool { errno == ENOENT || errno == ENOTDIR }

  /// Whether the disk or a quota is full.
  package var isFull: Bool { errno == ENOSPC || errno == EDQUOT }

  /// The system's text of an error number, in English.
  package static func text(of errno: Int32) -> String {
    guard let text = quern_error_text(errno) else { return "error \(errno)" }
    return String(cString: text)
  }

  /// The error of a call on a path that has just failed.
  static func last(_ operation: String, _ path: String) -> SystemError {
    .file(path: path, operation: operation, errno: Glibc.errno)
  }

  static func last(_ operation: String) -> SystemError {
    .call(operation: operation, errno: Glibc.errno)
  }
}

extension SystemError: CustomStringConvertible {
  package var description: String { message }
}
