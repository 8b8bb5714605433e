import Glibc
import QuernSystem
import Synchronization
import Testing

@Suite struct MemoryTests {
  @Test func buffersAreAlignedAndCounted() throws {
    let arena = Arena(limitBytes: 10 << 20)
    do {
      var buffers: [ArenaBuffer] = []
      for bytes in [0, 1, 64, 100, 4_096, 262_143, 262_144, 1 << 20, 5 << 20] {
        let buffer = try arena.buffer(bytes, doing: "a test")
        #expect(UInt(bitPattern: buffer.base) % 64 == 0)
        #expect(buffer.byteCount == bytes)
        buffer.fill(0xAB)
        buffers.append(buffer)
      }
      #expect(arena.usedBytes >= buffers.reduce(0) { $0 + $1.byteCount })
    }
    #expect(arena.usedBytes == 0)
    #expect(arena.peakBytes > 6 << 20)
  }

  @Test func goingOverTheLimitIsAnErrorBeforeAnythingIsMapped() throws {
    let arena = Arena(limitBytes: 1 << 20)
    try arena.reserve(600_000, doing: "sort")
    let error = #expect(throws: OutOfMemory.self) { try arena.buffer(600_000, doing: "join") }
    #expect(error?.limit == 1 << 20)
    #expect(error?.used == 600_000)
    #expect(error?.doing == "join")
    #expect(
      error?.message == "out of memory: join needs 588 KiB, and 438 KiB of 1 MiB are free")
    #expect(arena.usedBytes == 600_000)
    arena.release(600_000)
    #expect(throws: Never.self) { try arena.buffer(600_000, doing: "join") }
  }

  @Test func absurdSizesAreErrorsAndNoTraps() {
    for bytes in [Int.max, .max - 63, 1 << 60] {
      #expect(throws: OutOfMemory.self) { try Arena.unlimited.buffer(bytes, doing: "a test") }
      #expect(throws: OutOfMemory.self) {
        try Arena(limitBytes: 1_000).reserve(bytes, doing: "a test")
      }
    }
  }

  @Test func freedMemoryGoesBackToTheSystem() throws {
    let arena = Arena(limitBytes: .max)
    do {
      let buffer = try arena.buffer(64 << 20, doing: "a test")
      buffer.fill(1)
    }
    // Others tests run beside this one, so the whole process says little; the mapping is gone if a
    // buffer of the same size is zero again.
    let again = try arena.buffer(64 << 20, doing: "a test")
    #expect(again.withBytes { $0.prefix(4_096).allSatisfy { $0 == 0 } })
  }

  @Test func zeroedBuffersAreZeroAlsoWhenTheirPagesWereUsed() throws {
    let arena = Arena(limitBytes: .max)
    for _ in 0..<3 {
      let buffer = try arena.zeroedBuffer(512 << 10, doing: "a test")
      #expect(buffer.withBytes { $0.allSatisfy { $0 == 0 } })
      buffer.fill(7)
    }
  }

  @Test func theAccountIsExactUnderManyThreads() throws {
    let arena = Arena(limitBytes: 64 << 20)
    let refused = Atomic<Int>(0)
    try Workers(threadCount: 4).forEach(count: 400) { index in
      do {
        let buffer = try arena.buffer((index % 37 + 1) << 16, doing: "a test")
        buffer.fill(UInt8(index & 255))
        try arena.reserve(index, doing: "a test")
        arena.release(index)
      } catch is OutOfMemory {
        refused.add(1, ordering: .relaxed)
      }
    }
    #expect(arena.usedBytes == 0)
    #expect(arena.peakBytes <= 64 << 20)
    #expect(refused.load(ordering: .relaxed) == 0)
  }

  @Test func sharedMemoryIsSeenThroughASecondMapping() throws {
    let memory = try MemoryFile.create(name: "test", byteCount: 10_000)
    #expect(!memory.hasFixedSize)
    do {
      let region = try memory.map(writable: true)
      region.withMutableBytes { bytes in
        for index in 0..<10_000 { bytes[index] = UInt8(truncatingIfNeeded: index) }
      }
    }
    try memory.sealContent()
    #expect(memory.hasFixedSize)
    let copy = dup(memory.descriptor)
    let adopted = try MemoryFile.adopt(FileHandle(descriptor: copy, path: "a copy"))
    let view = try adopted.map(writable: false)
    #expect(view.byteCount == 10_000)
    #expect(view.withBytes { $0[9_999] } == UInt8(truncatingIfNeeded: 9_999))
    #expect(throws: SystemError.self) { try adopted.map(writable: true) }
    #expect(ftruncate(adopted.descriptor, 5) != 0)
  }
}
