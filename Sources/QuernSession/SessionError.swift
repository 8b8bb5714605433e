internal import Glibc
package import QuernSystem
package import QuernWire

/// What can go wrong around a session, as opposed to inside one of its cells.
package enum SessionError: Error, Sendable {
  /// Another worker owns the directory and does not answer at its socket.
  case owned(directory: String)
  /// The worker went away; `running` is the cell that was running.
  case workerDied(running: String?, exit: ExitRecord?)
  /// The worker declined.
  case refused(code: String, message: String)
  /// The instance type is unknown, or more than this host has.
  case instance(InstanceError)
  /// A record of the journal, not the last one, cannot be read.
  case journalDamaged(path: String, offset: Int, reason: String)
  /// The journal or store was written by a later release.
  case tooNew(path: String, version: Int)
  /// No disk space, no permission, no such folder.
  case disk(operation: String, path: String, errno: Int32)
  case system(SystemError)
  case wire(WireError)

  /// Stable code, for `--json` and exit statuses.
  package var code: String {
    switch self {
    case .owned: "session-owned"
    case .workerDied: "worker-died"
    case .refused(let code, _): code
    case .instance(let error): error.code
    case .journalDamaged: "journal-damaged"
    case .tooNew: "session-too-new"
    case .disk, .system: "session-disk"
    case .wire: "session-connection"
    }
  }

  /// One sentence for a user, with the remedy where there is one.
  package var message: String {
    switch self {
    case .owned(let directory):
      "the session in \(directory) is in use by another worker that does not answer. "
        + "Hint: wait until it ends, or end it"
    case .workerDied(let running, let exit):
      Self.died(running, exit)
    case .refused(_, let message): message
    case .instance(let error): error.message
    case .journalDamaged(let path, let offset, let reason):
      "the journal \(path) is damaged at byte \(offset): \(reason). "
        + "Hint: start afresh without --resume; the file is kept"
    case .tooNew(let path, let version):
      "\(path) has format \(version), which a later Quern wrote. Hint: update quern"
    case .disk(let operation, let path, let code):
      "\(operation) failed on \(path): \(ErrnoText.of(code))\(Self.hint(code))"
    case .system(let error): error.message + (error.errno.map { Self.hint($0) } ?? "")
    case .wire(let error): error.message
    }
  }

  /// Isolation was asked for and cannot be had: nothing runs.
  static func notIsolated(_ reason: String) -> SessionError {
    .refused(
      code: "isolation-impossible",
      message: "the session was not started: it is to have no network, and this machine does not "
        + "let it be taken away (\(reason)). Hint: \(NetworkIsolation.remedy)")
  }

  /// What helps where the machine's means are at their end.
  private static func hint(_ code: Int32) -> String {
    switch code {
    case ENOSPC, EDQUOT:
      ". Hint: make room (`quern store gc` removes what nothing needs) and run again with "
        + "--resume; what was finished is kept"
    case EROFS, EACCES, EPERM:
      ". Hint: QUERN_HOME names another folder for sessions and results"
    case EMFILE, ENFILE: ". Hint: `ulimit -n 1024` allows more open files"
    default: ""
    }
  }

  private static func died(_ running: String?, _ exit: ExitRecord?) -> String {
    let reason = exit.map { $0.sentence } ?? "the session's worker went away"
    guard let running else { return reason }
    return "\(reason) while cell \(running) was running. "
      + "Hint: finished cells are kept; run again with --resume"
  }
}
