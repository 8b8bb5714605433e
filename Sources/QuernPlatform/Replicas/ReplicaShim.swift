internal import Glibc
package import QuernSystem

/// The parent of one replica: a small process that nobody else needs, so that a replica has a
/// record of its end whatever happens to the control plane.
///
/// It is started with the replica's lock held at descriptor 3, holds it while it lives, and takes
/// the replica with it when it is killed.
package struct ReplicaShim: Sendable {
  package let folder: ReplicaFolder
  /// Program and arguments of the replica.
  package let command: [String]
  /// From being asked to end until the replica is killed.
  package let graceSeconds: Double
  /// The instance type whose memory and CPUs the replica may use; nil: the machine's.
  package let instanceType: String?

  package init(
    folder: ReplicaFolder, command: [String], graceSeconds: Double, instanceType: String? = nil
  ) {
    self.instanceType = instanceType
    self.folder = folder
    self.command = command
    self.graceSeconds = graceSeconds
  }

  /// The descriptor at which the lock is handed over.
  package static let lockDescriptor: Int32 = 3
  /// The descriptor at which it holds the promise of its instance's memory, where it has one.
  package static let promiseDescriptor: Int32 = 4
  /// How often it is seen to live.
  private static let aliveNs: Int64 = 30_000_000_000

  /// Runs the replica to its end. Call it on the main thread, early: it blocks signals.
  package func run() throws(SystemError) {
    let signals = try SignalFD([SIGTERM, SIGINT, SIGHUP])
    let limits = limits()
    defer { limits?.remove() }
    let child: ChildProcess
    do {
      child = try start(limits)
    } catch {
      try folder.write(.exited(status: 127, words: error.message))
      return
    }
    if let replica = child.identity {
      try folder.write(ReplicaFolder.Identity(shim: .own, replica: replica))
    }
    let exit = try wait(child, signals)
    let words = words(limits)
    switch exit.status {
    case .exited(let code): try folder.write(.exited(status: Int(code), words: words))
    case .signalled(let signal):
      try folder.write(.signalled(signal: Int(signal), words: words))
    }
  }

  /// What the instance type gives, as far as the machine has it.
  private func limits() -> InstanceLimits? {
    guard let type = instanceType.flatMap(InstanceType.named) else { return nil }
    return InstanceLimits.prepare(
      name: "\(getpid())-replica", memoryBytes: min(type.memoryBytes, HostFacts.memoryBytes),
      cpuCount: type.cpuCount)
  }

  /// The replica's last words, and why it went where its limit was the reason.
  private func words(_ limits: InstanceLimits?) -> String {
    let said = folder.lastWords()
    guard let limits, (limits.memoryKills() ?? 0) > 0, let instanceType else { return said }
    let reason = "ended by the memory limit of its instance, \(instanceType)"
    return said.isEmpty ? reason : "\(said)\n\(reason)"
  }

  private func start(_ limits: InstanceLimits?) throws(SystemError) -> ChildProcess {
    let log = try FileHandle.open(folder.logPath, .append, permissions: 0o600)
    defer { log.close() }
    guard let program = command.first else {
      throw .process(executable: "", operation: "start without a command", errno: EINVAL)
    }
    var spawn = Spawn(program, command)
    spawn.standardOutput = .descriptor(log.descriptor)
    spawn.standardError = .descriptor(log.descriptor)
    spawn.directory = folder.path
    spawn.newProcessGroup = true
    // This thread lasts as long as the shim does.
    spawn.parentDeathSignal = SIGKILL
    limits?.apply(to: &spawn)
    return try spawn.spawn()
  }

  /// Waits for the end; a signal to the shim asks the replica to end, and kills it after the grace.
  private func wait(_ child: ChildProcess, _ signals: SignalFD) throws(SystemError) -> ChildExit {
    var poller = Poller()
    poller.set(signals.descriptor, .read)
    if let exit = child.exitDescriptor { poller.set(exit, .read) }
    var killAt: Int64?
    var aliveNs: Int64?
    while true {
      if let exit = child.poll() { return exit }
      let now = Clock.system.monotonicNs()
      if aliveNs.map({ now - $0 >= ReplicaShim.aliveNs }) ?? true {
        aliveNs = now
        folder.markAlive()
      }
      if let killAt, now >= killAt {
        child.killGroup(SIGKILL)
        return child.wait()
      }
      let left = killAt.map { Double($0 - now) / 1e9 } ?? Double(ReplicaShim.aliveNs) / 1e9
      // Without a pidfd (kernels before 5.3) the child is looked at now and then.
      let pause = child.exitDescriptor == nil ? min(left, 0.1) : left
      _ = try poller.wait(timeoutSeconds: pause)
      while signals.next() != nil {
        child.killGroup(SIGTERM)
        killAt = killAt ?? Clock.system.monotonicNs() + Int64(graceSeconds * 1e9)
      }
    }
  }
}
