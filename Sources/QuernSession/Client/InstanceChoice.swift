internal import QuernSystem
internal import QuernText
internal import QuernWire

/// The instance on which a front end wants its session, from what it asks for and from what the
/// session's instance is to be.
struct InstanceChoice {
  let type: InstanceType
  /// Whether a type was asked for by name: its memory is promised then.
  let isPromised: Bool
  let isIsolated: Bool
  let record: InstanceRecord?
  private let directory: SessionDirectory
  private let options: SessionOptions

  /// Refuses a type that does not exist, or that this machine cannot give.
  init(_ options: SessionOptions, _ directory: SessionDirectory) throws(SessionError) {
    self.options = options
    self.directory = directory
    record = try InstanceRecord.find(directory)
    let name = options.instance ?? record?.type
    do throws(InstanceError) {
      type = try HostCapacity.current.resolve(name)
    } catch {
      throw .instance(error)
    }
    isPromised = name != nil && InstanceType.named(type.name) != nil
    isIsolated = options.isIsolated || (record?.isIsolated ?? false)
  }

  /// Whether the worker that runs is what is wanted. One on which nobody else is and nothing runs
  /// may be ended and started anew; a busy one is refused.
  func accepts(_ status: SessionStatus) throws(SessionError) -> Bool {
    guard options.start != .fresh else { return false }
    let name = Path.name(directory.path)
    let isOther = options.instance != nil && status.instance != type.name
    let isOpen = isIsolated && !status.isIsolated
    guard isOther || isOpen else { return true }
    guard status.frontEndCount > 1 || status.running != nil else { return false }
    if isOpen {
      throw .refused(
        code: "session-not-isolated",
        message: "session \(name) runs with the host's network, and others use it. "
          + "Hint: `quern sessions stop \(name)` ends it, with all values kept")
    }
    throw .refused(
      code: "instance-differs",
      message: "session \(name) runs on \(status.instance), and others use it. "
        + "Hint: `quern instances resize \(name) \(type.name)` moves it when nothing runs")
  }

  /// Makes a type that was asked for the instance's own, where the session is to be found again.
  func keep() throws(SessionError) {
    guard options.start == .resumed, let asked = options.instance, record?.type != asked else {
      return
    }
    try InstanceRecord.update(directory) { $0.type = asked }
  }

  /// How long the worker waits without a front end.
  var detachedIdleSeconds: Double {
    let kept = record?.isKept == true ? SessionLimits.idleSeconds : options.idleSeconds
    return record?.idleSeconds ?? kept
  }

  /// A session that was promised nothing leaves to others what they were promised.
  func memory(home: String) -> MemoryPlan {
    let plan = MemoryPlan(instance: type, host: .current)
    guard !isPromised else { return plan }
    let left = HostCapacity.current.memoryBytes - HostPromises(home: home).promisedByteCount
    return plan.backstopBytes <= left
      ? plan : MemoryPlan(backstopBytes: max(left, Self.sharedByteCountMin))
  }

  /// What a session gets that was promised nothing, however much others were.
  private static let sharedByteCountMin = 1 << 30
}
