import ArgumentParser
import QuernSession
import QuernSystem
import QuernText

struct InstanceLogs: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "logs",
    abstract: "What the scripts of an instance's lifecycle printed at its last start.")

  @Argument(help: "The instance's name.", completion: .custom(HomeNames.instances))
  var name: String

  func run() throws {
    let (instances, _) = try HomeInstances.find()
    let instance = try HomeInstances.named(name, instances)
    var isFirst = true
    for hook in LifecycleHook.allCases {
      guard let log = try Self.log(instances.directory(name).log(of: hook)) else { continue }
      if !isFirst { Console.out.line() }
      isFirst = false
      Console.out.line(Console.out.styled("\(hook.rawValue), \(log.time)", .bold))
      Console.out.stream(log.text.hasSuffix("\n") || log.text.isEmpty ? log.text : log.text + "\n")
    }
    guard isFirst else { return }
    let hint =
      instance.record?.hooks.isEmpty == false
      ? "its scripts have not run yet"
      : "`quern instances update \(name) --on-start FILE` gives it one"
    Console.out.line("\(name): no lifecycle script has printed anything; \(hint)")
  }

  /// When a script last ran, and what it printed; nil where it never has.
  private static func log(_ path: String) throws -> (time: String, text: String)? {
    guard Disk.real.exists(path) else { return nil }
    do throws(SystemError) {
      let at = try Disk.real.status(path).modifiedNs / 1000
      let time = String(Instant(microseconds: at).isoString.prefix(19)) + "Z"
      return (time, try Disk.real.readText(path))
    } catch {
      throw CommandStatus.failure(error.message, code: ExitCode.sessionLost)
    }
  }
}
