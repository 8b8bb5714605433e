import Glibc
internal import QuernText

/// By what means a limit on a process and its children is enforced.
package enum LimitMeans: Hashable, Sendable {
  /// A control group of version 2 or 1, at this directory: whole process trees, killed above it.
  case controlGroup(version: Int, path: String)
  /// `RLIMIT_DATA`: each process by itself; allocations fail above it.
  case resourceLimit
  /// Nothing was asked for.
  case none

  /// As `describe` says it.
  package var description: String {
    switch self {
    case .controlGroup(let version, _): "control group v\(version)"
    case .resourceLimit: "RLIMIT_DATA (no control group is writable)"
    case .none: "not limited"
    }
  }
}

/// The limits of one instance, made ready before its first process starts.
///
/// ```swift
/// let limits = InstanceLimits.prepare(name: id, memoryBytes: 4 << 30, cpuCount: 2)
/// limits.apply(to: &spawn)
/// let child = try spawn.spawn()
/// …
/// limits.remove()
/// ```
package struct InstanceLimits: Hashable, Sendable {
  package let memoryBytes: Int?
  package let cpuCount: Int?
  /// What holds the memory down.
  package let means: LimitMeans
  /// What holds the CPU time down: a group's quota, or the number of CPUs it may use.
  package let cpuMeans: LimitMeans
  private let name: String

  /// Makes a control group with these limits where this process may; else leaves it to
  /// `RLIMIT_DATA` and the choice of CPUs, which `apply` sets.
  package static func prepare(
    name: String, memoryBytes: Int?, cpuCount: Int?,
    groups: ControlGroupPlaces = .system
  ) -> InstanceLimits {
    var means = LimitMeans.none
    var cpuMeans = LimitMeans.none
    if let memoryBytes {
      means = .resourceLimit
      if let group = ControlGroup.create(
        name, memoryBytes: memoryBytes, cpuCount: cpuCount, groups)
      {
        means = .controlGroup(version: group.version, path: group.path)
        if let path = group.cpuPath {
          cpuMeans = .controlGroup(version: group.version, path: path)
        }
      }
    }
    return InstanceLimits(
      memoryBytes: memoryBytes, cpuCount: cpuCount, means: means, cpuMeans: cpuMeans, name: name)
  }

  /// Puts the limits on a child to be started.
  package func apply(to spawn: inout Spawn) {
    switch means {
    case .controlGroup(_, let path):
      spawn.controlGroupFiles.append(path + "/cgroup.procs")
      if case .controlGroup(1, let path) = cpuMeans {
        spawn.controlGroupFiles.append(path + "/cgroup.procs")
      }
    case .resourceLimit:
      if let memoryBytes { spawn.limits.append(.init(.data, UInt64(memoryBytes))) }
    case .none: break
    }
    if let cpuCount, cpuCount < HostFacts.cpuCount, cpuMeans == .none {
      spawn.cpuCount = cpuCount
      // Instances spread over the CPUs by their names.
      spawn.cpuFirst = Int(CRC32C.checksum(Array(name.utf8)))
    }
  }

  /// How many processes of the instance the system has killed for their memory; nil where the
  /// means does not tell.
  package func memoryKills() -> Int? {
    guard case .controlGroup(let version, let path) = means else { return nil }
    return ControlGroup(version: version, path: path, cpuPath: nil).memoryKills()
  }

  /// Memory in use by the whole instance; nil where the means does not tell.
  package func usedBytes() -> Int? {
    guard case .controlGroup(let version, let path) = means else { return nil }
    return ControlGroup(version: version, path: path, cpuPath: nil).usedBytes()
  }

  /// Removes the control group; its processes must have ended.
  package func remove() {
    if case .controlGroup(_, let path) = means { rmdir(path) }
    if case .controlGroup(1, let path) = cpuMeans { rmdir(path) }
  }

  /// What holds memory and CPUs down, as `describe` says it: the CPUs stand behind `; CPUs: `.
  package var description: String {
    let isKept = cpuCount.map { $0 < HostFacts.cpuCount } ?? false
    let cpus =
      cpuMeans == .none ? isKept ? "affinity" : "the machine's" : cpuMeans.description
    return "\(means.description); CPUs: \(cpus)"
  }

  /// The least memory limit of the groups that this process is in; nil without any.
  package static func ownMemoryLimit(groups: ControlGroupPlaces = .system) -> Int? {
    ControlGroup.ownMemoryLimit(groups)
  }

  /// Lets a process that is to outlive the instance leave its groups and its choice of CPUs.
  package static func leave(_ spawn: inout Spawn) {
    spawn.controlGroupFiles += ControlGroup.filesAbove()
  }
}
