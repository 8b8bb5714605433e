import ArgumentParser
import Glibc
import QuernKernel
import QuernSession
import QuernSystem

/// The program: a role of a session's own processes, or a command of the user.
enum QuernProgram {
  static let version = "0.2.0"
  /// What sessions and locks say made them.
  static let build = "quern \(version)"

  /// Runs what the arguments ask for; returns the exit status.
  static func run(_ arguments: [String]) -> Int32 {
    if arguments == ["--version"] {
      Console.out.line("quern \(version)")
      return ExitCode.success
    }
    if let status = WorkerRoles.main(arguments: arguments) { return status }
    // A reader that went away is an error of the write, so that the program leaves in order.
    Signals.ignoreBrokenPipes()
    do {
      // As the kernelspec has it: a client waits for its sockets.
      if arguments.count == 3, arguments[0] == "kernel", arguments[1] == "-f" {
        try StartKernel.start(
          KernelOptions(
            connectionFile: arguments[2], version: QuernProgram.version,
            build: QuernProgram.build))
        return ExitCode.success
      }
      var command = try QuernCommand.parseAsRoot(arguments)
      try command.run()
      return ExitCode.success
    } catch let status as CommandStatus {
      return status.code
    } catch {
      return report(error)
    }
  }

  /// Help goes to stdout with status 0; a mistake of the command line to stderr with status 2.
  private static func report(_ error: any Error) -> Int32 {
    let text = QuernCommand.fullMessage(for: error)
    if QuernCommand.exitCode(for: error).isSuccess {
      Console.out.line(text)
      return ExitCode.success
    }
    Console.error.line(text)
    return ExitCode.usage
  }
}

/// Ends a command with a status of its own; what there was to say has been said.
struct CommandStatus: Error {
  let code: Int32

  init(_ code: Int32) {
    self.code = code
  }

  /// Says `message` on stderr and ends with `code`.
  static func failure(_ message: String, code: Int32 = ExitCode.usage) -> CommandStatus {
    Console.error.line(Console.error.styled("quern: ", .red) + message)
    return CommandStatus(code)
  }
}
