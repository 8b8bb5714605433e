package import QuernSystem

/// How an instance's memory is divided: what tables may take, and where the worker is ended.
///
/// The Arena's limit lies below the backstop by what code, stacks and small values need, so that a
/// table that grows too large is an error of its cell and not the end of the worker.
package struct MemoryPlan: Sendable, Hashable {
  package var backstopBytes: Int
  package var arenaBytes: Int

  package init(instance: InstanceType, host: HostCapacity) {
    backstopBytes = min(instance.memoryBytes, host.memoryBytes)
    let reserve = max(backstopBytes / 8, min(512 << 20, backstopBytes / 2))
    arenaBytes = backstopBytes - reserve
  }

  /// A memory limit of its own, for tests and small machines.
  package init(backstopBytes: Int) {
    self.backstopBytes = backstopBytes
    arenaBytes = backstopBytes - max(backstopBytes / 8, min(512 << 20, backstopBytes / 2))
  }
}
