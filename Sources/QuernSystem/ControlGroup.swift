import Glibc
internal import QuernText

/// A control group of our own below the one that this process is in.
struct ControlGroup {
  let version: Int
  let path: String
  /// Where CPU time is limited and shared; nil where it is not. In version 2 it is `path`.
  let cpuPath: String?

  /// The groups of this process that may limit memory: version and path below the mount.
  private static func own(_ places: ControlGroupPlaces) -> [(version: Int, path: String)] {
    read(places.ownGroups).split(separator: "\n").compactMap { line in
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { return nil }
      if parts[1].split(separator: ",").contains("memory") { return (1, String(parts[2])) }
      return parts[1].isEmpty ? (2, String(parts[2])) : nil
    }
  }

  /// A new group with a limit on memory, in whichever version can be written; nil in neither.
  static func create(
    _ name: String, memoryBytes: Int, cpuCount: Int?, _ places: ControlGroupPlaces
  ) -> ControlGroup? {
    for (version, path) in own(places) {
      let group =
        version == 1
        ? createFirst(places, path, name, memoryBytes, cpuCount)
        : createSecond(places.mount, path, name, memoryBytes, cpuCount)
      if let group { return group }
    }
    return nil
  }

  /// The least memory limit of the groups that this process is in; nil without any.
  static func ownMemoryLimit(_ places: ControlGroupPlaces = .system) -> Int? {
    var least: Int?
    for (version, path) in own(places) {
      let mount = version == 1 ? places.firstMemoryMount : places.mount
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
    _ places: ControlGroupPlaces, _ own: String, _ name: String, _ memoryBytes: Int,
    _ cpuCount: Int?
  ) -> ControlGroup? {
    let path = Path.join(places.firstMemoryMount + own, "quern-\(name)")
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else { return nil }
    guard write("\(memoryBytes)", to: path + "/memory.limit_in_bytes") else {
      rmdir(path)
      return nil
    }
    // Swap beyond the limit would make the limit a slow machine; not all kernels count it.
    write("\(memoryBytes)", to: path + "/memory.memsw.limit_in_bytes")
    return ControlGroup(
      version: 1, path: path, cpuPath: cpuCount.flatMap { createFirstCPU(places, name, $0) })
  }

  /// In version 1 CPU time has a tree of its own.
  private static func createFirstCPU(
    _ places: ControlGroupPlaces, _ name: String, _ cpuCount: Int
  ) -> String? {
    guard let own = controllerPath("cpu", places) else { return nil }
    let path = Path.join(places.firstCPUMount + own, "quern-\(name)")
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
  private static func controllerPath(
    _ controller: String, _ places: ControlGroupPlaces
  ) -> String? {
    for line in read(places.ownGroups).split(separator: "\n") {
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      if parts.count == 3, parts[1].split(separator: ",").contains(Substring(controller)) {
        return String(parts[2])
      }
    }
    return nil
  }

  /// The files that take a process out of an instance's group, into the one above; none where this
  /// process is in no such group.
  static func filesAbove(_ places: ControlGroupPlaces = .system) -> [String] {
    var files: [String] = []
    for (version, path) in own(places) where Path.name(path).hasPrefix("quern-") {
      let mount = version == 1 ? places.firstMemoryMount : places.mount
      files.append(Path.join(mount + Path.parent(path), "cgroup.procs"))
    }
    if let path = controllerPath("cpu", places), Path.name(path).hasPrefix("quern-") {
      files.append(Path.join(places.firstCPUMount + Path.parent(path), "cgroup.procs"))
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
      // A training helper or a script that takes too much goes alone: it is an error of its cell.
      write("0", to: path + "/memory.oom.group")
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

/// Where the system shows its control groups; tests bring a folder that looks like it.
package struct ControlGroupPlaces: Sendable, Hashable {
  /// The file that names the groups of this process.
  package var ownGroups: String
  /// Of version 2; version 1 has a tree below it for each controller.
  package var mount: String

  package init(ownGroups: String, mount: String) {
    self.ownGroups = ownGroups
    self.mount = mount
  }

  package static let system = ControlGroupPlaces(
    ownGroups: "/proc/self/cgroup", mount: "/sys/fs/cgroup")

  var firstMemoryMount: String { mount + "/memory" }
  var firstCPUMount: String { mount + "/cpu" }
}
