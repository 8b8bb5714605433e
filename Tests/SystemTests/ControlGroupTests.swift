import QuernSystem
import QuernTesting
import Testing

/// Version 2 of control groups, against a folder that looks like its file system.
@Suite struct ControlGroupTests {
  private let folder = TemporaryFolder()

  private var places: ControlGroupPlaces {
    ControlGroupPlaces(ownGroups: folder.file("own"), mount: folder.file("cgroup"))
  }

  /// The kernel makes a group's files with its folder; here they are there before.
  private func group(_ path: String, without absent: Set<String> = []) throws -> String {
    let place = folder.file("cgroup" + path)
    try Disk.real.makeDirectory(place)
    for name in [
      "cgroup.procs", "cgroup.subtree_control", "memory.max", "memory.swap.max",
      "memory.oom.group", "memory.events", "memory.current", "cpu.max", "cpu.weight",
    ] where !absent.contains(name) {
      try Disk.real.writeAtomically("\(place)/\(name)", text: "")
    }
    return place
  }

  private func text(_ path: String) throws -> String { try Disk.real.readText(path) }

  @Test func aGroupOfVersion2HoldsMemoryAndCPUs() throws {
    try folder.write("own", "0::/user.slice/session\n")
    _ = try group("/user.slice/session")
    let place = try group("/user.slice/session/quern-a")
    let limits = InstanceLimits.prepare(
      name: "a", memoryBytes: 4 << 30, cpuCount: 2, groups: places)
    #expect(limits.means == .controlGroup(version: 2, path: place))
    #expect(limits.cpuMeans == .controlGroup(version: 2, path: place))
    #expect(limits.description == "control group v2; CPUs: control group v2")
    #expect(try text("\(place)/memory.max") == "\(4 << 30)")
    #expect(try text("\(place)/memory.swap.max") == "0")
    #expect(try text("\(place)/memory.oom.group") == "0", "a helper goes alone")
    #expect(try text("\(place)/cpu.max") == "200000 100000")
    #expect(try text("\(place)/cpu.weight") == "200")
    try Disk.real.writeAtomically(
      "\(place)/memory.events", text: "low 0\nhigh 0\nmax 7\noom 2\noom_kill 3\n")
    try Disk.real.writeAtomically("\(place)/memory.current", text: "1048576\n")
    #expect(limits.memoryKills() == 3)
    #expect(limits.usedBytes() == 1 << 20)
    var spawn = Spawn("/bin/true", ["true"])
    limits.apply(to: &spawn)
    #expect(spawn.controlGroupFiles == ["\(place)/cgroup.procs"], "once, for memory and CPUs")
    #expect(spawn.limits.isEmpty && spawn.cpuCount == nil)
  }

  @Test func aGroupThatHasProcessesLeavesItToTheOneAbove() throws {
    try folder.write("own", "0::/user.slice/session\n")
    let inside = try group("/user.slice/session")
    _ = try group("/user.slice")
    let above = try group("/user.slice/quern-b", without: ["cpu.max"])
    let limits = InstanceLimits.prepare(
      name: "b", memoryBytes: 1 << 30, cpuCount: 1, groups: places)
    #expect(limits.means == .controlGroup(version: 2, path: above))
    #expect(!Disk.real.exists("\(inside)/quern-b"), "what could not be used is gone")
    #expect(try text("\(inside)/cgroup.subtree_control") == "+memory +cpu")
    // Without the controller for CPUs they are kept by affinity, and that is what is said.
    #expect(limits.cpuMeans == .none)
    #expect(limits.description.hasPrefix("control group v2; CPUs: "))
    #expect(!limits.description.hasSuffix("v2"))
  }

  @Test func whereNoGroupIsWritableTheProcessLimitHolds() throws {
    try folder.write("own", "0::/\n")
    try Disk.real.makeDirectory(folder.file("cgroup"))
    let limits = InstanceLimits.prepare(
      name: "c", memoryBytes: 1 << 30, cpuCount: 1, groups: places)
    #expect(limits.means == .resourceLimit)
    #expect(limits.description.hasPrefix("RLIMIT_DATA (no control group is writable); CPUs: "))
    var spawn = Spawn("/bin/true", ["true"])
    limits.apply(to: &spawn)
    #expect(spawn.limits == [.init(.data, 1 << 30)])
    #expect(limits.memoryKills() == nil)
  }

  @Test func theLeastLimitOfAllGroupsAboveCounts() throws {
    try folder.write("own", "0::/a/b\n")
    for (path, limit) in [("", "max"), ("/a", "2147483648\n"), ("/a/b", "4294967296\n")] {
      let place = try group(path)
      try Disk.real.writeAtomically("\(place)/memory.max", text: limit)
    }
    #expect(InstanceLimits.ownMemoryLimit(groups: places) == 2 << 30)
  }
}
