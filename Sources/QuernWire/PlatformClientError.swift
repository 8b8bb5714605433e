package import QuernSystem

/// Why the platform could not be asked, or what it refused.
package enum PlatformClientError: Error, Sendable, Equatable {
  /// The platform's refusal, with AWS's code.
  case refused(code: String, message: String, status: Int)
  /// `quern-platform` is not beside this program.
  case notInstalled(path: String)
  /// It was started and did not come up.
  case notStarted(reason: String, log: String)
  /// A newer control plane runs in this home.
  case newerPlatform(version: Int)
  /// Whoever reaches it for this process could not, or is gone; in its words.
  case notReached(String)
  case wire(WireError)
  case system(SystemError)

  /// The daemon ended before it answered.
  var isEndOfDaemon: Bool {
    switch self {
    case .wire(.closed), .wire(.unreachable), .wire(.socket): true
    case .wire, .refused, .notInstalled, .notStarted, .newerPlatform, .notReached, .system:
      false
    }
  }

  /// A stable code: AWS's for refusals, ours otherwise.
  package var code: String {
    switch self {
    case .refused(let code, _, _): code
    case .notInstalled: "platform-not-installed"
    case .notStarted: "platform-not-started"
    case .newerPlatform: "platform-newer"
    case .notReached: "platform-unreachable"
    case .wire: "platform-unreachable"
    case .system: "platform-unreachable"
    }
  }

  /// What is wrong and what to do, for a user.
  package var message: String {
    switch self {
    case .refused(_, let message, _): message
    case .notInstalled(let path):
      "the platform's program is not at \(path). "
        + "Hint: build it with `swift build --product quern-platform`"
    case .notStarted(let reason, let log):
      "the platform did not start: \(reason). Hint: see \(log)"
    case .newerPlatform(let version):
      "the platform that runs in this home speaks protocol \(version), newer than this program's. "
        + "Hint: upgrade, or stop it with `quern platform down`"
    case .notReached(let words): words
    case .wire(let error): error.message
    case .system(let error): error.message
    }
  }
}
