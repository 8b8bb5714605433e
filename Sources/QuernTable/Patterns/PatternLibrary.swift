import Glibc
import QuernSystem

/// libpcre2-8, opened when the first pattern is made.
struct PatternLibrary: @unchecked Sendable {
  typealias Code = OpaquePointer
  typealias Compile = @convention(c) (
    UnsafePointer<UInt8>?, Int, UInt32, UnsafeMutablePointer<Int32>, UnsafeMutablePointer<Int>,
    OpaquePointer?
  ) -> OpaquePointer?
  typealias Match = @convention(c) (
    OpaquePointer, UnsafePointer<UInt8>?, Int, Int, UInt32, OpaquePointer, OpaquePointer?
  ) -> Int32
  typealias Make = @convention(c) (OpaquePointer?) -> OpaquePointer?
  typealias MakeData = @convention(c) (OpaquePointer, OpaquePointer?) -> OpaquePointer?
  typealias Free = @convention(c) (OpaquePointer?) -> Void
  typealias SetLimit = @convention(c) (OpaquePointer, UInt32) -> Int32
  typealias Vector = @convention(c) (OpaquePointer) -> UnsafeMutablePointer<Int>
  typealias Message = @convention(c) (Int32, UnsafeMutablePointer<UInt8>, Int) -> Int32
  typealias Info = @convention(c) (OpaquePointer, UInt32, UnsafeMutableRawPointer) -> Int32
  typealias JIT = @convention(c) (OpaquePointer, UInt32) -> Int32

  let compile: Compile
  let match: Match
  let makeData: MakeData
  let freeData: Free
  let freeCode: Free
  let vector: Vector
  let message: Message
  let info: Info
  let jit: JIT
  /// Limits of a match, for every thread.
  let limits: OpaquePointer

  /// Steps of one match: what a pattern may cost at one row.
  static let matchSteps: UInt32 = 1_000_000
  static let depth: UInt32 = 20_000
  static let heapKibibytes: UInt32 = 20_000

  /// The library, or why there is none.
  static func shared() throws(SystemError) -> PatternLibrary { try loaded.get() }

  private static let loaded: Result<PatternLibrary, SystemError> = {
    do throws(SystemError) {
      return .success(try PatternLibrary())
    } catch {
      return .failure(error)
    }
  }()

  private init() throws(SystemError) {
    let library = try DynamicLibrary.open(["libpcre2-8.so.0"], apt: "libpcre2-8-0")
    compile = try library.symbol("pcre2_compile_8", as: Compile.self)
    match = try library.symbol("pcre2_match_8", as: Match.self)
    makeData = try library.symbol("pcre2_match_data_create_from_pattern_8", as: MakeData.self)
    freeData = try library.symbol("pcre2_match_data_free_8", as: Free.self)
    freeCode = try library.symbol("pcre2_code_free_8", as: Free.self)
    vector = try library.symbol("pcre2_get_ovector_pointer_8", as: Vector.self)
    message = try library.symbol("pcre2_get_error_message_8", as: Message.self)
    info = try library.symbol("pcre2_pattern_info_8", as: Info.self)
    jit = try library.symbol("pcre2_jit_compile_8", as: JIT.self)
    let make = try library.symbol("pcre2_match_context_create_8", as: Make.self)
    guard let limits = make(nil) else {
      throw .missingSymbol(library: library.name, symbol: "pcre2_match_context_create_8")
    }
    self.limits = limits
    let set = try ["match", "depth", "heap"].map { (name) throws(SystemError) in
      try library.symbol("pcre2_set_\(name)_limit_8", as: SetLimit.self)
    }
    _ = set[0](limits, PatternLibrary.matchSteps)
    _ = set[1](limits, PatternLibrary.depth)
    _ = set[2](limits, PatternLibrary.heapKibibytes)
  }
}
