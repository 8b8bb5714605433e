import QuernPlan
import QuernSystem
import QuernTable
import QuernText
import QuernWire
import Testing

@testable import QuernSession

@Suite("What a home keeps for all its sessions")
struct HomeTests {
  private func run(_ ordinal: Int, seconds: Double = 1) -> RunRecord {
    RunRecord(
      kind: "train", name: nil, token: ActToken(ordinal: ordinal, loop: [2]),
      parameters: [("max_depth", 6), ("eta", 0.5)], metrics: [("auc", 0.75)], seed: 7,
      startedMicroseconds: Int64(1_000_000 * (ordinal + 1)), seconds: seconds)
  }

  private func place(_ run: RunRecord) -> RunStore.Place {
    RunStore.Place(
      identity: RunStore.identity(key: Samples.digest, kind: run.kind, run.token),
      notebook: "n.md", cell: "c", session: "s", instance: "local")
  }

  @Test("a run that is recorded again adds nothing")
  func runsAreKeptOnce() throws {
    let folder = Scratch()
    let store = RunStore(folder: "\(folder.path)/runs")
    let first = try store.keep(run(0), at: place(run(0)))
    let again = try store.keep(run(0, seconds: 9), at: place(run(0)))
    #expect(first == again)
    _ = try store.keep(run(1), at: place(run(1)))
    let all = try store.all()
    #expect(all.map { $0["started"]?.intValue } == [1_000_000, 2_000_000])
    let table = try RunStore.table(all)
    #expect(table.schema.names.suffix(3) == ["param_max_depth", "param_eta", "metric_auc"])
  }

  @Test("a cached result is found while what it read is as it was, and not after")
  func tracesAreChecked() throws {
    let folder = Scratch()
    let store = ContentStore(folder: "\(folder.path)/store")
    let cache = CellCache(folder: "\(folder.path)/cells", store: store)
    let files = FileFacts(folder: "\(folder.path)/files", clock: .system)
    let check = TraceCheck(files: files, clock: .system, refreshSeconds: nil)
    let path = "\(folder.path)/a.txt"
    try Disk.real.writeAtomically(path, text: "one")
    let blob = try store.put([1, 2, 3])
    let entry = CellCache.Entry(
      trace: [
        try files.entry(path), try files.entry("\(folder.path)/none"),
        TraceEntry(kind: .now, subject: "now"),
      ], at: Clock.system.now(), seconds: 1, rowCount: 3, outputs: blob,
      defined: [.init(name: "x", digest: Samples.digest, blob: blob, type: "int")])
    try cache.keep(entry, for: Samples.digest)
    #expect(cache.lookup(Samples.digest, check) == entry)
    #expect(cache.lookup(Samples.other, check) == nil)

    let soon = TraceCheck(files: files, clock: .system, refreshSeconds: -1)
    #expect(cache.lookup(Samples.digest, soon) == nil, "now() is too old")

    try Disk.real.writeAtomically(path, text: "one")
    #expect(cache.lookup(Samples.digest, check) == entry, "the same bytes in a new file")
    try Disk.real.writeAtomically(path, text: "two")
    #expect(cache.lookup(Samples.digest, check) == nil)
    try Disk.real.writeAtomically(path, text: "one")
    try Disk.real.writeAtomically("\(folder.path)/none", text: "here now")
    #expect(cache.lookup(Samples.digest, check) == nil, "an absent file has come")
  }

  @Test("a result whose bytes are gone is not found")
  func blobsMustBeThere() throws {
    let folder = Scratch()
    let store = ContentStore(folder: "\(folder.path)/store")
    let cache = CellCache(folder: "\(folder.path)/cells", store: store)
    let check = TraceCheck(
      files: FileFacts(folder: "\(folder.path)/files", clock: .system), clock: .system,
      refreshSeconds: nil)
    let blob = try store.put([1, 2, 3])
    let entry = CellCache.Entry(
      trace: [], at: 0, seconds: 1, rowCount: nil, outputs: blob, defined: [])
    try cache.keep(entry, for: Samples.digest)
    #expect(cache.lookup(Samples.digest, check) == entry)
    try Disk.real.remove(store.path(of: blob))
    #expect(cache.lookup(Samples.digest, check) == nil)
  }

  @Test("the default instance is the largest that fits, and a larger one is refused with it")
  func instancesFitTheHost() throws {
    let small = HostCapacity(cpuCount: 2, memoryBytes: 15_700 << 20)
    #expect(try small.resolve(nil).name == "ml.r5.large")
    #expect(try small.resolve("ml.t3.medium").memoryGiB == 4)
    let big = try #require(InstanceType.named("ml.m5.24xlarge"))
    let nearest = try #require(InstanceType.named("ml.r5.large"))
    #expect(throws: InstanceError.tooLarge(type: big, host: small, nearest: nearest)) {
      try small.resolve("ml.m5.24xlarge")
    }
    #expect(throws: InstanceError.unknown(name: "ml.m5.lagre", nearest: "ml.m5.large")) {
      try small.resolve("ml.m5.lagre")
    }
    let tiny = HostCapacity(cpuCount: 1, memoryBytes: 1 << 30)
    #expect(try tiny.resolve(nil).name == "local")
  }

  @Test("tables may take less than the instance has")
  func arenasLieBelowTheBackstop() {
    for type in InstanceType.catalogue {
      let host = HostCapacity(cpuCount: 512, memoryBytes: 4096 << 30)
      let plan = MemoryPlan(instance: type, host: host)
      #expect(plan.backstopBytes == type.memoryBytes)
      #expect(plan.arenaBytes <= plan.backstopBytes - (512 << 20))
    }
  }
}
