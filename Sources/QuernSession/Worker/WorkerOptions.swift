package import QuernSystem

/// The arguments of `quern __worker`, and how they are written on its command line.
package struct WorkerOptions: Sendable, Hashable {
  /// The session's directory.
  package var session: String
  /// The home whose store and cache it uses.
  package var home: String
  /// Where its socket stands.
  package var runtime: String
  package var instance: String
  package var threadCount: Int
  package var arenaByteCount: Int
  /// By what means the limits hold, as `describe` says it.
  package var limits: String
  /// A socket on which its first front end already waits.
  package var connection: Int32?
  package var idleSeconds: Double
  /// Forget what an earlier worker of this session left.
  package var startsFresh: Bool
  /// Whether it leaves the network before anything runs.
  package var isIsolated: Bool
  /// Whether it runs on when its last front end leaves.
  package var isKept: Bool
  /// What a script's files may hold together.
  package var scratchByteCount: Int
  /// What the machine has, of which the instance is a part.
  package var host: HostCapacity
  /// When the worker before this one was last seen, in microseconds UTC.
  package var aliveAt: Int64?

  package init(
    session: String, home: String, runtime: String, instance: String, threadCount: Int,
    arenaByteCount: Int, limits: String, connection: Int32?,
    idleSeconds: Double = SessionLimits.detachedIdleSeconds, startsFresh: Bool = false,
    isIsolated: Bool = false, isKept: Bool = false,
    scratchByteCount: Int = InstanceRecord.volumeByteCountDefault,
    host: HostCapacity = .current, aliveAt: Int64? = nil
  ) {
    self.isIsolated = isIsolated
    self.isKept = isKept
    self.scratchByteCount = scratchByteCount
    self.host = host
    self.aliveAt = aliveAt
    self.session = session
    self.home = home
    self.runtime = runtime
    self.instance = instance
    self.threadCount = threadCount
    self.arenaByteCount = arenaByteCount
    self.limits = limits
    self.connection = connection
    self.idleSeconds = idleSeconds
    self.startsFresh = startsFresh
  }

  /// After the program's name and `__worker`.
  package var arguments: [String] {
    var list = [
      "--session", session, "--home", home, "--runtime", runtime, "--instance", instance,
      "--threads", "\(threadCount)", "--arena", "\(arenaByteCount)", "--limits", limits,
      "--idle", "\(idleSeconds)", "--scratch", "\(scratchByteCount)",
      "--host-cpus", "\(host.cpuCount)", "--host-memory", "\(host.memoryBytes)",
    ]
    if let connection { list += ["--connection", "\(connection)"] }
    if startsFresh { list.append("--fresh") }
    if isIsolated { list.append("--isolated") }
    if isKept { list.append("--kept") }
    if let aliveAt { list += ["--alive", "\(aliveAt)"] }
    return list
  }

  package init(arguments: [String]) throws(RoleError) {
    let options = try RoleArguments(arguments, flags: ["--fresh", "--isolated", "--kept"])
    session = try options.text("--session")
    home = try options.text("--home")
    runtime = try options.text("--runtime")
    instance = try options.text("--instance")
    threadCount = try options.int("--threads")
    arenaByteCount = try options.int("--arena")
    limits = try options.text("--limits")
    idleSeconds = try options.number("--idle")
    connection =
      options.values["--connection"] == nil
      ? nil : Int32(clamping: try options.int("--connection"))
    startsFresh = options.flags.contains("--fresh")
    isIsolated = options.flags.contains("--isolated")
    isKept = options.flags.contains("--kept")
    scratchByteCount = try options.int("--scratch")
    host = HostCapacity(
      cpuCount: try options.int("--host-cpus"), memoryBytes: try options.int("--host-memory"))
    aliveAt =
      options.values["--alive"] == nil ? nil : Int64(try options.int("--alive"))
  }
}
