internal import Glibc
internal import QuernSystem
internal import QuernText

/// What an instance is to be: `instance.json` in the directory of the session that is bound to it.
///
/// An instance has its session's name. It is written by commands, under a lock of its own, and is
/// not there for a session that never asked for anything: that one takes the largest type that
/// fits, and promises nothing.
package struct InstanceRecord: Sendable, Hashable {
  /// A change that is under way, void when the process that makes it is gone.
  package struct Transition: Sendable, Hashable {
    package var status: InstanceStatus
    /// `ProcessIdentity.text`.
    package var process: String

    /// Made by this process.
    package init(_ status: InstanceStatus) {
      self.status = status
      process = ProcessIdentity.own.text
    }

    init(status: InstanceStatus, process: String) {
      self.status = status
      self.process = process
    }

    package var isUnderWay: Bool { ProcessIdentity(text: process)?.isRunning ?? false }
  }

  /// A name of the catalogue that was asked for; nil: the largest that fits.
  package var type: String?
  /// Microseconds since 1970.
  package var createdAt: Int64 = 0
  package var modifiedAt: Int64 = 0
  /// Whether nothing that it runs has a network.
  package var isIsolated = false
  /// Idle seconds until it hibernates; nil: as usual.
  package var idleSeconds: Double?
  /// What scratch and volume may hold.
  package var volumeByteCount = InstanceRecord.volumeByteCountDefault
  /// Texts of the lifecycle's scripts.
  package var hooks: [LifecycleHook: String] = [:]
  /// Whether the script for its creation has run to a good end.
  package var hasRunOnCreate = false
  /// Whether it was started by name: it runs on when its front ends go, until idle or stopped.
  package var isKept = false
  /// Why it could not be started.
  package var failure: String?
  package var transition: Transition?

  package init() {}

  /// The least volume that SageMaker gives, in bytes.
  package static let volumeByteCountDefault = 5 << 30
  /// Most bytes of a lifecycle script.
  package static let hookByteCountMax = 16_384
}

extension InstanceRecord {
  var json: JSON {
    var object = JSONObject([
      ("instance", 1), ("type", type.map { .string($0) } ?? .null), ("created", .int(createdAt)),
      ("modified", .int(modifiedAt)), ("isolated", .bool(isIsolated)),
      ("idle", idleSeconds.map { .number($0) } ?? .null),
      ("volume", .int(Int64(volumeByteCount))), ("didCreate", .bool(hasRunOnCreate)),
      ("kept", .bool(isKept)),
      ("failure", failure.map { .string($0) } ?? .null),
    ])
    for hook in LifecycleHook.allCases {
      if let text = hooks[hook] { object[hook.rawValue] = .string(text) }
    }
    if let transition {
      object["transition"] = .members([
        ("status", .string(transition.status.rawValue)), ("process", .string(transition.process)),
      ])
    }
    return .object(object)
  }

  init(json: JSON) {
    type = json["type"]?.stringValue
    createdAt = json["created"]?.intValue ?? 0
    modifiedAt = json["modified"]?.intValue ?? 0
    isIsolated = json["isolated"]?.boolValue ?? false
    idleSeconds = json["idle"]?.doubleValue
    volumeByteCount = json["volume"]?.intValue.map { Int($0) } ?? Self.volumeByteCountDefault
    hasRunOnCreate = json["didCreate"]?.boolValue ?? false
    isKept = json["kept"]?.boolValue ?? false
    failure = json["failure"]?.stringValue
    for hook in LifecycleHook.allCases { hooks[hook] = json[hook.rawValue]?.stringValue }
    if let status = json["transition"]?["status"]?.stringValue.flatMap(InstanceStatus.init),
      let process = json["transition"]?["process"]?.stringValue
    {
      transition = Transition(status: status, process: process)
    }
  }

  /// The record of a session; nil where it has none.
  package static func find(_ directory: SessionDirectory) throws(SessionError) -> InstanceRecord? {
    let path = directory.instanceFile
    guard Disk.real.exists(path) else { return nil }
    do {
      return InstanceRecord(json: try JSON.parse(try Disk.real.read(path)))
    } catch let error as SystemError {
      throw .system(error)
    } catch {
      throw .system(.malformed(path: path, reason: "it is not JSON"))
    }
  }

  /// Changes the record of a session, or makes one; others wait meanwhile.
  @discardableResult
  package static func update(
    _ directory: SessionDirectory, at time: Int64 = Clock.system.now(),
    _ change: (inout InstanceRecord) -> Void
  ) throws(SessionError) -> InstanceRecord {
    let lock: FileHandle
    do throws(SystemError) {
      try Disk.real.makeDirectory(directory.path)
      lock = try FileHandle.open(directory.instanceFile + ".lock", .readWrite, permissions: 0o600)
      try lock.lock(exclusive: true)
    } catch {
      throw .system(error)
    }
    defer { lock.close() }
    var record = try find(directory) ?? InstanceRecord()
    if record.createdAt == 0 { record.createdAt = time }
    record.modifiedAt = time
    change(&record)
    do throws(SystemError) {
      try Disk.real.writeAtomically(directory.instanceFile, record.json.utf8())
    } catch {
      throw .system(error)
    }
    return record
  }
}
