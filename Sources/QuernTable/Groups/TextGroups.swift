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
  let arena: Arena
  /// Group number + 1 per slot; 0 is empty.
  private var memory: ColumnBuffer
  private var slots: UnsafeMutablePointer<UInt32>
  private var mask: Int
  private(set) var keys: GrowingBuffer<TextKey>
  private var hashes: GrowingBuffer<UInt64>
  private var nullNumber: UInt32?

  private static let firstSlots = 1 << 10

  init(arena: Arena) throws(OutOfMemory) {
    self.arena = arena
    memory = try TextGroups.table(TextGroups.firstSlots, arena)
    slots = memory.base.assumingMemoryBound(to: UInt32.self)
    mask = TextGroups.firstSlots - 1
    keys = try GrowingBuffer(arena: arena, doing: "the hash table of a group-by")
    hashes = try GrowingBuffer(arena: arena, doing: "the hash table of a group-by")
  }

  var count: Int { keys.count }

  private static func table(_ slots: Int, _ arena: Arena) throws(OutOfMemory) -> ColumnBuffer {
    let buffer = try ColumnBuffer.allocate(
      arena, bytes: slots * 4, doing: "the hash table of a group-by")
    memset(buffer.base, 0, buffer.byteCount)
    return buffer
  }

  /// The number of the text's group, a new one where it was not seen.
  @inline(__always)
  func group(_ key: TextKey) throws(OutOfMemory) -> UInt32 {
    let hash = key.hash
    if let known = find(key, hash) { return known }
    return try insert(key, hash)
  }

  @inline(__always)
  private func find(_ key: TextKey, _ hash: UInt64) -> UInt32? {
    var place = Int(truncatingIfNeeded: hash) & mask
    while true {
      let slot = slots[place]
      if slot == 0 { return nil }
      if keys[Int(slot) - 1].equals(key) { return slot &- 1 }
      place = (place + 1) & mask
    }
  }

  /// The number of a text that was seen.
  func known(_ key: TextKey) -> UInt32? { find(key, key.hash) }

  /// The number of the group of null keys.
  func groupOfNull() throws(OutOfMemory) -> UInt32 {
    if let nullNumber { return nullNumber }
    let number = UInt32(keys.count)
    try keys.append(TextKey.empty)
    try hashes.append(0)
    nullNumber = number
    return number
  }

  /// The key of a group; nil for the group of null.
  func key(_ number: Int) -> TextKey? { UInt32(number) == nullNumber ? nil : keys[number] }

  func number(
    _ column: StringColumn, from start: Int, count: Int, into out: UnsafeMutablePointer<UInt32>
  ) throws(OutOfMemory) {
    for row in 0..<count { out[row] = try group(TextKey(column, start + row)) }
  }

  @inline(never)
  private func insert(_ key: TextKey, _ hash: UInt64) throws(OutOfMemory) -> UInt32 {
    let number = UInt32(keys.count)
    try keys.append(key)
    try hashes.append(hash)
    if keys.count * 2 > mask + 1 { try grow() } else { place(hash, number) }
    return number
  }

  private func place(_ hash: UInt64, _ number: UInt32) {
    var at = Int(truncatingIfNeeded: hash) & mask
    while slots[at] != 0 { at = (at + 1) & mask }
    slots[at] = number + 1
  }

  private func grow() throws(OutOfMemory) {
    let count = (mask + 1) * 4
    memory = try TextGroups.table(count, arena)
    slots = memory.base.assumingMemoryBound(to: UInt32.self)
    mask = count - 1
    for number in 0..<keys.count where UInt32(number) != nullNumber {
      place(hashes[number], UInt32(number))
    }
  }
}
