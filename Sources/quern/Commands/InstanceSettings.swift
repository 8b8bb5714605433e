import ArgumentParser
import QuernNotebook
import QuernSession
import QuernSystem
import QuernText
import QuernWire

/// What an instance can be told to be, for `create` and `update`.
struct InstanceSettings: ParsableArguments {
  @Option(
    help: ArgumentHelp("A type: `quern instances types` lists them.", valueName: "type"),
    completion: .custom(HomeNames.types))
  var type: String?

  @Option(help: ArgumentHelp("Idle time until it hibernates: 15min, 2h.", valueName: "time"))
  var idle: String?

  @Option(help: ArgumentHelp("What scripts' files may hold, in GiB: 1 to 16384.", valueName: "GiB"))
  var volume: Int?

  @Option(
    help: ArgumentHelp("`none`: nothing in it has a network; or `host`.", valueName: "network"),
    completion: .list(["none", "host"]))
  var network: String?

  @Option(
    help: ArgumentHelp(
      "A script that runs once, before the first start.", valueName: "file"),
    completion: .file())
  var onCreate: String?

  @Option(
    help: ArgumentHelp("A script that runs before every start.", valueName: "file"),
    completion: .file())
  var onStart: String?

  func validate() throws {
    if let idle, spanSeconds(idle) == nil {
      throw ValidationError("--idle: `\(idle)` is no duration; write 15min or 2h")
    }
    if let volume, !(1...16_384).contains(volume) {
      throw ValidationError("--volume: from 1 to 16384 GiB")
    }
    if let network, network != "none", network != "host" {
      throw ValidationError("--network: none or host")
    }
  }

  /// Puts what was given into the instance's record, once all of it is known to be good.
  func apply(to directory: SessionDirectory) throws {
    let type = try type.map { try HomeInstances.checked($0).name }
    var hooks: [LifecycleHook: String] = [:]
    for (hook, path) in [(LifecycleHook.onCreate, onCreate), (.onStart, onStart)] {
      if let path { hooks[hook] = try Self.script(path) }
    }
    _ = try HomeSessions.perform { () throws(SessionError) in
      try InstanceRecord.update(directory) { record in
        if let type { record.type = type }
        if let seconds = idle.flatMap(spanSeconds) { record.idleSeconds = seconds }
        if let volume { record.volumeByteCount = volume << 30 }
        if let network { record.isIsolated = network == "none" }
        for (hook, text) in hooks {
          record.hooks[hook] = text.isEmpty ? nil : text
          if hook == .onCreate { record.hasRunOnCreate = false }
        }
        if !hooks.isEmpty { record.failure = nil }
      }
    }
  }

  private static func script(_ path: String) throws -> String {
    do throws(SystemError) {
      let text = try Disk.real.readText(path)
      guard text.utf8.count <= InstanceRecord.hookByteCountMax else {
        throw .malformed(
          path: path,
          reason: "a lifecycle script has at most \(InstanceRecord.hookByteCountMax) bytes")
      }
      return text
    } catch {
      throw CommandStatus.failure(error.message)
    }
  }
}

struct CreateInstance: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "create",
    abstract: "Make an instance by name, and start it.",
    discussion: """
      A session of the same name is bound to it: quern repl --session NAME, quern run --session \
      NAME. Lifecycle scripts run in its limits and volume, for five minutes at most; one that \
      fails is the failure of the start, and `describe` says why.
      """)

  @Argument(help: "Its name, and its session's.")
  var name: String

  @OptionGroup
  var settings: InstanceSettings

  @Flag(help: "Leave it stopped.")
  var noStart = false

  func validate() throws {
    if let problem = SessionName.problem(name) { throw ValidationError(problem) }
  }

  func run() throws {
    let (instances, _) = try HomeInstances.find()
    let there = try HomeSessions.perform { () throws(SessionError) in try instances.named(name) }
    if let there, there.record != nil {
      throw CommandStatus.failure(
        "there is an instance \(name) already, \(there.status.rawValue). "
          + "`quern instances update \(name)` changes it", code: ExitCode.cellFailed)
    }
    try settings.apply(to: instances.directory(name))
    guard !noStart else {
      Console.out.line("\(name): Stopped")
      return
    }
    try HomeSessions.perform { () throws(SessionError) in
      try instances.start(name, build: QuernProgram.build)
    }
    let now = try HomeInstances.named(name, instances)
    Console.out.line("\(name): \(now.status.rawValue) on \(now.type)")
  }
}

struct UpdateInstance: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "update",
    abstract: "Change what an instance is to be; it holds from its next start on.",
    discussion: "An empty file takes a lifecycle script away.")

  @Argument(help: "The instance's name.")
  var name: String

  @OptionGroup
  var settings: InstanceSettings

  func run() throws {
    let (instances, _) = try HomeInstances.find()
    let instance = try HomeInstances.named(name, instances)
    try settings.apply(to: instances.directory(name))
    let later = instance.status.isAtRest ? "" : "; it holds from its next start on"
    Console.out.line("\(name): updated\(later)")
  }
}

/// An instance as JSON, by SageMaker's names where it has them.
enum InstanceReport {
  static func json(_ instance: InstanceSummary, _ home: HomeDirectory) -> JSON {
    let record = instance.record
    var object = JSONObject([
      ("NotebookInstanceName", .string(instance.name)),
      ("NotebookInstanceStatus", .string(instance.status.rawValue)),
      ("InstanceType", .string(instance.type)),
    ])
    if let failure = instance.failure { object["FailureReason"] = .string(failure) }
    if let record {
      object["CreationTime"] = time(record.createdAt)
      object["LastModifiedTime"] = time(record.modifiedAt)
      object["LifecycleScripts"] = .array(
        LifecycleHook.allCases.filter { record.hooks[$0] != nil }.map { .string($0.rawValue) })
    }
    let volume = record?.volumeByteCount ?? InstanceRecord.volumeByteCountDefault
    object["VolumeSizeInGB"] = .int(Int64(volume >> 30))
    let running = status(instance, home)
    let isIsolated = running?.isIsolated ?? (record?.isIsolated == true)
    object["DirectInternetAccess"] = .string(isIsolated ? "Disabled" : "Enabled")
    object["PromisedMemory"] = .bool(instance.isPromised)
    guard let session = instance.session else { return .object(object) }
    object["Session"] = .string(session.state.rawValue)
    object["RunningCell"] = session.cell.map { .string($0) } ?? .null
    object["ResidentBytes"] = session.residentByteCount.map { .int(Int64($0)) } ?? .null
    object["Names"] = .int(Int64(session.nameCount))
    if let running {
      object["Limits"] = .string(running.limits)
      object["NetworkIsolation"] = .string(running.isIsolated ? NetworkIsolation.means : "none")
    }
    return .object(object)
  }

  /// What the worker that runs says of itself: by what means its limits hold.
  private static func status(_ instance: InstanceSummary, _ home: HomeDirectory) -> SessionStatus? {
    guard instance.status == .inService else { return nil }
    do throws(SessionError) {
      let client = try SessionClient.openIfRunning(
        directory: SessionListing(home: home).directory(instance.name).path,
        options: SessionOptions(home: home, settings: nil, build: QuernProgram.build))
      defer { client?.detach() }
      return client?.hello.status
    } catch {
      return nil
    }
  }

  private static func time(_ at: Int64) -> JSON { .string(Instant(microseconds: at).isoString) }
}
