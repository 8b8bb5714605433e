import QuernSystem

/// Which part each row of a split goes to: computed once for all parts.
package final class SplitAssignment: @unchecked Sendable {
  package let spec: SplitSpec
  private let lock = Lock()
  private var kept: ColumnBuffer?

  init(_ spec: SplitSpec) { self.spec = spec }

  /// One byte per row: the number of its part. The first caller computes it.
  func parts(
    _ compute: () throws(TableError) -> ColumnBuffer
  ) throws(TableError) -> ColumnBuffer {
    if let kept = lock.withLock({ kept }) { return kept }
    let computed = try compute()
    return lock.withLock {
      if let kept { return kept }
      kept = computed
      return computed
    }
  }
}
