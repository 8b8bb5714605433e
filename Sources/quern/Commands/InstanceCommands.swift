import ArgumentParser
import Glibc
import QuernNotebook
import QuernSession
import QuernSystem
import QuernText

/// The instances of this home, for commands.
enum HomeInstances {
  static func find() throws -> (instances: Instances, home: HomeDirectory) {
    let home = try HomeFolder.find()
    return (Instances(home: home), home)
  }

  /// The instance of that name; where there is none, the error names the nearest.
  static func named(_ name: String, _ instances: Instances) throws -> InstanceSummary {
    let found = try HomeSessions.perform { () throws(SessionError) in try instances.named(name) }
    if let found { return found }
    let names = try HomeSessions.perform { () throws(SessionError) in try instances.names() }
    let near = EditDistance.nearest(name, in: names).first.map { "; did you mean \($0)?" } ?? ""
    let hint = near.isEmpty ? ". `quern instances create \(name)` makes it" : near
    throw CommandStatus.failure(
      "there is no instance `\(name)`\(hint)", code: ExitCode.cellFailed)
  }

  /// Checks a type before anything is changed.
  static func checked(_ type: String) throws -> InstanceType {
    do throws(InstanceError) {
      return try HostCapacity.current.resolve(type)
    } catch {
      throw CommandStatus.failure(error.message, code: ExitCode.usage)
    }
  }
}

struct ListInstances: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "list",
    abstract: "The instances of this home: those that run, and those made by name.")

  @Flag(help: "Also sessions at rest that were never given an instance by name.")
  var all = false

  @Flag(help: "As JSON.")
  var json = false

  func run() throws {
    let (instances, home) = try HomeInstances.find()
    let found = try HomeSessions.perform { () throws(SessionError) in
      try instances.all(withSessions: all)
    }
    if json {
      Console.out.line(JSON.array(found.map { InstanceReport.json($0, home) }).text(pretty: true))
      return
    }
    guard !found.isEmpty else {
      Console.out.line("no instances. `quern instances create NAME --type ml.t3.medium` makes one.")
      return
    }
    let used = try SessionSpending.find(home)
    let now = Clock.system.now()
    let rows = found.map { instance in
      [
        instance.name, instance.status.rawValue,
        instance.type + (instance.isPromised ? "" : " (shared)"),
        instance.session?.residentByteCount.map(Numbers.bytes) ?? "–",
        instance.session?.idleWords(now) ?? "–",
        used[instance.name]?.usd.map { BudgetAmount.words($0, .usd) } ?? "–",
        instance.session.map { $0.state == .running ? $0.cell ?? "" : "" } ?? "",
        instance.failure ?? "",
      ]
    }
    Columns.show(
      [
        .left("name", mayBeCut: true), .left("status", style: Self.style), .left("type"),
        .right("memory"), .right("idle"), .right("at AWS"), .left("cell", mayBeCut: true),
        .left("reason", mayBeCut: true),
      ], rows: rows)
    let promises = HostPromises(home: home.path)
    let host = HostCapacity.current
    Console.out.line(
      Console.out.styled(
        "\(Numbers.bytes(promises.promisedByteCount)) of \(Numbers.bytes(host.memoryBytes)) promised; "
          + "\(host.cpuCount) CPUs shared in proportion", .dim))
  }

  @Sendable private static func style(_ text: String) -> Console.Style? {
    switch InstanceStatus(rawValue: text) {
    case .inService: .green
    case .pending, .stopping, .deleting, .updating: .yellow
    case .failed: .red
    case .stopped, nil: .dim
    }
  }
}

struct DescribeInstance: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "describe", abstract: "Everything that is known of an instance, as JSON.")

  @Argument(
    help: "The instance's name, or its session's: they are the same.",
    completion: .custom(HomeNames.instances))
  var name: String

  func run() throws {
    let (instances, home) = try HomeInstances.find()
    let instance = try HomeInstances.named(name, instances)
    Console.out.line(InstanceReport.json(instance, home).text(pretty: true))
  }
}

struct StartInstances: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "start", abstract: "Start instances; their sessions have all names again.")

  @Argument(help: "Names of instances.", completion: .custom(HomeNames.instances))
  var names: [String]

  func run() throws {
    let (instances, _) = try HomeInstances.find()
    for name in names {
      let instance = try HomeInstances.named(name, instances)
      guard instance.status.isAtRest else {
        Console.out.line("\(name): is \(instance.status.rawValue) already")
        continue
      }
      try HomeSessions.perform { () throws(SessionError) in
        try instances.start(name, build: QuernProgram.build)
      }
      let now = try HomeInstances.named(name, instances)
      Console.out.line("\(name): \(now.status.rawValue) on \(now.type)")
    }
  }
}

struct StopInstances: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "stop",
    abstract: "Stop instances: names, values and volume stay, memory and price do not.")

  @Argument(help: "Names of instances.", completion: .custom(HomeNames.instances))
  var names: [String]

  func run() throws {
    let (instances, _) = try HomeInstances.find()
    for name in names {
      _ = try HomeInstances.named(name, instances)
      let wasRunning = try HomeSessions.perform { () throws(SessionError) in
        try instances.stop(name)
      }
      Console.out.line("\(name): \(wasRunning ? "Stopped" : "was not running")")
    }
  }
}

struct ResizeInstance: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "resize",
    abstract: "Give an instance another type; its session goes on there with all values.",
    discussion: """
      One that runs is stopped when all is on disk and started on the new type. One in which a \
      cell runs is left alone, unless --force ends the cell.
      """)

  @Argument(help: "The instance's name.", completion: .custom(HomeNames.instances))
  var name: String

  @Argument(
    help: "A type: `quern instances types` lists them.", completion: .custom(HomeNames.types))
  var type: String

  @Flag(help: "End the cell that runs.")
  var force = false

  func run() throws {
    let (instances, _) = try HomeInstances.find()
    let instance = try HomeInstances.named(name, instances)
    let type = try HomeInstances.checked(type)
    if instance.session?.state == .running, !force {
      throw CommandStatus.failure(
        "\(name) runs \(instance.session?.cell ?? "a cell"). Wait for it, or --force ends it",
        code: ExitCode.cellFailed)
    }
    try HomeSessions.perform { () throws(SessionError) in
      try instances.resize(name, to: type.name, build: QuernProgram.build)
    }
    let now = try HomeInstances.named(name, instances)
    Console.out.line("\(name): \(now.status.rawValue) on \(type.summary)")
  }
}

struct DeleteInstances: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "delete",
    abstract: "Forget instances with their sessions, values and volumes.",
    discussion: "Only what is Stopped or Failed is deleted. What it used stays in `quern cost`.")

  @Argument(help: "Names of instances.", completion: .custom(HomeNames.instances))
  var names: [String]

  func run() throws {
    let (instances, _) = try HomeInstances.find()
    for name in names {
      let instance = try HomeInstances.named(name, instances)
      guard instance.status.isAtRest else {
        throw CommandStatus.failure(
          "\(name) is \(instance.status.rawValue). `quern instances stop \(name)` comes first",
          code: ExitCode.cellFailed)
      }
      try HomeSessions.perform { () throws(SessionError) in try instances.delete(name) }
      Console.out.line("\(name): deleted")
    }
  }
}
