import Glibc
internal import QuernText

/// Which process: a pid alone is given again to another one sooner or later.
package struct ProcessIdentity: Hashable, Sendable {
  package let bootId: String
  package let pid: Int32
  /// Clock ticks from the start of the machine to the start of the process.
  package let startTicks: UInt64

  package init(bootId: String, pid: Int32, startTicks: UInt64) {
    self.bootId = bootId
    self.pid = pid
    self.startTicks = startTicks
  }

  /// This process.
  package static let own =
    of(getpid())
    ?? ProcessIdentity(bootId: HostFacts.bootId, pid: getpid(), startTicks: 0)

  /// The process that has this pid now; nil where there is none.
  package static func of(_ pid: Int32) -> ProcessIdentity? {
    guard let facts = stat(pid) else { return nil }
    return ProcessIdentity(bootId: HostFacts.bootId, pid: pid, startTicks: facts.startTicks)
  }

  /// Whether this very process runs; one that has ended but was not collected does not.
  package var isRunning: Bool {
    guard bootId == HostFacts.bootId, let facts = ProcessIdentity.stat(pid) else { return false }
    return facts.startTicks == startTicks && facts.state != UInt8(ascii: "Z")
      && facts.state != UInt8(ascii: "X")
  }

  /// Sends a signal to this very process; false where it no longer runs.
  @discardableResult
  package func kill(_ signal: Int32) -> Bool { isRunning && Glibc.kill(pid, signal) == 0 }

  /// "BOOT:PID:TICKS", as it is kept in files.
  package var text: String { "\(bootId):\(pid):\(startTicks)" }

  /// Reads the form of `text`.
  package init?(text: String) {
    let parts = text.split(separator: ":", omittingEmptySubsequences: false)
    guard parts.count == 3, let pid = Numbers.parseInt(parts[1]), let pid = Int32(exactly: pid),
      let ticks = UInt64(parts[2])
    else { return nil }
    self.init(bootId: String(parts[0]), pid: pid, startTicks: ticks)
  }

  private static func stat(_ pid: Int32) -> (state: UInt8, startTicks: UInt64)? {
    let line: [UInt8]
    do throws(SystemError) {
      line = try RealDisk.read("/proc/\(pid)/stat")
    } catch {
      return nil
    }
    // The name stands in parentheses and may hold anything, also parentheses and spaces.
    guard let close = line.lastIndex(of: UInt8(ascii: ")")) else { return nil }
    let fields = line[(close + 1)...].split(separator: 32)
    guard fields.count > 19, let state = fields[0].first,
      let ticks = UInt64(String(decoding: fields[19], as: UTF8.self))
    else { return nil }
    return (state, ticks)
  }

  /// The resident memory of a process in bytes; nil where there is none.
  package static func residentBytes(ofPid pid: Int32) -> Int? {
    do throws(SystemError) {
      let fields = try RealDisk.read("/proc/\(pid)/statm").split(separator: 32)
      guard fields.count > 1 else { return nil }
      return Numbers.parseInt(String(decoding: fields[1], as: UTF8.self))
        .map { Int($0) * sysconf(Int32(_SC_PAGESIZE)) }
    } catch {
      return nil
    }
  }
}
