import QuernSystem

/// Unpacks gzip by libz, also several members one after the other.
final class GzipUnpacker: CSVUnpacker {
  private let path: String
  private let library: Zlib
  private let stream: ZlibStream
  /// Whether the last member has ended and no other begun.
  private var isComplete = true

  init(path: String) throws(SystemError) {
    self.path = path
    library = try Zlib()
    stream = ZlibStream()
    // 32 more than the largest window: gzip or zlib, told by the header.
    let code = library.inflateInit(stream.base, 15 + 32, library.version, ZlibStream.byteCount)
    guard code == 0 else { throw .malformed(path: path, reason: "libz refuses it (\(code))") }
  }

  deinit { _ = library.inflateEnd(stream.base) }

  func step(
    _ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
  ) throws(SystemError) -> CSVUnpackStep {
    if input.count == 0, isComplete { return CSVUnpackStep(taken: 0, given: 0, isComplete: true) }
    let offered = min(input.count, 1 << 30)
    let room = min(output.count, 1 << 30)
    stream.setInput(input.baseAddress, offered)
    stream.setOutput(output.baseAddress, room)
    let code = library.inflate(stream.base, 0)
    var taken = offered - stream.inputLeft
    let given = room - stream.outputLeft
    isComplete = code == 1
    if code == 1 {
      _ = library.inflateReset(stream.base)
      // Zeros behind a member are padding of tapes and disk blocks.
      while taken < input.count, input[taken] == 0 { taken += 1 }
    } else if code != 0, code != -5 || input.count > 0 && given == 0 && taken == 0 {
      throw .malformed(path: path, reason: "its gzip data is damaged (\(code))")
    }
    return CSVUnpackStep(taken: taken, given: given, isComplete: isComplete)
  }
}

/// libz through the prototypes that we need.
struct Zlib {
  typealias Init =
    @convention(c) (UnsafeMutableRawPointer, Int32, UnsafePointer<CChar>, Int32) -> Int32
  typealias Deflater =
    @convention(c) (
      UnsafeMutableRawPointer, Int32, Int32, Int32, Int32, Int32, UnsafePointer<CChar>, Int32
    ) -> Int32
  typealias Run = @convention(c) (UnsafeMutableRawPointer, Int32) -> Int32
  typealias End = @convention(c) (UnsafeMutableRawPointer) -> Int32
  typealias Version = @convention(c) () -> UnsafePointer<CChar>

  let version: UnsafePointer<CChar>
  let inflateInit: Init
  let inflate: Run
  let inflateReset: End
  let inflateEnd: End
  let deflateInit: Deflater
  let deflate: Run
  let deflateEnd: End

  init() throws(SystemError) {
    let library = try DynamicLibrary.open(["libz.so.1", "libz.so"], apt: "zlib1g")
    version = try library.symbol("zlibVersion", as: Version.self)()
    inflateInit = try library.symbol("inflateInit2_", as: Init.self)
    inflate = try library.symbol("inflate", as: Run.self)
    inflateReset = try library.symbol("inflateReset", as: End.self)
    inflateEnd = try library.symbol("inflateEnd", as: End.self)
    deflateInit = try library.symbol("deflateInit2_", as: Deflater.self)
    deflate = try library.symbol("deflate", as: Run.self)
    deflateEnd = try library.symbol("deflateEnd", as: End.self)
  }
}

/// A `z_stream` of 64-bit Linux.
final class ZlibStream {
  static let byteCount: Int32 = 112
  let base: UnsafeMutableRawPointer

  init() {
    base = .allocate(byteCount: Int(Self.byteCount), alignment: 16)
    base.initializeMemory(as: UInt8.self, repeating: 0, count: Int(Self.byteCount))
  }

  deinit { base.deallocate() }

  func setInput(_ p: UnsafeRawPointer?, _ count: Int) {
    base.storeBytes(of: p, as: UnsafeRawPointer?.self)
    base.storeBytes(of: UInt32(count), toByteOffset: 8, as: UInt32.self)
  }

  func setOutput(_ p: UnsafeMutableRawPointer?, _ count: Int) {
    base.storeBytes(of: p, toByteOffset: 24, as: UnsafeMutableRawPointer?.self)
    base.storeBytes(of: UInt32(count), toByteOffset: 32, as: UInt32.self)
  }

  var inputLeft: Int { Int(base.load(fromByteOffset: 8, as: UInt32.self)) }
  var outputLeft: Int { Int(base.load(fromByteOffset: 32, as: UInt32.self)) }
}

/// Unpacks zstd by libzstd, also several frames one after the other.
final class ZstdUnpacker: CSVUnpacker {
  private typealias Create = @convention(c) () -> OpaquePointer?
  private typealias Free = @convention(c) (OpaquePointer) -> Int
  private typealias Decompress =
    @convention(c) (OpaquePointer, UnsafeMutableRawPointer, UnsafeMutableRawPointer) -> Int
  private typealias IsError = @convention(c) (Int) -> UInt32

  private let path: String
  private let context: OpaquePointer
  private let free: Free
  private let decompress: Decompress
  private let isError: IsError
  private var isComplete = true

  /// `ZSTD_inBuffer` and `ZSTD_outBuffer`: a pointer, a size, a position.
  private struct Window {
    var base: UnsafeRawPointer?
    var size: Int
    var position: Int
  }

  init(path: String) throws(SystemError) {
    self.path = path
    let library = try DynamicLibrary.open(["libzstd.so.1", "libzstd.so"], apt: "libzstd1")
    free = try library.symbol("ZSTD_freeDStream", as: Free.self)
    decompress = try library.symbol("ZSTD_decompressStream", as: Decompress.self)
    isError = try library.symbol("ZSTD_isError", as: IsError.self)
    guard let context = try library.symbol("ZSTD_createDStream", as: Create.self)() else {
      throw .malformed(path: path, reason: "libzstd has no memory for it")
    }
    self.context = context
  }

  deinit { _ = free(context) }

  func step(
    _ input: UnsafeRawBufferPointer, _ output: UnsafeMutableRawBufferPointer
  ) throws(SystemError) -> CSVUnpackStep {
    var source = Window(base: input.baseAddress, size: input.count, position: 0)
    var target = Window(
      base: output.baseAddress.map { UnsafeRawPointer($0) }, size: output.count, position: 0)
    if input.count == 0, isComplete { return CSVUnpackStep(taken: 0, given: 0, isComplete: true) }
    let code = decompress(context, &target, &source)
    if isError(code) != 0 { throw .malformed(path: path, reason: "its zstd data is damaged") }
    isComplete = code == 0
    return CSVUnpackStep(
      taken: source.position, given: target.position, isComplete: isComplete)
  }
}
