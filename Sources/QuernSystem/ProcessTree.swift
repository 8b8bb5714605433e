import Glibc
internal import QuernText

/// The processes below one, as `/proc` tells them.
package enum ProcessTree {
  /// What one process has of its own, and shares.
  package struct Member: Hashable, Sendable {
    package let pid: Int32
    /// Private memory.
    package let privateBytes: Int
    /// Shared memory that is no file's.
    package let sharedBytes: Int
  }

  /// A process and all below it, itself first; branches whose program `isLeftOut` names are not
  /// entered.
  package static func members(
    of pid: Int32, leavingOut isLeftOut: (String) -> Bool = { _ in false }
  ) -> [Member] {
    var found: [Member] = []
    var waiting = [pid]
    var seen: Set<Int32> = []
    while let next = waiting.popLast() {
      guard seen.insert(next).inserted else { continue }
      if next != pid, let program = program(of: next), isLeftOut(program) { continue }
      guard let member = member(next) else { continue }
      found.append(member)
      waiting += children(of: next)
    }
    return found
  }

  /// What they use together: what is shared counts once.
  package static func usedBytes(_ members: [Member]) -> Int {
    members.reduce(0) { $0 + $1.privateBytes } + (members.map(\.sharedBytes).max() ?? 0)
  }

  private static func member(_ pid: Int32) -> Member? {
    guard let text = read("/proc/\(pid)/status") else { return nil }
    var own = 0
    var shared = 0
    for line in text.split(separator: "\n") {
      if line.hasPrefix("RssAnon:") { own = kibibytes(line) }
      if line.hasPrefix("RssShmem:") { shared = kibibytes(line) }
    }
    return Member(pid: pid, privateBytes: own << 10, sharedBytes: shared << 10)
  }

  private static func kibibytes(_ line: Substring) -> Int {
    let digits = line.filter { $0 >= "0" && $0 <= "9" }
    return Int(digits) ?? 0
  }

  private static func children(of pid: Int32) -> [Int32] {
    let folder = "/proc/\(pid)/task"
    do throws(SystemError) {
      return try RealDisk.list(folder).flatMap { thread in
        (read("\(folder)/\(thread)/children") ?? "").split(separator: " ").compactMap { Int32($0) }
      }
    } catch {
      return []
    }
  }

  private static func program(of pid: Int32) -> String? {
    Path.resolved("/proc/\(pid)/exe")
  }

  private static func read(_ path: String) -> String? {
    do throws(SystemError) {
      return String(decoding: try RealDisk.read(path), as: UTF8.self)
    } catch {
      return nil
    }
  }
}
