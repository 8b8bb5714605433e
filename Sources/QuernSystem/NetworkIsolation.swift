import CQuernSystem
import Glibc

/// A program without a network: `quern __isolated PROGRAM ARGUMENTS` leaves the network and becomes
/// the program, or ends without having started it.
///
/// The program and all that it starts are in a user and a network namespace of their own: there is
/// no interface but a loopback that reaches nobody else, no socket to another program of the
/// machine (Unix sockets can be had in pairs only), and no right to go back. Files stay as they
/// were.
package enum NetworkIsolation {
  /// The status with which it ends where isolation is not to be had.
  package static let failureStatus: Int32 = 125
  /// How the line that says why begins.
  package static let failurePrefix = "quern: no network isolation: "

  /// The command line that runs another without a network.
  package static func command(_ command: [String]) -> [String] {
    [HostFacts.executablePath, "__isolated"] + command
  }

  /// Becomes the program; returns only where that fails.
  package static func run(_ command: [String]) -> Int32 {
    guard let program = command.first else { return failureStatus }
    var step: UnsafePointer<CChar>?
    let error = quern_isolate_network(&step)
    guard error == 0 else {
      let name = step.map { String(cString: $0) } ?? "beginning"
      complain("\(name): \(SystemError.text(of: error))")
      return failureStatus
    }
    var arguments: [UnsafeMutablePointer<CChar>?] = command.map { strdup($0) }
    arguments.append(nil)
    execv(program, arguments)
    complain("\(program): \(SystemError.text(of: errno))")
    return failureStatus
  }

  private static func complain(_ text: String) {
    let bytes = Array((failurePrefix + text + "\n").utf8)
    write(2, bytes, bytes.count)
  }
}
