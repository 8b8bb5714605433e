import QuernSystem
import QuernTable
import Testing

/// What a CSV text was read as, in a form that is easy to write down.
struct CSVRead: Equatable {
  /// "a int, b str"
  var schema: String
  /// Values with `|` between them; `~` is null.
  var rows: [String]
  /// The codes of the notes, without `csv-`.
  var notes: [String]
  var noteTexts: [String]
}

/// CSV files in memory, for tests: nothing touches the disk.
enum CSVMemory {
  static func opener(_ bytes: [UInt8]) -> CSVOpener {
    { (_) throws(SystemError) in file(bytes) }
  }

  static func file(_ bytes: [UInt8]) -> CSVFile {
    CSVFile(
      status: { () throws(SystemError) in status(bytes.count) },
      read: { (buffer, offset) throws(SystemError) in
        let start = min(Int(offset), bytes.count)
        let count = min(buffer.count, bytes.count - start)
        bytes.withUnsafeBytes {
          buffer.copyMemory(from: UnsafeRawBufferPointer(rebasing: $0[start..<(start + count)]))
        }
        return count
      })
  }

  static func status(_ size: Int, modified: Int64 = 7) -> FileStatus {
    FileStatus(
      device: 1, inode: 1, size: Int64(size), modifiedNs: modified, changedNs: modified,
      isDirectory: false, isRegular: true, permissions: 0o644)
  }

  static func context(threads: Int = 1, arena: Arena = .unlimited) -> TableContext {
    TableContext(
      arena: arena, workers: Workers.shared(threads), interrupt: Interrupt(), notes: Notes())
  }

  /// Reads a text as a file called `t.csv`.
  static func read(
    _ bytes: [UInt8], _ options: CSVOptions = CSVOptions(), threads: Int = 1, block: Int? = nil
  ) throws -> CSVRead {
    var options = options
    if let block { options.blockBytes = block }
    let context = context(threads: threads)
    let table = try Table.readCSV(
      path: "t.csv", options: options, context: context, opener: opener(bytes))
    return describe(try table.collect(context), context.notes.all)
  }

  static func describe(_ data: TableData, _ notes: [Note] = []) -> CSVRead {
    CSVRead(
      schema: data.schema.fields.map { "\($0.name) \($0.type.name)" }.joined(separator: ", "),
      rows: (0..<data.rowCount).map { row in
        data.row(row).map { $0.isNull ? "~" : $0.text }.joined(separator: "|")
      },
      notes: notes.map { String($0.code.dropFirst(4)) }, noteTexts: notes.map(\.text))
  }
}

/// Reads a CSV text and compares schema, rows and the codes of the notes.
func checkCSV(
  _ text: String, _ schema: String, _ rows: [String], notes: [String] = [],
  options: CSVOptions = CSVOptions(), sourceLocation: SourceLocation = #_sourceLocation
) {
  checkCSV(
    bytes: Array(text.utf8), schema, rows, notes: notes, options: options,
    sourceLocation: sourceLocation)
}

/// The same for any bytes.
func checkCSV(
  bytes: [UInt8], _ schema: String, _ rows: [String], notes: [String] = [],
  options: CSVOptions = CSVOptions(), sourceLocation: SourceLocation = #_sourceLocation
) {
  do {
    let read = try CSVMemory.read(bytes, options)
    #expect(read.schema == schema, sourceLocation: sourceLocation)
    #expect(read.rows == rows, sourceLocation: sourceLocation)
    #expect(read.notes == notes, "\(read.noteTexts)", sourceLocation: sourceLocation)
    // The way the text is cut for threads must not show.
    for block in bytes.count > 4096 ? [1500] : [1, 7, 64] {
      let cut = try CSVMemory.read(bytes, options, threads: 2, block: block)
      #expect(cut == read, "pieces of \(block) bytes", sourceLocation: sourceLocation)
    }
  } catch {
    Issue.record("\(error)", sourceLocation: sourceLocation)
  }
}

/// Reads a CSV text that cannot be read, and compares the error.
func checkCSVError(
  _ text: String, _ message: String, hint: String? = nil, options: CSVOptions = CSVOptions(),
  sourceLocation: SourceLocation = #_sourceLocation
) {
  do {
    let read = try CSVMemory.read(Array(text.utf8), options)
    Issue.record("read as \(read)", sourceLocation: sourceLocation)
  } catch let error as TableError {
    #expect(error.message == message, sourceLocation: sourceLocation)
    if let hint { #expect(error.hints.first == hint, sourceLocation: sourceLocation) }
  } catch {
    Issue.record("\(error)", sourceLocation: sourceLocation)
  }
}
