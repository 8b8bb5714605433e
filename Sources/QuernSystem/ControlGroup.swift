import Glibc
internal import QuernText

/// A control group of our own below the one that this process is in.
struct ControlGroup {
  let version: Int
  let path: String
  let limitsCPU: Bool

  private static let secondMount = "/sys/fs/cgroup"
  private static let firstMount = "/sys/fs/cgroup/memory"

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
        ? createFirst(firstMount + path, name, memoryBytes)
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
    _ parent: String, _ name: String, _ memoryBytes: Int
  ) -> ControlGroup? {
    let path = Path.join(parent, "quern-\(name)")
    guard mkdir(path, 0o755) == 0 || errno == EEXIST else { return nil }
    guard write("\(memoryBytes)", to: path + "/memory.limit_in_bytes") else {
      rmdir(path)
      return nil
    }
    // Swap beyond the limit would make the limit a slow machine; not all kernels count it.
    write("\(memoryBytes)", to: path + "/memory.memsw.limit_in_bytes")
    return ControlGroup(version: 1, path: path, limitsCPU: false)
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
      let limitsCPU = cpuCount.map { write("\($0 * 100_000) 100000", to: path + "/cpu.max") }
      return ControlGroup(version: 2, path: path, limitsCPU: limitsCPU ?? false)
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
