import Glibc
import QuernSystem
import QuernText

/// A query in SQLite's SQL over tables: they are copied into a database in memory, and the result
/// is a table again.
///
/// Dates, times and bools are recognised in the result where a column of the query is one of a
/// table; what is computed from them is what SQLite makes of it.
package struct SQLQuery {
  private let text: String
  private let tables: [(name: String, table: Table)]
  private let context: TableContext
  private let sqlite: SQLite

  package init(
    _ text: String, _ tables: [(name: String, table: Table)], _ context: TableContext
  ) throws(TableError) {
    self.text = text
    self.tables = tables
    self.context = context
    do throws(SystemError) { sqlite = try SQLite() } catch { throw .file(error) }
  }

  package func run() throws(TableError) -> TableData {
    guard let database = sqlite.openInMemory() else {
      throw .invalidArgument(word: "sql", message: "SQLite has no memory for it", hint: nil)
    }
    defer { _ = sqlite.close(database) }
    for (name, table) in tables { try load(database, name, table) }
    let watched = Unmanaged.passUnretained(context.interrupt)
    sqlite.progress(
      database, 10_000,
      { pointer in
        guard let pointer else { return 0 }
        let interrupt = Unmanaged<Interrupt>.fromOpaque(pointer).takeUnretainedValue()
        do throws(Interrupted) {
          try interrupt.check()
          return 0
        } catch { return 1 }
      }, watched.toOpaque())
    return try answer(database)
  }

  // MARK: Tables into the database

  private func load(_ database: OpaquePointer, _ name: String, _ table: Table) throws(TableError) {
    let data = try table.collect(context)
    let fields = data.schema.fields
    guard !fields.isEmpty else {
      throw .invalidArgument(
        word: "sql", message: "the table \(name) has no columns", hint: nil)
    }
    let columns = fields.map { "\(Self.quoted($0.name)) \(Self.declaration($0.type))" }
    try execute(
      database, "create table \(Self.quoted(name)) (\(columns.joined(separator: ", ")))")
    try execute(database, "begin")
    let marks = fields.map { _ in "?" }.joined(separator: ", ")
    guard
      let insert = sqlite.statement(
        database, "insert into \(Self.quoted(name)) values (\(marks))")?.statement
    else { throw mistake(database) }
    defer { _ = sqlite.finalize(insert) }
    for group in data.groups {
      for row in 0..<group.rowCount {
        if row & 0xfff == 0 { try context.checkInterrupt() }
        for (place, column) in group.columns.enumerated() {
          bind(insert, Int32(place + 1), column.scalar(at: row))
        }
        guard sqlite.step(insert) == SQLite.done else { throw mistake(database) }
        _ = sqlite.reset(insert)
      }
    }
    try execute(database, "commit")
  }

  private func bind(_ insert: OpaquePointer, _ place: Int32, _ value: Scalar) {
    switch value {
    case .null: _ = sqlite.bindNull(insert, place)
    case .bool(let flag): _ = sqlite.bindInt(insert, place, flag ? 1 : 0)
    case .int(let number), .size(let number): _ = sqlite.bindInt(insert, place, number)
    case .float(let number): _ = sqlite.bindDouble(insert, place, number)
    case .duration(_, let microseconds): _ = sqlite.bindInt(insert, place, microseconds)
    case .string(let text): _ = sqlite.bind(insert, place, text)
    case .date, .time, .datetime, .instant: _ = sqlite.bind(insert, place, value.text)
    case .list, .structure: _ = sqlite.bind(insert, place, value.json().text())
    }
  }

  private func execute(_ database: OpaquePointer, _ text: String) throws(TableError) {
    guard let statement = sqlite.statement(database, text)?.statement else {
      throw mistake(database)
    }
    defer { _ = sqlite.finalize(statement) }
    guard sqlite.step(statement) == SQLite.done else { throw mistake(database) }
  }

  // Names that SQLite does not take for numbers, so that a text column stays text.
  private static func declaration(_ type: DataType) -> String {
    switch type {
    case .int, .size, .duration: "INTEGER"
    case .float: "REAL"
    case .bool: "BOOLEAN_INT"
    case .date: "DATE_TEXT"
    case .time: "TIME_TEXT"
    case .datetime: "DATETIME_TEXT"
    case .instant: "INSTANT_TEXT"
    case .null, .string, .category, .list, .structure: "TEXT"
    }
  }

  private static func quoted(_ name: String) -> String {
    "\"" + name.replacing("\"", with: "\"\"") + "\""
  }

  // MARK: The answer

  private func answer(_ database: OpaquePointer) throws(TableError) -> TableData {
    guard let prepared = sqlite.statement(database, text) else { throw mistake(database) }
    guard let statement = prepared.statement else {
      throw .invalidArgument(word: "sql", message: "the query is empty", hint: nil)
    }
    defer { _ = sqlite.finalize(statement) }
    let rest = text.utf8.dropFirst(prepared.used)
    guard rest.allSatisfy({ $0 == 0x20 || $0 &- 0x09 <= 0x04 || $0 == UInt8(ascii: ";") }) else {
      throw .invalidArgument(word: "sql", message: "it takes one statement", hint: nil)
    }
    let count = sqlite.columnCount(statement)
    guard count > 0, sqlite.isReadOnly(statement) != 0 else {
      throw .invalidArgument(
        word: "sql", message: "it takes a query, and changes nothing", hint: "select … from …")
    }
    var columns = (0..<count).map { SQLColumn(sqlite, statement, $0) }
    var rowCount = 0
    while true {
      let code = sqlite.step(statement)
      if code == SQLite.done { break }
      guard code == SQLite.row else {
        if code == SQLite.interrupted { try context.checkInterrupt() }
        throw mistake(database)
      }
      for place in columns.indices { columns[place].read(sqlite, statement) }
      rowCount += 1
      if rowCount & 0xfff == 0 { try context.checkInterrupt() }
    }
    var fields: [Field] = []
    for column in columns { fields.append(Field(name: column.name, type: column.type)) }
    let schema = try Table.checked(fields, verb: "sql")
    let types = fields.map(\.type)
    let rows = (0..<rowCount).map { row in
      zip(columns, types).map { $0.value(row, $1) }
    }
    let arena = context.arena
    return try orOutOfMemory { () throws(OutOfMemory) in
      try TableData.build(schema, rows: rows, arena: arena)
    }
  }

  /// What SQLite says, and where in the query.
  private func mistake(_ database: OpaquePointer) -> TableError {
    let message = sqlite.message(database).map { String(cString: $0) } ?? "the query failed"
    let offset = sqlite.errorOffset.map { Int($0(database)) } ?? -1
    guard offset >= 0, offset < text.utf8.count else {
      let names = tables.map(\.name).joined(separator: ", ")
      return .invalidArgument(
        word: "sql", message: message,
        hint: message.contains("no such table") ? "the tables are: \(names)" : nil)
    }
    let before = String(decoding: text.utf8.prefix(offset), as: UTF8.self)
    let line = before.split(separator: "\n", omittingEmptySubsequences: false)
    let shown = text.split(separator: "\n", omittingEmptySubsequences: false)[line.count - 1]
    let place = "line \(line.count), character \((line.last?.count ?? 0) + 1)"
    return .invalidArgument(
      word: "sql", message: "\(message) (\(place): \(shown.drop { $0 == " " }))", hint: nil)
  }
}

