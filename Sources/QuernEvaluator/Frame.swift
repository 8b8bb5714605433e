import QuernValue

/// The values of one call of a function, or of the cell itself, by slot.
///
/// Slots lie outside of an array: every access of a name is one load.
final class Frame {
  let machine: Machine
  let slots: UnsafeMutablePointer<Value>
  private let count: Int

  init(machine: Machine, slotCount: Int) {
    self.machine = machine
    count = slotCount
    slots = .allocate(capacity: max(slotCount, 1))
    slots.initialize(repeating: .null, count: slotCount)
  }

  deinit {
    slots.deinitialize(count: count)
    slots.deallocate()
  }
}
