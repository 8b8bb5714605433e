import Glibc
import QuernSystem

/// The two products of OpenBLAS that our algebra stands on, opened at first use.
///
/// It is held to one thread and one kernel set before it is loaded, whatever the environment says:
/// the bits of a result then depend neither on threads nor on the processor. Parallel work is done
/// by our own workers on a fixed grid.
struct OpenBLAS: Sendable {
  private typealias Syrk =
    @convention(c) (
      Int32, Int32, Int32, Int32, Int32, Double, UnsafePointer<Double>, Int32, Double,
      UnsafeMutablePointer<Double>, Int32
    ) -> Void
  private typealias Gemm =
    @convention(c) (
      Int32, Int32, Int32, Int32, Int32, Int32, Double, UnsafePointer<Double>, Int32,
      UnsafePointer<Double>, Int32, Double, UnsafeMutablePointer<Double>, Int32
    ) -> Void
  private typealias SetThreads = @convention(c) (Int32) -> Void

  private let syrk: Syrk
  private let gemm: Gemm

  /// The library; its buffers for `workers` are taken now, while there is memory.
  static func open(for workers: Workers) throws(LearningError) -> OpenBLAS {
    switch loaded {
    case .success(let library):
      try library.takeBuffers(workers)
      return library
    case .failure(let error):
      throw .library(
        name: "OpenBLAS", message: error.message, hint: "sudo apt install libopenblas0")
    }
  }

  private static let loaded: Result<OpenBLAS, SystemError> = {
    setenv("OPENBLAS_NUM_THREADS", "1", 1)
    setenv("OMP_NUM_THREADS", "1", 0)
    if let type = coreType { setenv("OPENBLAS_CORETYPE", type, 1) }
    do throws(SystemError) {
      return .success(
        try OpenBLAS(
          DynamicLibrary.open(["libopenblas.so.0", "libopenblas.so"], apt: "libopenblas0")))
    } catch {
      return .failure(error)
    }
  }()

  private init(_ library: DynamicLibrary) throws(SystemError) {
    syrk = try library.symbol("cblas_dsyrk", as: Syrk.self)
    gemm = try library.symbol("cblas_dgemm", as: Gemm.self)
    try library.symbol("openblas_set_num_threads", as: SetThreads.self)(1)
  }

  /// The kernels to use: one name for all processors that can run it.
  private static var coreType: String? {
    #if arch(x86_64)
      return processorHas(["avx2", "fma"]) ? "Haswell" : "Prescott"
    #else
      return nil
    #endif
  }

  private static func processorHas(_ flags: Set<String>) -> Bool {
    guard let file = fopen("/proc/cpuinfo", "r") else { return false }
    defer { fclose(file) }
    var line = [CChar](repeating: 0, count: 16_384)
    while fgets(&line, Int32(line.count), file) != nil {
      let text = String(
        decoding: line.prefix { $0 != 0 }.map(UInt8.init(bitPattern:)), as: UTF8.self)
      guard text.hasPrefix("flags") else { continue }
      return flags.isSubset(
        of: text.split(whereSeparator: { $0 == " " || $0 == "\n" }).map(String.init))
    }
    return false
  }

  private static let bufferLock = Lock()
  /// Threads that have their buffers; guarded by the lock.
  nonisolated(unsafe) private static var bufferedThreadCount = 0

  /// OpenBLAS maps a buffer for each thread that calls it at once, and would wait for ever for one
  /// under a memory limit: it gets them before there is need.
  private func takeBuffers(_ workers: Workers) throws(LearningError) {
    let count = workers.threadCount
    let isDone = Self.bufferLock.withLock {
      defer { Self.bufferedThreadCount = max(Self.bufferedThreadCount, count) }
      return Self.bufferedThreadCount >= count
    }
    guard !isDone else { return }
    try LearningError.wrapping {
      try workers.forEach(count: count * 4) { _ in
        let size = 192
        let block = UnsafeMutablePointer<Double>.allocate(capacity: 2 * size * size)
        defer { block.deallocate() }
        block.initialize(repeating: 1, count: 2 * size * size)
        multiply(
          block, block, into: block + size * size, rows: size, columns: size, inner: size,
          stride: size, outStride: size)
      }
    }
  }

  /// The library where it has been opened before, or can be without waiting for memory: for
  /// predictions, which go without where it is absent.
  static var ready: OpenBLAS? {
    guard bufferLock.withLock({ bufferedThreadCount > 0 }) else { return nil }
    guard case .success(let library) = loaded else { return nil }
    return library
  }

  /// Writes `A Bᵀ`: both have rows of `inner` numbers, one after the other; so has the result.
  func product(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>,
    into out: UnsafeMutablePointer<Double>, rows: Int, columns: Int, inner: Int
  ) {
    gemm(
      Self.rowMajor, Self.plain, Self.transposed, Int32(rows), Int32(columns), Int32(inner), 1, a,
      Int32(inner), b, Int32(inner), 0, out, Int32(columns))
  }

  enum Side {
    case left
    case right
  }

  /// `out = factor · out + A B` of rows one after the other; one side may stand turned.
  func combine(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>,
    into out: UnsafeMutablePointer<Double>, rows: Int, columns: Int, inner: Int, factor: Double,
    turning side: Side?
  ) {
    let (aIsTurned, bIsTurned) = (side == .left, side == .right)
    gemm(
      Self.rowMajor, aIsTurned ? Self.transposed : Self.plain,
      bIsTurned ? Self.transposed : Self.plain, Int32(rows), Int32(columns), Int32(inner), 1, a,
      Int32(aIsTurned ? rows : inner), b, Int32(bIsTurned ? inner : columns), factor, out,
      Int32(columns))
  }

  /// Adds the upper half of `Aᵀ A`: `rows` has `count` rows, `width` of `stride` columns used.
  func addSquare(
    _ rows: UnsafePointer<Double>, count: Int, width: Int, stride: Int,
    into out: UnsafeMutablePointer<Double>, outStride: Int
  ) {
    syrk(
      Self.columnMajor, Self.upper, Self.plain, Int32(width), Int32(count), 1, rows, Int32(stride),
      1, out, Int32(outStride))
  }

  /// Adds `Aᵀ B`: both have `inner` rows of `stride` columns; `rows` and `columns` count.
  func multiply(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>,
    into out: UnsafeMutablePointer<Double>, rows: Int, columns: Int, inner: Int, stride: Int,
    outStride: Int
  ) {
    gemm(
      Self.columnMajor, Self.plain, Self.transposed, Int32(rows), Int32(columns), Int32(inner), 1,
      a, Int32(stride), b, Int32(stride), 1, out, Int32(outStride))
  }

  private static let rowMajor: Int32 = 101
  private static let columnMajor: Int32 = 102
  private static let plain: Int32 = 111
  private static let transposed: Int32 = 112
  private static let upper: Int32 = 121
}
