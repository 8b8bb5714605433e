import Glibc
internal import QuernText
internal import Synchronization

/// An allocation was refused before it was made; the computation fails, the process lives.
package struct OutOfMemory: Error, Hashable, Sendable, CustomStringConvertible {
  package let wanted: Int
  package let limit: Int
  package let used: Int
  /// What the memory was for: "sort", "the hash table of summarise".
  package let doing: String

  package init(wanted: Int, limit: Int, used: Int, doing: String) {
    self.wanted = wanted
    self.limit = limit
    self.used = used
    self.doing = doing
  }

  /// One sentence for people.
  package var message: String {
    let need = Numbers.bytes(wanted)
    if limit == .max { return "out of memory: \(doing) needs \(need) more than the machine has" }
    return "out of memory: \(doing) needs \(need), and \(Numbers.bytes(max(0, limit - used))) of "
      + "\(Numbers.bytes(limit)) are free"
  }

  package var description: String { message }
}

/// The account of all column, hash, sort and result memory of one session, with its limit.
///
/// Memory is asked for before it is mapped, so that going over the limit is an error of the cell.
package final class Arena: @unchecked Sendable {
  /// The most that may be in use at once.
  package let limitBytes: Int
  private let used = Atomic<Int>(0)
  private let peak = Atomic<Int>(0)
  private var spare: SparePages { .shared }

  /// An arena that refuses to go over the limit.
  package init(limitBytes: Int) { self.limitBytes = limitBytes }

  /// An arena without a limit but the machine's: for tests and tools.
  package static let unlimited = Arena(limitBytes: .max)

  /// How much is in use.
  package var usedBytes: Int { used.load(ordering: .relaxed) }

  /// The most that was ever in use at once.
  package var peakBytes: Int { peak.load(ordering: .relaxed) }

  /// How much may still be reserved.
  package var freeBytes: Int { max(0, limitBytes - usedBytes) }

  /// Counts memory that the caller allocates by other means; `release` gives it back.
  package func reserve(_ bytes: Int, doing: String) throws(OutOfMemory) {
    var before = used.load(ordering: .relaxed)
    while true {
      let (after, overflow) = before.addingReportingOverflow(max(0, bytes))
      guard !overflow, after <= limitBytes else {
        throw OutOfMemory(wanted: bytes, limit: limitBytes, used: before, doing: doing)
      }
      let (exchanged, original) = used.weakCompareExchange(
        expected: before, desired: after, ordering: .relaxed)
      if exchanged {
        _ = peak.max(after, ordering: .relaxed)
        return
      }
      before = original
    }
  }

  /// Gives what is kept for the next buffers back to the system.
  package static func dropSparePages() { SparePages.shared.drop() }

  /// Gives back what was reserved.
  package func release(_ bytes: Int) {
    let after = used.subtract(max(0, bytes), ordering: .relaxed).newValue
    precondition(after >= 0, "an arena got back more than it gave")
  }

  /// Memory aligned to 64 bytes, of any content, counted until the buffer dies.
  package func buffer(_ bytes: Int, doing: String) throws(OutOfMemory) -> ArenaBuffer {
    precondition(bytes >= 0, "a buffer of negative size")
    let block = Arena.blockBytes(bytes)
    try reserve(block, doing: doing)
    var base = spare.take(block) ?? Arena.allocate(block)
    if base == nil {
      // A limit of the system, below ours: what is kept for later is needed now.
      spare.drop()
      base = Arena.allocate(block)
    }
    guard let base else {
      release(block)
      throw OutOfMemory(wanted: block, limit: .max, used: usedBytes, doing: doing)
    }
    return ArenaBuffer(base: base, byteCount: bytes, block: block, arena: self)
  }

  /// Memory aligned to 64 bytes, all zeros.
  package func zeroedBuffer(_ bytes: Int, doing: String) throws(OutOfMemory) -> ArenaBuffer {
    let buffer = try buffer(bytes, doing: doing)
    buffer.fill(0)
    return buffer
  }

  fileprivate func free(_ base: UnsafeMutableRawPointer, _ block: Int) {
    release(block)
    if block < Arena.mappedBytesMin {
      Glibc.free(base)
    } else if !spare.put(base, block) {
      munmap(base, block)
    }
  }

  // MARK: Blocks

  /// From here on memory is mapped by itself, so that freeing returns it to the system.
  static let mappedBytesMin = 256 << 10

  private static func blockBytes(_ bytes: Int) -> Int {
    let grain = bytes < mappedBytesMin ? 64 : 4_096
    let (sum, overflow) = max(bytes, 1).addingReportingOverflow(grain - 1)
    // An absurd size must fail in `reserve` or `mmap`, not trap here.
    return overflow ? .max : sum & ~(grain - 1)
  }

  private static func allocate(_ block: Int) -> UnsafeMutableRawPointer? {
    guard block >= mappedBytesMin else {
      var base: UnsafeMutableRawPointer?
      return posix_memalign(&base, 64, block) == 0 ? base : nil
    }
    let base = mmap(nil, block, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0)
    guard let base, base != MAP_FAILED else { return nil }
    // First touch of huge pages costs a fraction of that of small ones.
    if block >= 4 << 20 { madvise(base, block, MADV_HUGEPAGE) }
    return base
  }
}

