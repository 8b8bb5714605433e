import Glibc
import QuernSystem

/// The values of one register for the vector at hand.
struct Register {
  /// Bytes, integers, floats or slices, as the register's lane says.
  var data: UnsafeMutableRawPointer
  /// One byte per row, 0 where the value is null; nil when none is.
  var valid: UnsafeMutablePointer<UInt8>?
  /// The register's own memory; `data` and `valid` may point elsewhere.
  let ownData: UnsafeMutableRawPointer
  let ownValid: UnsafeMutablePointer<UInt8>

  @inline(__always)
  var ints: UnsafeMutablePointer<Int64> { data.assumingMemoryBound(to: Int64.self) }
  @inline(__always)
  var floats: UnsafeMutablePointer<Double> { data.assumingMemoryBound(to: Double.self) }
  @inline(__always)
  var bools: UnsafeMutablePointer<UInt8> { data.assumingMemoryBound(to: UInt8.self) }
  @inline(__always)
  var texts: UnsafeMutablePointer<ByteSlice> { data.assumingMemoryBound(to: ByteSlice.self) }
}

/// The registers and scratch memory of one running program; one thread uses it at a time.
final class ProgramState: @unchecked Sendable {
  let program: Program
  let registers: UnsafeMutablePointer<Register>
  /// Values that were no number, or divisions by zero, made null so far.
  var madeNull = 0
  /// Texts that could not be read, made null so far.
  var unreadable = 0
  let scratch: TextScratch
  /// Labels that a kernel looks texts up in.
  var knownLabels: KnownLabels?
  /// Lists and structs of registers, by their number.
  var nested: [Int: NestedValues] = [:]
  /// Chunks that registers point into, until the next vector.
  var held: [ColumnChunk] = []
  /// Matchers of instructions, by the register they write.
  var matchers: [Int: PatternMatcher] = [:]
  /// States of the functions of `map` and `fold`, by the register that is written.
  var pools: [Int: StatePool] = [:]
  private let memory: ColumnBuffer

  init(_ program: Program, arena: Arena) throws(OutOfMemory) {
    self.program = program
    let rows = Limits.vectorRows
    var bytes = 0
    for lane in program.registerLanes { bytes += rows * lane.byteCount + rows }
    memory = try ColumnBuffer.allocate(arena, bytes: bytes, doing: "evaluating an expression")
    scratch = TextScratch(arena: arena)
    registers = .allocate(capacity: max(1, program.registerLanes.count))
    var next = memory.base
    for (index, lane) in program.registerLanes.enumerated() {
      let valid = (next + rows * lane.byteCount).assumingMemoryBound(to: UInt8.self)
      (registers + index).initialize(
        to: Register(data: next, valid: nil, ownData: next, ownValid: valid))
      next += rows * lane.byteCount + rows
    }
    for constant in program.constants { fill(constant) }
  }

  deinit { registers.deallocate() }

  private func fill(_ constant: Program.Constant) {
    let rows = Limits.vectorRows
    let place = registers + constant.register
    let register = place.pointee
    switch constant.value {
    case .null:
      let bytes = program.registerLanes[constant.register].byteCount * rows
      memset(register.data, 0, bytes)
      if program.registerLanes[constant.register] == .text {
        let empty = ByteSlice(start: emptyBytes, count: 0)
        for row in 0..<rows { register.texts[row] = empty }
      }
      memset(register.ownValid, 0, rows)
      place.pointee.valid = register.ownValid
    case .bool(let value): memset(register.data, value ? 1 : 0, rows)
    case .int(let value), .date(let value), .time(let value), .datetime(let value),
      .instant(let value), .size(let value), .duration(_, let value):
      for row in 0..<rows { register.ints[row] = value }
    case .float(let value): for row in 0..<rows { register.floats[row] = value }
    case .string:
      guard let bytes = constant.bytes, let start = bytes.baseAddress else { return }
      let count = constant.textCount
      for row in 0..<rows { register.texts[row] = ByteSlice(start: start, count: count) }
    case .list, .structure: break
    }
  }
}

extension Program.Constant {
  fileprivate var textCount: Int {
    if case .string(let text) = value { return text.utf8.count }
    return 0
  }
}

/// Bytes of texts that a program made, until the next vector.
final class TextScratch {
  let arena: Arena
  private var blocks: [ColumnBuffer] = []
  private var current = 0
  private var used = 0

  private static let blockBytes = 64 << 10

  init(arena: Arena) { self.arena = arena }

  func reset() {
    current = 0
    used = 0
  }

  /// Room for `count` bytes.
  func take(_ count: Int) throws(OutOfMemory) -> UnsafeMutablePointer<UInt8> {
    while current < blocks.count {
      let block = blocks[current]
      if used + count <= block.byteCount {
        let start = block.base + used
        used += count
        return start.assumingMemoryBound(to: UInt8.self)
      }
      current += 1
      used = 0
    }
    let bytes = max(count, TextScratch.blockBytes)
    blocks.append(
      try ColumnBuffer.allocate(arena, bytes: bytes, doing: "evaluating an expression"))
    used = count
    return blocks[current].base.assumingMemoryBound(to: UInt8.self)
  }

  /// A copy of some bytes.
  func slice(_ bytes: [UInt8]) throws(OutOfMemory) -> ByteSlice {
    let start = try take(bytes.count)
    for (index, byte) in bytes.enumerated() { start[index] = byte }
    return ByteSlice(start: UnsafePointer(start), count: bytes.count)
  }

  /// A copy of a Swift string's bytes.
  func slice(_ text: String) throws(OutOfMemory) -> ByteSlice {
    let count = text.utf8.count
    let start = try take(count)
    var place = start
    for byte in text.utf8 {
      place.pointee = byte
      place += 1
    }
    return ByteSlice(start: UnsafePointer(start), count: count)
  }
}

/// States of one program that threads share, each for one row group at a time.
final class StatePool: @unchecked Sendable {
  let program: Program
  let arena: Arena
  private let lock = Lock()
  private var idle: [ProgramState] = []
  private var madeNull = 0
  private var unreadable = 0

  init(_ program: Program, arena: Arena) {
    self.program = program
    self.arena = arena
  }

  func take() throws(OutOfMemory) -> ProgramState {
    if let state = lock.withLock({ idle.popLast() }) { return state }
    return try ProgramState(program, arena: arena)
  }

  func give(_ state: ProgramState) {
    lock.withLock {
      madeNull += state.madeNull
      state.madeNull = 0
      unreadable += state.unreadable
      state.unreadable = 0
      idle.append(state)
    }
  }

  /// All values made null so far.
  var madeNullCount: Int { lock.withLock { madeNull } }

  /// All texts so far that could not be read and became null.
  var unreadableCount: Int { lock.withLock { unreadable } }
}
