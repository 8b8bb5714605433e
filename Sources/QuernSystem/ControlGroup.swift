import Glibc
internal import QuernText

/// A control group of our own below the one that this process is in.
struct ControlGroup {
  let version: Int
  let path: String
  /// Where CPU time is limited and shared; nil where it is not. In version 2 it is `path`.
  let cpuPath: String?

  private static let secondMount = "/sys/fs/cgroup"
  private static let firstMount = "/sys/fs/cgroup/memory"
  private static let firstCPUMount = "/sys/fs/cgroup/cpu"

  /// The groups of this process that may limit memory: version and path below the mount.
  private static func own() -> [(version: Int, path: String)] {
    read("/proc/self/cgroup").split(separator: "\n").compactMap { line in
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { return nil }
      if parts[1].split(separator: ",").contains("memory") { return (1, String(parts[2])) }
      return parts[1].isEmpty ? (2, String(parts[2])) : nil
    }
  }

  /// A new group with a limit on memory, in whichever version can be written; nil in neither.
  static func create(_ name: String, memoryBytes: Int, cpuCount: Int?) -> ControlGroup? {
    for (version, path) in own() {
      let group =
        version == 1
        ? createFirst(firstMount + path, name, memoryBytes, cpuCount)
        : createSecond(secondMount, path, name, memoryBytes, cpuCount)
      if let group { return group }
    }
    return nil
  }

  /// The least memory limit of the groups that this process is in; nil without any.
  static func ownMemoryLimit() -> Int? {
    var least: Int?
    for (version, path) in own() {
      let mount = version == 1 ? firstMount : secondMount
      let file = version == 1 ? "/memory.limit_in_bytes" : "/memory.max"
      var directory = Path.normalised(mount + path)
      // Each group above counts too; in a container the path may not be there, but the mount is.
      while directory.hasPrefix(mount) {
        let text = read(directory + file).split(separator: "\n").first
        if let limit = text.flatMap({ Numbers.parseInt($0) }), limit > 0 {
          least = min(least ?? .max, Int(limit))
        }
        directory = Path.parent(directory)
      }
    }
    return least
  }

  private static func createFirst(
    _ parent: String, _ name: String, _ memoryBytes: Int, _ cpuCount: Int?
  ) -> ControlGroup? {
    let path = Path.join(parent, "quern-\(name)")
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else { return nil }
    guard write("\(memoryBytes)", to: path + "/memory.limit_in_bytes") else {
      rmdir(path)
      return nil
    }
    // Swap beyond the limit would make the limit a slow machine; not all kernels count it.
    write("\(memoryBytes)", to: path + "/memory.memsw.limit_in_bytes")
    return ControlGroup(
      version: 1, path: path, cpuPath: cpuCount.flatMap { createFirstCPU(name, $0) })
  }

  /// In version 1 CPU time has a tree of its own.
  private static func createFirstCPU(_ name: String, _ cpuCount: Int) -> String? {
    guard let own = controllerPath("cpu") else { return nil }
    let path = Path.join(firstCPUMount + own, "quern-\(name)")
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else { return nil }
    // Where more CPUs are promised than there are, each gets its part.
    write("\(cpuCount * 1024)", to: path + "/cpu.shares")
    guard write("100000", to: path + "/cpu.cfs_period_us"),
      write("\(cpuCount * 100_000)", to: path + "/cpu.cfs_quota_us")
    else {
      rmdir(path)
      return nil
    }
    return path
  }

  /// The group of this process in one tree of version 1.
  private static func controllerPath(_ controller: String) -> String? {
    for line in read("/proc/self/cgroup").split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      if parts.count == 3, parts[1].split(separator: ",").contains(Substring(controller)) {
        return String(parts[2])
      }
    }
    return nil
  }

  /// The files that take a process out of an instance's group, into the one above; none where this
  /// process is in no such group.
  static func filesAbove() -> [String] {
    var files: [String] = []
    for (version, path) in own() where Path.name(path).hasPrefix("quern-") {
      let mount = version == 1 ? firstMount : secondMount
      files.append(Path.join(mount + Path.parent(path), "cgroup.procs"))
    }
    if let path = controllerPath("cpu"), Path.name(path).hasPrefix("quern-") {
      files.append(Path.join(firstCPUMount + Path.parent(path), "cgroup.procs"))
    }
    return files.filter { access($0, W_OK) == 0 }
  }

  private static func createSecond(
    _ mount: String, _ own: String, _ name: String, _ memoryBytes: Int, _ cpuCount: Int?
  ) -> ControlGroup? {
    // A group with processes cannot hand controllers down, so the group above is tried as well.
    let inside = Path.normalised(mount + own)
    for parent in [inside, Path.parent(inside)] where parent.hasPrefix(mount) {
      let path = Path.join(parent, "quern-\(name)")
      guard mkdir(path, 0o755) == 0 || errno == EEXIST else { continue }
      if access(path + "/memory.max", W_OK) != 0 {
        write("+memory +cpu", to: parent + "/cgroup.subtree_control")
      }
      guard access(path + "/cgroup.procs", W_OK) == 0,
        write("\(memoryBytes)", to: path + "/memory.max")
      else {
        rmdir(path)
        continue
      }
      write("0", to: path + "/memory.swap.max")
      // One process of an instance that dies of memory takes the others along.
      write("1", to: path + "/memory.oom.group")
      let limitsCPU = cpuCount.map { count in
        write("\(min(10_000, count * 100))", to: path + "/cpu.weight")
        return write("\(count * 100_000) 100000", to: path + "/cpu.max")
      }
      return ControlGroup(version: 2, path: path, cpuPath: limitsCPU == true ? path : nil)
    }
    return nil
  }

  func memoryKills() -> Int? {
    let file = version == 2 ? "/memory.events" : "/memory.oom_control"
    for line in ControlGroup.read(path + file).split(separator: "\n") {
      let parts = line.split(separator: " ")
      if parts.count == 2, parts[0] == "oom_kill" {
        return Numbers.parseInt(parts[1]).map { Int($0) }
      }
    }
    return nil
  }

  func usedBytes() -> Int? {
    let file = version == 2 ? "/memory.current" : "/memory.usage_in_bytes"
    let text = ControlGroup.read(path + file).split(separator: "\n").first
    return text.flatMap { Numbers.parseInt($0) }.map { Int($0) }
  }

  private static func read(_ path: String) -> String {
    do throws(SystemError) {
      return String(decoding: try RealDisk.read(path), as: UTF8.self)
    } catch {
      return ""
    }
  }

  @discardableResult
  private static func write(_ text: String, to path: String) -> Bool {
    let descriptor = open(path, O_WRONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    let bytes = Array(text.utf8)
    return Glibc.write(descriptor, bytes, bytes.count) == bytes.count
  }
}
