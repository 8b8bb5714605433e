import Glibc
import QuernSystem

/// A text as two words: equal words are equal texts where it is short, else the second word is
/// where its bytes lie.
struct TextKey: BitwiseCopyable {
  /// Length and first four bytes.
  var low: UInt64
  /// The other eight bytes of a short text, else the address of the bytes.
  var high: UInt64

  @inline(__always)
  var count: Int { Int(UInt32(truncatingIfNeeded: low)) }

  @inline(__always)
  var isInline: Bool { count <= StringView.inlineMax }

  @inline(__always)
  init(_ column: StringColumn, _ row: Int) {
    let words = UnsafeRawPointer(column.views + row)
    low = words.load(as: UInt64.self)
    high = words.load(fromByteOffset: 8, as: UInt64.self)
    if !isInline {
      high = UInt64(UInt(bitPattern: column.slice(row).start))
    }
  }

  /// The bytes of a text that is not inline.
  @inline(__always)
  var address: UnsafePointer<UInt8> {
    UnsafePointer(bitPattern: UInt(high)) ?? emptyBytes
  }

  static let empty = TextKey()

  private init() {
    low = 0
    high = 0
  }

  @inline(__always)
  func equals(_ other: TextKey) -> Bool {
    if low != other.low { return false }
    if high == other.high { return true }
    return !isInline && byteCompare(address, other.address, count) == 0
  }

  @inline(__always)
  var hash: UInt64 {
    isInline ? TextKey.mix(low, high) : longHash
  }

  @inline(__always)
  static func mix(_ a: UInt64, _ b: UInt64) -> UInt64 {
    let product = (a ^ 0x9e37_79b9_7f4a_7c15).multipliedFullWidth(by: b ^ 0xe703_7ed1_a0b4_28db)
    return product.low ^ product.high
  }

  private var longHash: UInt64 {
    let bytes = UnsafeRawPointer(address)
    var hash = low
    var at = 0
    while at + 8 <= count {
      hash = TextKey.mix(hash, bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self))
      at += 8
    }
    // The last eight bytes overlap what was read: a long text has more than twelve.
    return TextKey.mix(
      hash, bytes.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self) ^ UInt64(count))
  }

  /// The text as a slice; `self` must outlive it where the text is inline.
  func withSlice<R>(_ body: (ByteSlice) -> R) -> R {
    if !isInline { return body(ByteSlice(start: address, count: count)) }
    return withUnsafeBytes(of: self) { raw in
      let bytes = raw.baseAddress.map { $0 + 4 } ?? UnsafeRawPointer(emptyBytes)
      return body(ByteSlice(start: bytes.assumingMemoryBound(to: UInt8.self), count: count))
    }
  }

  var string: String { withSlice { $0.string } }
}

/// Numbers texts 0, 1, 2, … in the order in which they first appear, by their bytes.
///
/// Long texts stay where they are: the row groups must outlive the table.
final class TextGroups {
  /// A key beside its group's number, so that a look-up touches one line of the cache.
  private struct Slot {
    var key: TextKey
    /// The group's number + 1; 0 is an empty slot.
    var group: UInt32
    /// The upper half of the hash: most unequal long texts are told apart by it.
    var tag: UInt32
  }

  let arena: Arena
  @exclusivity(unchecked) private var memory: ColumnBuffer
  @exclusivity(unchecked) private var slots: UnsafeMutablePointer<Slot>
  @exclusivity(unchecked) private var mask: Int
  @exclusivity(unchecked) private(set) var keys: GrowingBuffer<TextKey>
  private var nullNumber: UInt32?
  private let hashes: UnsafeMutablePointer<UInt64>

  private static let firstSlots = 1 << 10

  init(arena: Arena) throws(OutOfMemory) {
    self.arena = arena
    memory = try TextGroups.table(TextGroups.firstSlots, arena)
    slots = memory.base.assumingMemoryBound(to: Slot.self)
    mask = TextGroups.firstSlots - 1
    keys = try GrowingBuffer(arena: arena, doing: "the hash table of a group-by")
    hashes = .allocate(capacity: Limits.vectorRows)
  }

