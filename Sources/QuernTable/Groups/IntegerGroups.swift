import Glibc
import QuernSystem

/// Numbers integers 0, 1, 2, … in the order in which they first appear.
///
/// Open addressing with linear probing over 16-byte slots, at most half full.
final class IntegerGroups {
  private struct Slot {
    var key: Int64
    /// The group's number + 1; 0 is an empty slot.
    var group: UInt32
    var unused: UInt32
  }

  let arena: Arena
  @exclusivity(unchecked) private var memory: ColumnBuffer
  @exclusivity(unchecked) private var slots: UnsafeMutablePointer<Slot>
  @exclusivity(unchecked) private var mask: Int
  @exclusivity(unchecked) private var shift: UInt64
  @exclusivity(unchecked) private(set) var keys: GrowingBuffer<Int64>
  private(set) var nullNumber: UInt32?

  private static let firstSlots = 1 << 10

  init(arena: Arena) throws(OutOfMemory) {
    self.arena = arena
    memory = try IntegerGroups.table(IntegerGroups.firstSlots, arena)
    slots = memory.base.assumingMemoryBound(to: Slot.self)
    mask = IntegerGroups.firstSlots - 1
    shift = 64 - UInt64(IntegerGroups.firstSlots.trailingZeroBitCount)
    keys = try GrowingBuffer(arena: arena, doing: "the hash table of a group-by")
  }

  var count: Int { keys.count }

  private static func table(_ slots: Int, _ arena: Arena) throws(OutOfMemory) -> ColumnBuffer {
    let buffer = try ColumnBuffer.allocate(
      arena, bytes: slots * MemoryLayout<Slot>.stride, doing: "the hash table of a group-by")
    memset(buffer.base, 0, buffer.byteCount)
    return buffer
  }

  @inline(__always)
  private static func hash(_ key: Int64) -> UInt64 {
    let x = UInt64(bitPattern: key)
    return (x ^ (x >> 32)) &* 0x9e37_79b9_7f4a_7c15
  }

  /// The number of `key`'s group, a new one where it was not seen.
  @inline(__always)
  func group(_ key: Int64) throws(OutOfMemory) -> UInt32 {
    var place = Int(truncatingIfNeeded: IntegerGroups.hash(key) >> shift)
    while true {
      let slot = slots + place
      if slot.pointee.group == 0 { return try insert(key) }
      if slot.pointee.key == key { return slot.pointee.group &- 1 }
      place = (place + 1) & mask
    }
  }

  /// The number of the group of null keys.
  func groupOfNull() throws(OutOfMemory) -> UInt32 {
    if let nullNumber { return nullNumber }
    let number = UInt32(keys.count)
    try keys.append(0)
    nullNumber = number
    return number
  }

  /// Numbers a run of keys.
  func number(
    _ values: UnsafePointer<Int64>, count: Int, into out: UnsafeMutablePointer<UInt32>
  ) throws(OutOfMemory) {
    var (slots, mask, shift) = (slots, mask, shift)
    for row in 0..<count {
      let key = values[row]
      var place = Int(truncatingIfNeeded: IntegerGroups.hash(key) >> shift)
      while slots[place].group != 0 && slots[place].key != key { place = (place &+ 1) & mask }
      if slots[place].group != 0 {
        out[row] = slots[place].group &- 1
      } else {
        out[row] = try insert(key)
        (slots, mask, shift) = (self.slots, self.mask, self.shift)
      }
    }
  }

  @inline(never)
  private func insert(_ key: Int64) throws(OutOfMemory) -> UInt32 {
    let number = UInt32(keys.count)
    try keys.append(key)
    if keys.count * 2 > mask + 1 { try grow() } else { place(key, number) }
    return number
  }

  private func place(_ key: Int64, _ number: UInt32) {
    var at = Int(truncatingIfNeeded: IntegerGroups.hash(key) >> shift)
    while slots[at].group != 0 { at = (at + 1) & mask }
    slots[at] = Slot(key: key, group: number + 1, unused: 0)
  }

  private func grow() throws(OutOfMemory) {
    let count = (mask + 1) * 4
    memory = try IntegerGroups.table(count, arena)
    slots = memory.base.assumingMemoryBound(to: Slot.self)
    mask = count - 1
    shift = 64 - UInt64(count.trailingZeroBitCount)
    for number in 0..<keys.count where UInt32(number) != nullNumber {
      place(keys[number], UInt32(number))
    }
  }
}

/// A list of trivial values in Arena memory that doubles as it grows.
struct GrowingBuffer<Element: BitwiseCopyable>: @unchecked Sendable {
  let arena: Arena
  private let doing: String
  private var memory: ColumnBuffer
  private(set) var count = 0
  private var capacity: Int

  init(arena: Arena, doing: String, capacity: Int = 256) throws(OutOfMemory) {
    self.arena = arena
    self.doing = doing
    self.capacity = max(1, capacity)
    memory = try ColumnBuffer.allocate(
      arena, bytes: self.capacity * MemoryLayout<Element>.stride, doing: doing)
  }

  @inline(__always)
  var base: UnsafeMutablePointer<Element> { memory.base.assumingMemoryBound(to: Element.self) }

  @inline(__always)
  subscript(index: Int) -> Element {
    get { base[index] }
    nonmutating set { base[index] = newValue }
  }

  @inline(__always)
  mutating func append(_ element: Element) throws(OutOfMemory) {
    if count == capacity { try grow() }
    base[count] = element
    count += 1
  }

  private mutating func grow() throws(OutOfMemory) {
    let larger = capacity * 2
    let new = try ColumnBuffer.allocate(
      arena, bytes: larger * MemoryLayout<Element>.stride, doing: doing)
    memcpy(new.base, memory.base, count * MemoryLayout<Element>.stride)
    memory = new
    capacity = larger
  }
}
