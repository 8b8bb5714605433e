import Glibc
import QuernSystem

/// The functions of libsqlite3 that queries over tables need; opened at first use.
struct SQLite: Sendable {
  typealias Handle = OpaquePointer
  private typealias Open =
    @convention(c) (
      UnsafePointer<CChar>, UnsafeMutablePointer<OpaquePointer?>, Int32, UnsafePointer<CChar>?
    ) -> Int32
  private typealias Prepare =
    @convention(c) (
      OpaquePointer?, UnsafePointer<CChar>, Int32, UnsafeMutablePointer<OpaquePointer?>,
      UnsafeMutablePointer<UnsafePointer<CChar>?>?
    ) -> Int32
  typealias OnHandle = @convention(c) (OpaquePointer?) -> Int32
  typealias OnColumn = @convention(c) (OpaquePointer?, Int32) -> Int32
  typealias Text = @convention(c) (OpaquePointer?, Int32) -> UnsafePointer<CChar>?
  typealias Progress =
    @convention(c) (
      OpaquePointer?, Int32, (@convention(c) (UnsafeMutableRawPointer?) -> Int32)?,
      UnsafeMutableRawPointer?
    ) -> Void

  private let open: Open
  private let prepare: Prepare
  let close: OnHandle
  let step: OnHandle
  let reset: OnHandle
  let finalize: OnHandle
  let columnCount: OnHandle
  let isReadOnly: OnHandle
  let columnType: OnColumn
  let bytes: OnColumn
  let int: @convention(c) (OpaquePointer?, Int32) -> Int64
  let double: @convention(c) (OpaquePointer?, Int32) -> Double
  let text: Text
  let name: Text
  let declared: Text
  let message: @convention(c) (OpaquePointer?) -> UnsafePointer<CChar>?
  let bindInt: @convention(c) (OpaquePointer?, Int32, Int64) -> Int32
  let bindDouble: @convention(c) (OpaquePointer?, Int32, Double) -> Int32
  let bindNull: OnColumn
  private let bindText:
    @convention(c) (
      OpaquePointer?, Int32, UnsafePointer<CChar>, Int32, UnsafeRawPointer?
    ) -> Int32
  let progress: Progress
  /// Where in the query the error is; absent from old versions.
  let errorOffset: OnHandle?

  static let row: Int32 = 100
  static let done: Int32 = 101
  static let interrupted: Int32 = 9

  init() throws(SystemError) {
    let library = try DynamicLibrary.open(
      ["libsqlite3.so.0", "libsqlite3.so"], apt: "libsqlite3-0")
    open = try library.symbol("sqlite3_open_v2", as: Open.self)
    prepare = try library.symbol("sqlite3_prepare_v2", as: Prepare.self)
    close = try library.symbol("sqlite3_close_v2", as: OnHandle.self)
    step = try library.symbol("sqlite3_step", as: OnHandle.self)
    reset = try library.symbol("sqlite3_reset", as: OnHandle.self)
    finalize = try library.symbol("sqlite3_finalize", as: OnHandle.self)
    columnCount = try library.symbol("sqlite3_column_count", as: OnHandle.self)
    isReadOnly = try library.symbol("sqlite3_stmt_readonly", as: OnHandle.self)
    columnType = try library.symbol("sqlite3_column_type", as: OnColumn.self)
    bytes = try library.symbol("sqlite3_column_bytes", as: OnColumn.self)
    int = try library.symbol(
      "sqlite3_column_int64", as: (@convention(c) (OpaquePointer?, Int32) -> Int64).self)
    double = try library.symbol(
      "sqlite3_column_double", as: (@convention(c) (OpaquePointer?, Int32) -> Double).self)
    text = try library.symbol("sqlite3_column_text", as: Text.self)
    name = try library.symbol("sqlite3_column_name", as: Text.self)
    declared = try library.symbol("sqlite3_column_decltype", as: Text.self)
    message = try library.symbol(
      "sqlite3_errmsg", as: (@convention(c) (OpaquePointer?) -> UnsafePointer<CChar>?).self)
    bindInt = try library.symbol(
      "sqlite3_bind_int64", as: (@convention(c) (OpaquePointer?, Int32, Int64) -> Int32).self)
    bindDouble = try library.symbol(
      "sqlite3_bind_double", as: (@convention(c) (OpaquePointer?, Int32, Double) -> Int32).self)
    bindNull = try library.symbol("sqlite3_bind_null", as: OnColumn.self)
    bindText = try library.symbol(
      "sqlite3_bind_text",
      as: (@convention(c) (
        OpaquePointer?, Int32, UnsafePointer<CChar>, Int32, UnsafeRawPointer?
      ) -> Int32).self)
    progress = try library.symbol("sqlite3_progress_handler", as: Progress.self)
    errorOffset =
      library.has("sqlite3_error_offset")
      ? try library.symbol("sqlite3_error_offset", as: OnHandle.self) : nil
  }

  /// A database in memory.
  func openInMemory() -> Handle? {
    var handle: OpaquePointer?
    // Read and write, create, in memory, without locks of its own: one thread uses it.
    let flags: Int32 = 0x2 | 0x4 | 0x80 | 0x8000
    guard open(":memory:", &handle, flags, nil) == 0 else { return nil }
    return handle
  }

  /// A statement, and how many bytes of the text it took; nil where the text is none.
  func statement(_ database: Handle, _ text: String) -> (statement: Handle?, used: Int)? {
    var statement: OpaquePointer?
    let result: (Int32, Int) = text.withCString { start in
      var rest: UnsafePointer<CChar>?
      let code = prepare(database, start, -1, &statement, &rest)
      return (code, rest.map { $0 - start } ?? 0)
    }
    return result.0 == 0 ? (statement, result.1) : nil
  }

  /// Binds a copy of a text.
  func bind(_ statement: Handle, _ place: Int32, _ text: String) -> Int32 {
    var text = text
    return text.withUTF8 { bytes in
      bytes.withMemoryRebound(to: CChar.self) { characters in
        withUnsafePointer(to: CChar(0)) { empty in
          bindText(
            statement, place, characters.baseAddress ?? empty, Int32(characters.count),
            UnsafeRawPointer(bitPattern: -1))
        }
      }
    }
  }
}
