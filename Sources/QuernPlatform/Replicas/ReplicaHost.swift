internal import Glibc
package import QuernSystem
package import QuernWire

/// The replicas' processes on this machine: started under shims, taken up again by reading folders,
/// watched by a thread each.
package final class ReplicaHost: Sendable {
  /// What the host is told to run.
  package struct Programs: Sendable {
    /// Program and first arguments of a replica; `--model` and `--socket` follow.
    package var replica: [String]
    /// Program and first arguments of a shim; its folder and the replica's command follow.
    package var shim: [String]

    package init(replica: [String], shim: [String]) {
      self.replica = replica
      self.shim = shim
    }
  }

  /// Tells what happened to a replica; `endedAt` is when it ended, where that was earlier.
  package typealias Report =
    @Sendable (_ event: EndpointEvent, _ replica: Int, _ endedAt: Int64?) -> Void

  let places: PlatformPlaces
  let report: Report
  private let programs: Programs
  private let lock = Lock()
  /// Replicas that have a watch; guarded by `lock`.
  private nonisolated(unsafe) var watched: Set<Int> = []

  package init(places: PlatformPlaces, programs: Programs, report: @escaping Report) {
    self.places = places
    self.programs = programs
    self.report = report
  }

  /// How long ended replicas' folders are kept: as many of the newest.
  private static let keptFolderCountMax = 20

  /// Starts the replica's process, or takes up the one that runs.
  ///
  /// `place` is whose it is: an instance type's memory is promised to it.
  package func start(_ number: Int, _ variant: FleetVariant, _ place: ReplicaPlace? = nil) {
    guard claim(number) else { return }
    let folder = ReplicaFolder(number: number, places: places)
    do throws(PromiseError) {
      var child: ChildProcess?
      if !folder.wasStarted {
        let promise = try promise(number, variant, place)
        defer { promise?.close() }
        do throws(SystemError) {
          child = try spawn(number, variant, folder, promise)
        } catch {
          throw PromiseError.system(error)
        }
      }
      watch(number, child, isReady: false)
    } catch {
      release(number)
      report(.ended(replica: number, .exited(status: 127, words: error.message)), number, nil)
    }
  }

  /// The memory of the replica's instance type, as far as this machine has it: refused where it was
  /// promised to others. What the endpoint's earlier fleet has is its own to follow.
  private func promise(
    _ number: Int, _ variant: FleetVariant, _ place: ReplicaPlace?
  ) throws(PromiseError) -> FileHandle? {
    guard let place, let type = variant.instanceType.flatMap(InstanceType.named) else {
      return nil
    }
    let owner = HostPromises.Owner(endpoint: place.endpoint, generation: place.generation)
    return try HostPromises(home: places.home.path)
      .promise(type, to: "@\(place.endpoint).\(number)", owner: owner)
  }

  /// Takes up a replica that is said to run; its end is reported even when it was long ago.
  package func watch(_ number: Int) {
    guard claim(number) else { return }
    watch(number, nil, isReady: true)
  }

  /// Asks a replica to end.
  package func stop(_ number: Int) { signal(number, SIGTERM) { $0.shim } }

  /// Kills a replica; its shim records that.
  package func kill(_ number: Int) { signal(number, SIGKILL) { $0.replica } }

  /// Removes the folders of replicas that are gone, but for the newest ones.
  package func prune(keeping live: Set<Int>) throws(SystemError) {
    let disk = Disk.real
    guard disk.exists(places.replicas) else { return }
    let numbers = try disk.list(places.replicas).compactMap { Int($0) }
    var gone: [Int] = []
    for number in numbers where !live.contains(number) {
      let folder = ReplicaFolder(number: number, places: places)
      if try folder.isAlive() {
        // The database does not know it: it must not run.
        stop(number)
      } else {
        gone.append(number)
      }
    }
    for number in gone.sorted().dropLast(ReplicaHost.keptFolderCountMax) {
      try ReplicaFolder(number: number, places: places).remove()
    }
  }

  private func claim(_ number: Int) -> Bool {
    lock.withLock { watched.insert(number).inserted }
  }

  func release(_ number: Int) { lock.withLock { _ = watched.remove(number) } }

  /// Starts the shim with the replica's lock in its hands.
  private func spawn(
    _ number: Int, _ variant: FleetVariant, _ folder: ReplicaFolder, _ promise: FileHandle?
  ) throws(SystemError) -> ChildProcess {
    try folder.make()
    try Disk.real.makeDirectory(places.replicaSockets)
    let lock = try folder.openLock()
    defer { lock.close() }
    guard try lock.tryLock() else {
      throw .file(path: folder.lockPath, operation: "lock", errno: EWOULDBLOCK)
    }
    let socket = places.replicaSocket(number)
    var command = programs.replica + ["--model", variant.modelPath, "--socket", socket]
    if variant.isIsolated { command.append("--isolated") }
    let type = variant.instanceType.map { [$0] } ?? []
    let arguments = programs.shim + [folder.path] + type + ["--"] + command
    var spawn = Spawn(programs.shim[0], arguments)
    var environment = HostFacts.environment().merging(variant.environment) { $1 }
    environment["SWIFT_BACKTRACE"] = "enable=no"
    spawn.environment = environment
    spawn.directory = "/"
    spawn.standardOutput = .null
    spawn.standardError = .null
    spawn.newSession = true
    spawn.descriptors = [.init(from: lock.descriptor, to: ReplicaShim.lockDescriptor)]
    if let promise { spawn.descriptors.append(.init(promise, to: ReplicaShim.promiseDescriptor)) }
    return try spawn.spawn()
  }

  private func watch(_ number: Int, _ child: ChildProcess?, isReady: Bool) {
    let watch = ReplicaWatch(number: number, host: self, child: child, isReady: isReady)
    do throws(SystemError) {
      try PlatformThread.start(name: "replica \(number)") { watch.run() }.detach()
    } catch {
      // Without a watch its end would never be known: better none than that.
      kill(number)
      release(number)
      report(.ended(replica: number, .exited(status: 127, words: error.message)), number, nil)
    }
  }

  /// Sends a signal once the processes are known; a replica that never ran is reported as ended.
  private func signal(
    _ number: Int, _ signal: Int32,
    _ target: @escaping @Sendable (ReplicaFolder.Identity) -> ProcessIdentity
  ) {
    let folder = ReplicaFolder(number: number, places: places)
    let isSent = folder.identity().map { target($0).kill(signal) } ?? false
    // Should the shim not have written its identity yet, the watch sends the signal when it has.
    if !isSent { pending.withLock { requested[number] = signal } }
    // The watch reports the end, also of what never ran.
    watch(number)
  }

  private let pending = Lock()
  /// Signals that a replica must get as soon as it can; guarded by `pending`.
  private nonisolated(unsafe) var requested: [Int: Int32] = [:]

  /// Delivers a signal that was asked for before the replica could be found.
  func deliverRequestedSignal(_ number: Int, _ folder: ReplicaFolder) {
    guard let signal = pending.withLock({ requested[number] }),
      let identity = folder.identity()
    else { return }
    if (signal == SIGKILL ? identity.replica : identity.shim).kill(signal) {
      pending.withLock { requested[number] = nil }
    }
  }

  func forgetRequests(_ number: Int) { pending.withLock { requested[number] = nil } }
}