/// Memory of an arena, freed when the last reference goes.
///
/// A pointer does not keep the buffer: Swift may free it after its last *mention*, while a pointer
/// taken from it is still in use. Take pointers inside `withBytes`, `withMutableBytes` or
/// `withExtendedLifetime(buffer)`, or keep the buffer in an object that the code goes on using.
package final class ArenaBuffer: @unchecked Sendable {
  package let base: UnsafeMutableRawPointer
  package let byteCount: Int
  private let block: Int
  private let arena: Arena

  fileprivate init(base: UnsafeMutableRawPointer, byteCount: Int, block: Int, arena: Arena) {
    self.base = base
    self.byteCount = byteCount
    self.block = block
    self.arena = arena
  }

  deinit { arena.free(base, block) }

  /// Valid while the buffer lives.
  package var bytes: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(start: base, count: byteCount)
  }

  /// Valid while the buffer lives.
  package var mutableBytes: UnsafeMutableRawBufferPointer {
    UnsafeMutableRawBufferPointer(start: base, count: byteCount)
  }

  /// Lends the bytes; the buffer lives as long as the body runs.
  package func withBytes<Result, Failure: Error>(
    _ body: (UnsafeRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { withExtendedLifetime(self) {} }
    return try body(bytes)
  }

  /// Lends the bytes for writing; the buffer lives as long as the body runs.
  package func withMutableBytes<Result, Failure: Error>(
    _ body: (UnsafeMutableRawBufferPointer) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    defer { withExtendedLifetime(self) {} }
    return try body(mutableBytes)
  }

  /// Sets every byte.
  package func fill(_ byte: UInt8) {
    withMutableBytes { _ = memset(base, Int32(byte), $0.count) }
  }
}

/// A few freed mappings kept for the next buffer of the same size: the columns of row groups come
/// and go in equal sizes, and a fresh page costs a fault.
private final class SparePages: @unchecked Sendable {
  static let shared = SparePages()

  private static let keptBytesMax = 48 << 20
  private static let blockBytesMax = 8 << 20

  private let lock = Lock()
  private var blocks: [Int: [UnsafeMutableRawPointer]] = [:]
  private var keptBytes = 0

  func take(_ block: Int) -> UnsafeMutableRawPointer? {
    guard block >= Arena.mappedBytesMin, block <= SparePages.blockBytesMax else { return nil }
    return lock.withLock {
      guard let base = blocks[block]?.popLast() else { return nil }
      keptBytes -= block
      return base
    }
  }

  func put(_ base: UnsafeMutableRawPointer, _ block: Int) -> Bool {
    guard block <= SparePages.blockBytesMax else { return false }
    return lock.withLock {
      guard keptBytes + block <= SparePages.keptBytesMax else { return false }
      blocks[block, default: []].append(base)
      keptBytes += block
      return true
    }
  }

  /// Gives everything kept back to the system.
  func drop() {
    lock.withLock {
      for (block, bases) in blocks {
        for base in bases { munmap(base, block) }
      }
      blocks = [:]
      keptBytes = 0
    }
  }
}
