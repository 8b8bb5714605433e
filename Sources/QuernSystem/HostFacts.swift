import CQuernSystem
import Glibc
internal import QuernText

/// What this machine has and is called.
package enum HostFacts {
  /// How many CPUs this process may use: its affinity, and the quota of its control group.
  package static let cpuCount: Int = {
    let affinity = max(1, Int(quern_affinity_count()))
    guard let quota = cpuQuota() else { return affinity }
    return max(1, min(affinity, Int(quota.rounded(.up))))
  }()

  /// The memory that this process may use: the machine's, or its control group's limit.
  package static let memoryBytes: Int = {
    let machine = sysconf(Int32(_SC_PHYS_PAGES)) * sysconf(Int32(_SC_PAGESIZE))
    return min(machine, ControlGroup.ownMemoryLimit() ?? machine)
  }()

  /// What the machine is called.
  package static let hostName: String = {
    var buffer = [CChar](repeating: 0, count: 256)
    guard gethostname(&buffer, buffer.count - 1) == 0 else { return "localhost" }
    return buffer.withUnsafeBufferPointer { pointer in
      pointer.baseAddress.map { String(cString: $0) } ?? "localhost"
    }
  }()

  /// The kernel's identity since it started; pids mean something only together with it.
  package static let bootId: String = firstLine("/proc/sys/kernel/random/boot_id") ?? ""

  /// Gives back the memory of the program's code that the start has gone through and that is not
  /// needed again soon; what is comes back from the file's cache.
  package static func releaseCode() { quern_release_code() }

  /// The user this process runs as.
  package static var uid: UInt32 { getuid() }

  /// This process.
  package static var processId: Int32 { getpid() }

  /// The running program's file.
  package static let executablePath: String = Path.resolved("/proc/self/exe") ?? "/proc/self/exe"

  /// The environment as it is now.
  package static func environment() -> [String: String] {
    var result: [String: String] = [:]
    var cursor = environ
    while let entry = cursor.pointee {
      let text = String(cString: entry)
      if let equals = text.utf8.firstIndex(of: UInt8(ascii: "=")) {
        result[String(text[..<equals])] = String(text[text.utf8.index(after: equals)...])
      }
      cursor += 1
    }
    return result
  }

  /// The value of one variable of the environment.
  package static func environment(_ name: String) -> String? {
    getenv(name).map { String(cString: $0) }
  }

  private static func cpuQuota() -> Double? {
    if let line = firstLine("/sys/fs/cgroup/cpu.max") {
      let parts = line.split(separator: " ")
      guard parts.count == 2, let quota = Numbers.parseDouble(parts[0]),
        let period = Numbers.parseDouble(parts[1]), period > 0
      else { return nil }
      return quota / period
    }
    guard let quota = number(inFile: "/sys/fs/cgroup/cpu/cpu.cfs_quota_us"), quota > 0,
      let period = number(inFile: "/sys/fs/cgroup/cpu/cpu.cfs_period_us"), period > 0
    else { return nil }
    return Double(quota) / Double(period)
  }

  private static func number(inFile path: String) -> Int64? {
    firstLine(path).flatMap { Numbers.parseInt($0) }
  }

  private static func firstLine(_ path: String) -> String? {
    do throws(SystemError) {
      let text = String(decoding: try RealDisk.read(path), as: UTF8.self)
      return text.split(separator: "\n").first.map(String.init)
    } catch {
      return nil
    }
  }
}
