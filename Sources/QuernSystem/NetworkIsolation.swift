import CQuernSystem
import Glibc
internal import Synchronization

/// Processes without a network.
///
/// `leave` takes the running process, and all that it will start, out of the network;
/// `quern __isolated PROGRAM ARGUMENTS` does so and becomes the program, or ends without having
/// started it.
///
/// They are in a user and a network namespace of their own: there is no interface but a loopback
/// that reaches nobody else, no socket to another program of the machine (Unix sockets can be had
/// in pairs only), and no right to go back. Files stay as they were.
package enum NetworkIsolation {
  /// The status with which it ends where isolation is not to be had.
  package static let failureStatus: Int32 = 125
  /// How the line that says why begins.
  package static let failurePrefix = "quern: no network isolation: "
  /// By what it holds, as `describe` says it.
  package static let means = "namespaces of its own and a filter of system calls"
  /// What a user can do where it is not to be had.
  package static let remedy =
    "let users make namespaces (`sysctl user.max_user_namespaces=10000`, on Ubuntu also "
    + "`kernel.apparmor_restrict_unprivileged_userns=0`; in a container allow `unshare`), or go "
    + "without isolation: `network: host`"

  private static let inForce = Atomic(false)

  /// Whether this process has left the network: then all that it starts is without one.
  package static var isInForce: Bool { inForce.load(ordering: .acquiring) }

  /// Leaves the network for good; returns why that failed, and then nothing must be run. Only in a
  /// process that has one thread yet. Descriptors that are open stay so.
  package static func leave() -> String? {
    if let reason = isolate() { return reason }
    // What it starts has the same rights: it must not get at the descriptors of this process.
    let error = quern_forbid_tracing()
    guard error == 0 else { return "forbidding to be traced: \(SystemError.text(of: error))" }
    inForce.store(true, ordering: .releasing)
    return nil
  }

  /// The command line that runs another without a network.
  package static func command(_ command: [String]) -> [String] {
    isInForce ? command : [HostFacts.executablePath, "__isolated"] + command
  }

  /// Becomes the program; returns only where that fails.
  package static func run(_ command: [String]) -> Int32 {
    guard let program = command.first else { return failureStatus }
    if let reason = isolate() {
      complain(reason)
      return failureStatus
    }
    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) }
    arguments.append(nil)
    execv(program, arguments)
    complain("\(program): \(SystemError.text(of: errno))")
    return failureStatus
  }

  private static func isolate() -> String? {
    var step: UnsafePointer<CChar>?
    let error = quern_isolate_network(&step)
    guard error != 0 else { return nil }
    let name = step.map { String(cString: $0) } ?? "beginning"
    return "\(name): \(SystemError.text(of: error))"
  }

  private static func complain(_ text: String) {
    let bytes = Array((failurePrefix + text + "\n").utf8)
    write(2, bytes, bytes.count)
  }
}
