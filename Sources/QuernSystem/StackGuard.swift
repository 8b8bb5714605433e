internal import CQuernSystem

/// How much of a thread's stack is left: recursion stops before it runs out.
package struct StackGuard: Sendable {
  private let lowest: UInt

  /// Of the calling thread; `reserveBytes` at the end of its stack are left alone.
  package init(reserveBytes: Int) {
    let base = UInt(quern_stack_lowest())
    lowest = base == 0 ? 0 : base + UInt(max(0, reserveBytes))
  }

  /// Whether another call may be made on the thread.
  package var hasRoom: Bool { UInt(quern_stack_here()) > lowest }
}
