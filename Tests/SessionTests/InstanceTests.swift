import Glibc
import QuernSystem
import QuernText
import QuernWire
import Testing

@testable import QuernSession

@Suite("Instances", .serialized)
struct InstanceTests {
  private func open(
    _ place: ProcessPlace, _ name: String, instance: String?
  ) throws -> SessionClient {
    var options = SessionOptions(
      home: place.home, settings: SessionSettings(folder: place.scratch.path, notebook: "t"),
      instance: instance, executable: place.program, idleSeconds: 60)
    options.threadCount = 1
    return try SessionClient.open(
      directory: SessionListing(home: place.home).directory(name).path, options: options)
  }

  @Test("a session is moved to another type with its values, and its record says so")
  func resizingKeepsValues() throws {
    guard HostCapacity.current.cpuCount >= 2 else { return }
    let place = try ProcessPlace()
    let instances = Instances(home: place.home)
    let first = try open(place, "a", instance: "ml.t3.medium")
    #expect(first.hello.status.instance == "ml.t3.medium")
    try first.submit(CellSubmission(id: "1", index: 1, source: "let x = 41"))
    _ = try first.events(untilEndOf: "1")
    #expect(try instances.named("a")?.status == .inService)
    try first.hibernate()
    #expect(try instances.named("a")?.status == .stopped)
    try first.wake(instance: "ml.c5.large")
    #expect(first.hello.status.instance == "ml.c5.large")
    try first.submit(CellSubmission(id: "2", index: 2, source: "x + 1", reuse: .never))
    #expect(try first.events(untilEndOf: "2").resultTexts == ["42"])
    #expect(try instances.named("a")?.type == "ml.c5.large")
    #expect(try instances.named("a")?.isPromised == true)
    try first.close()
  }

