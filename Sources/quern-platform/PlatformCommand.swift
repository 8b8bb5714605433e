internal import Glibc
internal import QuernPlatform
internal import QuernServer
internal import QuernSystem
internal import QuernWire

/// The commands of `quern-platform`. They are few and for programs, so they are read by hand:
/// the daemon starts sooner without a parser.
enum PlatformCommand {
  private static let usage = """
    usage: quern-platform serve      the control plane of this home (QUERN_HOME)
           quern-platform route      the data plane of this home
           quern-platform --version
    Both are started by `quern` when they are needed.
    """

  static func run() -> Never {
    let arguments = CommandLine.arguments.dropFirst()
    switch arguments.first {
    case "--version": say("quern-platform \(PlatformBuild.version)")
    case "serve" where arguments.count == 1: serve { try control($0) }
    case "route" where arguments.count == 1: serve { try RouteDaemon(daemon: $0).run() }
    case "__shim": shim(Array(arguments.dropFirst()))
    case "--help", "-h", "help": say(usage)
    case nil, .some:
      Daemon.log(usage)
      exit(2)
    }
    exit(0)
  }

  private static func control(_ daemon: Daemon) throws {
    try ControlDaemon(daemon: daemon, programs: programs(daemon.program)).run()
  }

  /// How replicas are started: `quern` beside this program, or what QUERN_REPLICA_COMMAND names.
  private static func programs(_ program: String) -> ReplicaHost.Programs {
    let named = (HostFacts.environment("QUERN_REPLICA_COMMAND") ?? "")
      .split(separator: " ").map(String.init)
    let quern = Path.join(Path.parent(program), "quern")
    return ReplicaHost.Programs(
      replica: named.isEmpty ? [quern, "__replica"] : named, shim: [program, "__shim"])
  }

  private static func serve(_ body: (Daemon) throws -> Void) {
    do {
      let daemon = try Daemon(
        places: try PlatformPlaces.find(), program: HostFacts.executablePath)
      try body(daemon)
    } catch {
      Daemon.log("quern-platform: \(message(error))")
      exit(1)
    }
    // Threads that still wait on clients or replicas must not hold the process back.
    exit(0)
  }

  /// `__shim FOLDER [INSTANCE-TYPE] -- PROGRAM ARGUMENTS…`
  private static func shim(_ arguments: [String]) {
    guard let mark = arguments.firstIndex(of: "--"), mark == 1 || mark == 2,
      arguments.count > mark + 1
    else {
      Daemon.log(usage)
      exit(2)
    }
    let shim = ReplicaShim(
      folder: ReplicaFolder(path: arguments[0]), command: Array(arguments[(mark + 1)...]),
      graceSeconds: 30, instanceType: mark == 2 ? arguments[1] : nil)
    do throws(SystemError) {
      try shim.run()
    } catch {
      Daemon.log("quern-platform: \(error.message)")
      exit(1)
    }
  }

  private static func say(_ text: String) {
    let line = Array("\(text)\n".utf8)
    _ = line.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
  }

  private static func message(_ error: any Error) -> String {
    switch error {
    case let error as SystemError: error.message
    case let error as WireError: error.message
    case let error as PlatformFault: error.message
    case let error as PlatformClientError: error.message
    default: "\(error)"
    }
  }
}