  deinit { hashes.deallocate() }

  var count: Int { keys.count }

  private static func table(_ slots: Int, _ arena: Arena) throws(OutOfMemory) -> ColumnBuffer {
    let buffer = try ColumnBuffer.allocate(
      arena, bytes: slots * MemoryLayout<Slot>.stride, doing: "the hash table of a group-by")
    memset(buffer.base, 0, buffer.byteCount)
    return buffer
  }

  /// The number of the text's group, a new one where it was not seen.
  func group(_ key: TextKey) throws(OutOfMemory) -> UInt32 {
    let hash = key.hash
    let known = TextGroups.find(slots, mask, key, hash)
    return known != Grouping.noGroup ? known : try insert(key, hash)
  }

  /// The number of a key; `noGroup` where it is not there.
  @inline(__always)
  private static func find(
    _ slots: UnsafeMutablePointer<Slot>, _ mask: Int, _ key: TextKey, _ hash: UInt64
  ) -> UInt32 {
    var place = Int(truncatingIfNeeded: hash) & mask
    let tag = UInt32(truncatingIfNeeded: hash >> 32)
    while true {
      let slot = slots + place
      let group = slot.pointee.group
      if group == 0 { return Grouping.noGroup }
      if slot.pointee.tag == tag && slot.pointee.key.equals(key) { return group &- 1 }
      place = (place &+ 1) & mask
    }
  }

  /// The number of the group of null keys.
  func groupOfNull() throws(OutOfMemory) -> UInt32 {
    if let nullNumber { return nullNumber }
    let number = UInt32(keys.count)
    try keys.append(TextKey.empty)
    nullNumber = number
    return number
  }

  /// The key of a group; nil for the group of null.
  func key(_ number: Int) -> TextKey? { UInt32(number) == nullNumber ? nil : keys[number] }

  /// Numbers a run of rows without nulls: all hashes of a vector first, then the look-ups, which
  /// the processor overlaps.
  func number(
    _ column: StringColumn, rows: Int, into out: UnsafeMutablePointer<UInt32>
  ) throws(OutOfMemory) {
    let hashes = hashes
    var start = 0
    while start < rows {
      let count = min(Limits.vectorRows, rows - start)
      for row in 0..<count { hashes[row] = TextKey(column, start + row).hash }
      var (slots, mask) = (slots, mask)
      for row in 0..<count {
        let key = TextKey(column, start + row)
        let known = TextGroups.find(slots, mask, key, hashes[row])
        if known != Grouping.noGroup {
          out[start + row] = known
        } else {
          out[start + row] = try insert(key, hashes[row])
          (slots, mask) = (self.slots, self.mask)
        }
      }
      start += count
    }
  }

  @inline(never)
  private func insert(_ key: TextKey, _ hash: UInt64) throws(OutOfMemory) -> UInt32 {
    let number = UInt32(keys.count)
    try keys.append(key)
    if keys.count * 2 > mask + 1 { try grow() } else { place(key, hash, number) }
    return number
  }

  private func place(_ key: TextKey, _ hash: UInt64, _ number: UInt32) {
    var at = Int(truncatingIfNeeded: hash) & mask
    while slots[at].group != 0 { at = (at + 1) & mask }
    slots[at] = Slot(key: key, group: number + 1, tag: UInt32(truncatingIfNeeded: hash >> 32))
  }

  private func grow() throws(OutOfMemory) {
    let count = (mask + 1) * 4
    memory = try TextGroups.table(count, arena)
    slots = memory.base.assumingMemoryBound(to: Slot.self)
    mask = count - 1
    for number in 0..<keys.count where UInt32(number) != nullNumber {
      place(keys[number], keys[number].hash, UInt32(number))
    }
  }
}