/// One column of an answer while it is read.
private struct SQLColumn {
  let name: String
  private let place: Int32
  /// The type of the table's column that it is; nil for what is computed.
  private let origin: DataType?
  private var values: [Scalar] = []

  init(_ sqlite: SQLite, _ statement: OpaquePointer, _ place: Int32) {
    self.place = place
    name = sqlite.name(statement, place).map { String(cString: $0) } ?? "column_\(place + 1)"
    let declared = sqlite.declared(statement, place).map { String(cString: $0) }
    switch declared {
    case "BOOLEAN_INT": origin = .bool
    case "DATE_TEXT": origin = .date
    case "TIME_TEXT": origin = .time
    case "DATETIME_TEXT": origin = .datetime
    case "INSTANT_TEXT": origin = .instant
    case "INTEGER": origin = .int
    case "REAL": origin = .float
    case "TEXT": origin = .string
    default: origin = nil
    }
  }

  mutating func read(_ sqlite: SQLite, _ statement: OpaquePointer) {
    switch sqlite.columnType(statement, place) {
    case 1: values.append(.int(sqlite.int(statement, place)))
    case 2: values.append(.float(sqlite.double(statement, place)))
    case 5: values.append(.null)
    default:
      guard let text = sqlite.text(statement, place) else { return values.append(.null) }
      let count = Int(sqlite.bytes(statement, place))
      let bytes = UnsafeRawBufferPointer(start: text, count: count)
      values.append(.string(String(decoding: bytes, as: UTF8.self)))
    }
  }

  /// The type of the values that came; texts where they are of several kinds.
  var type: DataType {
    if let origin { return origin }
    return Scalar.commonType(values) ?? .string
  }

  func value(_ row: Int, _ type: DataType) -> Scalar {
    let value = values[row]
    switch (type, value) {
    case (_, .null): return .null
    case (.bool, .int(let number)): return .bool(number != 0)
    case (.float, .int(let number)): return .float(Double(number))
    case (.float, .float(let number)): return number.isFinite ? value : .null
    case (.date, .string(let text)), (.time, .string(let text)), (.datetime, .string(let text)),
      (.instant, .string(let text)):
      return Scalar(json: .string(text), type: type) ?? .null
    case (.string, .string), (.int, .int): return value
    case (.string, _): return .string(value.text)
    default: return .null
    }
  }
}
