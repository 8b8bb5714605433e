internal import Glibc
internal import QuernSystem

/// Holds an instance's memory down where nothing of the system does: looks at the worker and all
/// processes below it, and ends the one that takes most.
///
/// A training helper or a script goes before the worker, so that it is an error of its cell. The
/// platform, which a session may have started, is not of the instance.
struct MemoryWatch {
  let worker: ChildProcess
  let limitBytes: Int

  /// Looks once; true where the worker itself had to be ended.
  func look() -> Bool {
    let members = ProcessTree.members(of: worker.pid) { $0.hasSuffix("/quern-platform") }
    guard ProcessTree.usedBytes(members) > limitBytes else { return false }
    let below = members.filter { $0.pid != worker.pid }
    let own = members.first { $0.pid == worker.pid }?.privateBytes ?? 0
    if let largest = below.max(by: { $0.privateBytes < $1.privateBytes }), own <= limitBytes,
      largest.privateBytes > limitBytes / 16
    {
      kill(largest.pid, SIGKILL)
      return false
    }
    worker.kill()
    return true
  }
}