  @Test("memory is promised once: what does not fit now is refused with what would")
  func promisesAreKept() throws {
    let scratch = Scratch()
    let host = HostCapacity(cpuCount: 8, memoryBytes: 16 << 30)
    let promises = HostPromises(home: scratch.path, host: host)
    let large = try #require(InstanceType.named("ml.m5.large"))
    let medium = try #require(InstanceType.named("ml.t3.medium"))
    let first = try promises.promise(large, to: "a")
    let second = try promises.promise(medium, to: "b")
    #expect(promises.all().map(\.session) == ["a", "b"])
    #expect(promises.promisedByteCount == 12 << 30)
    do throws(PromiseError) {
      _ = try promises.promise(large, to: "c")
      Issue.record("8 GiB of 4 were promised")
    } catch {
      guard case .instance(let error) = error else { throw error }
      #expect(error.code == "instance-no-capacity")
      #expect(error.message.contains("12 GiB are promised to a (ml.m5.large), b (ml.t3.medium)"))
      #expect(error.message.contains("(2 vCPU, 4 GiB) fits what is left"))
      #expect(error.message.contains("`quern instances stop a`"))
    }
    // A promise ends with the processes that hold it, however they end.
    first.close()
    #expect(promises.all().map(\.session) == ["b"])
    let third = try promises.promise(large, to: "c")
    #expect(promises.promisedByteCount == 12 << 30)
    third.close()
    second.close()
    #expect(try promises.promise(large, to: "d").descriptor >= 0)
    #expect(
      try Disk.real.list("\(scratch.path)/instances") == [".lock", "d.json"],
      "files of those that are gone go too")
  }

  @Test("memory in use by those that were promised nothing is not promised to others")
  func memoryInUseIsSeen() throws {
    let scratch = Scratch()
    // A machine that has the type's memory and half of what this process uses.
    let own = ProcessTree.usedBytes(ProcessTree.members(of: getpid()))
    let medium = try #require(InstanceType.named("ml.t3.medium"))
    let host = HostCapacity(cpuCount: 8, memoryBytes: (medium.memoryBytes + own / 2) / 13 * 12)
    let promises = HostPromises(home: scratch.path, host: host)
    let sharing = try promises.share("ml.m5.large", by: "s")
    #expect(promises.all().isEmpty && promises.promisedByteCount == 0)
    do throws(PromiseError) {
      _ = try promises.promise(medium, to: "a")
      Issue.record("memory that is in use was promised")
    } catch {
      #expect(error.message.contains("are in use by s ("))
    }
    sharing.close()
    #expect(try promises.promise(medium, to: "a").descriptor >= 0)
  }

  @Test("replicas of endpoints are promised theirs; an update's need not fit beside the old ones")
  func replicasArePromisedTheirs() throws {
    let scratch = Scratch()
    let host = HostCapacity(cpuCount: 8, memoryBytes: 16 << 30)
    let promises = HostPromises(home: scratch.path, host: host)
    let large = try #require(InstanceType.named("ml.m5.large"))
    let huge = try #require(InstanceType.named("ml.m5.24xlarge"))
    func owner(_ name: String, _ generation: Int) -> HostPromises.Owner {
      HostPromises.Owner(endpoint: name, generation: generation)
    }
    let blue = try promises.promise(large, to: "@e.1", owner: owner("e", 1))
    let second = try promises.promise(large, to: "@e.2", owner: owner("e", 1))
    #expect(promises.promisedByteCount == 16 << 30)
    do throws(PromiseError) {
      _ = try promises.promise(large, to: "@e.3", owner: owner("e", 1))
      Issue.record("24 GiB of 16 were promised")
    } catch {
      #expect(error.message.contains("16 GiB are promised to endpoint e (ml.m5.large)"))
      #expect(error.message.contains("`quern endpoints stop e`"))
    }
    #expect(throws: PromiseError.self) { try promises.promise(large, to: "session") }
    let green = try promises.promise(large, to: "@e.4", owner: owner("e", 2))
    #expect(throws: PromiseError.self) {
      try promises.promise(large, to: "@f.5", owner: owner("f", 1))
    }
    for handle in [blue, second, green] { handle.close() }
    #expect(promises.all().isEmpty)
    // It may use what the machine has, and no more is promised.
    let all = try promises.promise(huge, to: "@g.6", owner: owner("g", 1))
    #expect(promises.promisedByteCount == 16 << 30)
    all.close()
  }

  @Test("lifecycle scripts run before the worker; one that fails is the failure of the start")
  func lifecyclesRun() throws {
    let place = try ProcessPlace()
    let instances = Instances(home: place.home)
    let directory = instances.directory("h")
    try InstanceRecord.update(directory) {
      $0.hooks[.onCreate] = "echo created >> trace; echo $QUERN_SESSION >> trace"
      $0.hooks[.onStart] = "echo started >> trace"
    }
    for _ in 0..<2 { try open(place, "h", instance: nil).close() }
    #expect(
      try Disk.real.readText("\(directory.volume)/trace")
        == "created\nh\nstarted\nstarted\n")
    try InstanceRecord.update(directory) { $0.hooks[.onStart] = "echo no disk for you; exit 3" }
    do {
      try open(place, "h", instance: nil).close()
      Issue.record("it started")
    } catch let error as SessionError {
      #expect(error.code == "lifecycle-failed")
      #expect(error.message.contains("on_start exited with 3: no disk for you"))
    }
    let failed = try #require(try instances.named("h"))
    #expect(failed.status == .failed)
    #expect(failed.failure?.contains("exited with 3") == true)
    try InstanceRecord.update(directory) {
      $0.hooks[.onStart] = nil
      $0.failure = nil
    }
    try open(place, "h", instance: nil).close()
    directory.awaitRelease()
    #expect(try instances.named("h")?.status == .stopped)
  }

  @Test("a change whose process is gone is no change under way")
  func deadTransitionsAreVoid() throws {
    let place = try ProcessPlace()
    let directory = Instances(home: place.home).directory("t")
    let gone = ProcessIdentity(bootId: HostFacts.bootId, pid: getpid(), startTicks: 1)
    try InstanceRecord.update(directory) {
      $0.transition = InstanceRecord.Transition(status: .updating, process: gone.text)
    }
    #expect(try Instances(home: place.home).named("t")?.status == .stopped)
    try InstanceRecord.update(directory) { $0.transition = InstanceRecord.Transition(.updating) }
    #expect(try Instances(home: place.home).named("t")?.status == .updating)
  }
}
