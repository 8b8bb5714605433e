import CQuernSystem
import Glibc
internal import QuernText

/// How a child ended, and what it used.
package struct ChildExit: Hashable, Sendable {
  /// By itself, or by a signal.
  package enum Status: Hashable, Sendable {
    case exited(code: Int32)
    case signalled(signal: Int32)
  }

  package let status: Status
  package let userSeconds: Double
  package let systemSeconds: Double
  /// The most resident memory it ever had.
  package let peakBytes: Int

  package init(status: Status, userSeconds: Double, systemSeconds: Double, peakBytes: Int) {
    self.status = status
    self.userSeconds = userSeconds
    self.systemSeconds = systemSeconds
    self.peakBytes = peakBytes
  }

  /// Whether it exited with 0.
  package var isSuccess: Bool { status == .exited(code: 0) }

  /// The code as a shell shows it: 128 + signal for a signal.
  package var code: Int32 {
    switch status {
    case .exited(let code): code
    case .signalled(let signal): 128 + signal
    }
  }

  /// "exited with 2", "was killed by SIGKILL".
  package var message: String {
    switch status {
    case .exited(let code): "exited with \(code)"
    case .signalled(let signal): "was killed by \(ChildExit.name(ofSignal: signal))"
    }
  }

  private static func name(ofSignal signal: Int32) -> String {
    switch signal {
    case SIGHUP: "SIGHUP"
    case SIGINT: "SIGINT"
    case SIGQUIT: "SIGQUIT"
    case SIGILL: "SIGILL"
    case SIGABRT: "SIGABRT"
    case SIGBUS: "SIGBUS"
    case SIGFPE: "SIGFPE"
    case SIGKILL: "SIGKILL"
    case SIGSEGV: "SIGSEGV"
    case SIGPIPE: "SIGPIPE"
    case SIGTERM: "SIGTERM"
    case SIGXCPU: "SIGXCPU"
    default: "signal \(signal)"
    }
  }
}

/// A child that this process started. It goes on when the last reference goes.
package final class ChildProcess: @unchecked Sendable {
  package let pid: Int32
  /// Taken when the child was started.
  package let identity: ProcessIdentity?
  private let isGroupLeader: Bool
  private let lock = Lock()
  private var ended: ChildExit?
  private let handle: FileHandle?

  init(pid: Int32, isGroupLeader: Bool) {
    self.pid = pid
    self.isGroupLeader = isGroupLeader
    identity = ProcessIdentity.of(pid)
    let descriptor = quern_pidfd_open(pid)
    handle = descriptor >= 0 ? FileHandle(descriptor: descriptor, path: "pidfd \(pid)") : nil
  }

  /// A descriptor that becomes readable when the child ends, for a `Poller`; nil on kernels
  /// before 5.3.
  package var exitDescriptor: Int32? { handle?.descriptor }

  /// Waits for the child's end.
  package func wait() -> ChildExit {
    if let handle {
      // Waiting outside the lock: another thread must be able to kill meanwhile.
      Poller.waitReadable(handle.descriptor)
    }
    return lock.withLock { collect(hang: true) } ?? ChildProcess.vanished
  }

  /// How the child ended; nil while it runs.
  package func poll() -> ChildExit? {
    lock.withLock { collect(hang: false) }
  }

  /// Waits at most so long for the child's end; nil when it still runs.
  package func wait(timeoutSeconds: Double) -> ChildExit? {
    guard let handle else { return poll() }
    if Poller.waitReadable(handle.descriptor, timeoutSeconds: timeoutSeconds) { return wait() }
    return poll()
  }

  private func collect(hang: Bool) -> ChildExit? {
    if let ended { return ended }
    var found = pid
    var status: Int32 = 0
    var user: Int64 = 0
    var system: Int64 = 0
    var peak: Int64 = 0
    let error = quern_wait(&found, hang ? 1 : 0, &status, &user, &system, &peak)
    guard error == 0 else {
      // Somebody else has collected it: it is over, and nothing more is known.
      ended = ChildProcess.vanished
      return ended
    }
    guard found == pid else { return nil }
    let signal = status & 0x7F
    ended = ChildExit(
      status: signal == 0 ? .exited(code: status >> 8 & 0xFF) : .signalled(signal: signal),
      userSeconds: Double(user) / 1e6, systemSeconds: Double(system) / 1e6, peakBytes: Int(peak))
    return ended
  }

  private static let vanished = ChildExit(
    status: .exited(code: 255), userSeconds: 0, systemSeconds: 0, peakBytes: 0)

  /// Sends a signal; false when the child has been collected (its pid may be another's by now).
  @discardableResult
  package func kill(_ signal: Int32 = SIGKILL) -> Bool {
    lock.withLock { ended == nil && Glibc.kill(pid, signal) == 0 }
  }

  /// Sends a signal to the child's session or process group; to it alone where it leads none.
  @discardableResult
  package func killGroup(_ signal: Int32 = SIGKILL) -> Bool {
    guard isGroupLeader else { return kill(signal) }
    return lock.withLock { ended == nil && Glibc.kill(-pid, signal) == 0 }
  }
}
