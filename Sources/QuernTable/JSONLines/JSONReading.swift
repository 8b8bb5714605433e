import QuernSystem
import QuernText

extension JSONSource {
  /// Opens and pins a file of JSON records: one a line, or the elements of an array.
  ///
  /// The whole file is gone over, so that types and row count are exact. `context.notes` gets what
  /// a reader should know.
  package static func open(
    _ path: String, options: CSVOptions, context: TableContext,
    opener: @escaping CSVOpener = CSVFile.open
  ) throws(TableError) -> JSONSource {
    let pin = try CSVPin(path: path, opener: opener)
    return try JSONReading(pin: pin, options: options, context: context).open()
  }
}

/// Opening a file: from its bytes to a source with columns and the places of its rows.
struct JSONReading {
  let pin: CSVPin
  let options: CSVOptions
  let context: TableContext

  /// What a thread goes over at a time.
  private var blockBytes: Int { 8 * options.blockBytes }

  private var name: String { Path.name(pin.identity.path) }

  /// What one piece of the file came to.
  private struct Piece {
    let shape = JSONShape()
    var rowCount = 0
    var badCount = 0
    var firstBad: (offset: Int, message: String)?
    /// Values that are not of the type that the user gave, and the first of them.
    var misfits: [String: (count: Int, text: String, offset: Int)] = [:]
  }

  /// One record; it has to be an object.
  static func read(_ tape: inout JSONTape, _ text: JSONRecords.Text) throws(JSONFault) {
    try tape.read(text.base, count: text.count)
    guard tape.nodes[0].kind == .object else {
      throw JSONFault(offset: 0, message: "a record is an object, {…}, and this is none")
    }
    if let bad = CSVBytes.firstInvalidUTF8(text.base, from: 0, to: text.count) {
      throw JSONFault(offset: bad, message: "a byte is not UTF-8")
    }
  }

  func open() throws(TableError) -> JSONSource {
    let form = try CSVForm(pin: pin, encoding: options.encoding)
    let layout = try layout(form)
    let pieces = try pieces(form, layout)
    let shape = JSONShape()
    for piece in pieces { shape.merge(piece.shape) }
    try checkBad(pieces, form)
    let columns = try columns(shape)
    try checkMisfits(pieces, form)
    tell(shape, columns, pieces)
    return JSONSource(
      pin: pin, form: form, layout: layout, columns: columns,
      missing: Set((options.missing ?? []).map { Array($0.utf8) }),
      index: JSONIndex(blockRows: pieces.map(\.rowCount), blockBytes: blockBytes),
      skipsBad: options.onError != .fail)
  }

  private func layout(_ form: CSVForm) throws(TableError) -> JSONLayout {
    var records = try JSONRecords(pin: pin, form: form, layout: .values, from: 0, context)
    guard let first = try records.next(), first.count > 0 else { return .lines }
    if first.base[0] == UInt8(ascii: "[") { return .array }
    let path = pin.identity.path
    let isLines = [".jsonl", ".ndjson"].contains { path.contains($0) }
    // A record over several lines, in a file that does not say that it is one of lines.
    let isLong = CSVBytes.find(0x0A, first.base, from: 0, to: first.count) < first.count
    return !isLines && isLong ? .values : .lines
  }

  // MARK: Going over the file

  private func pieces(_ form: CSVForm, _ layout: JSONLayout) throws(TableError) -> [Piece] {
    guard form.isDirect, layout == .lines else {
      var records = try JSONRecords(pin: pin, form: form, layout: layout, from: 0, context)
      return [try piece(&records, end: .max)]
    }
    let size = Int(pin.identity.byteCount)
    let blockBytes = blockBytes
    let count = (size + blockBytes - 1) / blockBytes
    do {
      return try context.workers.map(count: count, interrupt: context.interrupt) { block in
        let start = block * blockBytes
        let end = start + blockBytes
        var records = try JSONRecords(pin: pin, form: form, layout: layout, from: start, context)
        if start > 0, try !records.skipLine(before: end) { return Piece() }
        return try piece(&records, end: end)
      }
    } catch {
      throw TableError(any: error)
    }
  }

  /// The records that begin before `end`.
  private func piece(_ records: inout JSONRecords, end: Int) throws(TableError) -> Piece {
    var piece = Piece()
    var tape = JSONTape()
    let missing = Set((options.missing ?? []).map { Array($0.utf8) })
    while let text = try records.next(), text.offset < end {
      do throws(JSONFault) {
        try Self.read(&tape, text)
        piece.shape.add(tape, 0)
        piece.rowCount += 1
        if !options.types.isEmpty { check(tape, text.offset, missing, &piece) }
      } catch {
        piece.badCount += 1
        if piece.firstBad == nil { piece.firstBad = (text.offset + error.offset, error.message) }
      }
    }
    return piece
  }

  /// Counts the values that are not of the type that the user gave.
  private func check(
    _ tape: JSONTape, _ offset: Int, _ missing: Set<[UInt8]>, _ piece: inout Piece
  ) {
    var part = 1
    while part < tape.nodes[0].next {
      let value = part + 1
      let name = JSONCells.withText(tape, tape.nodes[part]) { String(decoding: $0, as: UTF8.self) }
      let node = tape.nodes[value]
      if let type = options.types[name], node.kind != .null,
        !(node.kind == .text && missing.contains(Array(tape.bytes(node)))),
        JSONCells.scalar(tape, value, type).isNull
      {
        let text = String(decoding: tape.bytes(node).prefix(40), as: UTF8.self)
        let known = piece.misfits[name]
        piece.misfits[name] = (
          (known?.count ?? 0) + 1, known?.text ?? text, known?.offset ?? offset
        )
      }
      part = node.next
    }
  }

  // MARK: What it came to

  private func columns(_ shape: JSONShape) throws(TableError) -> [JSONColumn] {
    guard shape.fields.count <= CSVLimits.columnCount else {
      throw .parse(
        path: pin.identity.path, line: 1, column: nil,
        message: "the records have more than \(CSVLimits.columnCount) names", hint: nil)
    }
    let schema = Schema(fields: shape.names.map { Field(name: $0, type: .null) })
    for name in options.types.keys.sorted() where schema[name] == nil {
      throw .unknownColumn(name: name, schema: schema)
    }
    return zip(shape.names, shape.fields).map { name, field in
      let given = options.types[name]
      return JSONColumn(name: name, type: given ?? field.type, isGiven: given != nil)
    }
  }

  private func line(_ offset: Int, _ form: CSVForm) throws(TableError) -> Int {
    try CSVLines(pin: pin, form: form, newline: 0x0A).lines(of: [offset])[0]
  }

  private func checkBad(_ pieces: [Piece], _ form: CSVForm) throws(TableError) {
    guard let first = pieces.lazy.compactMap(\.firstBad).first else { return }
    let line = try line(first.offset, form)
    let count = pieces.reduce(0) { $0 + $1.badCount }
    guard options.onError == .fail else {
      let records = count == 1 ? "1 record" : "\(Numbers.grouped(Int64(count))) records"
      context.notes.add(
        Note(
          code: "json-bad-records",
          text: "\(name): \(records) left out, the first in line \(line): \(first.message)"))
      return
    }
    throw .parse(
      path: pin.identity.path, line: line, column: nil, message: first.message,
      hint: "on_error: skip leaves out what cannot be read, and says how much")
  }

  private func checkMisfits(_ pieces: [Piece], _ form: CSVForm) throws(TableError) {
    for (column, type) in options.types.sorted(by: { $0.key < $1.key }) {
      let found = pieces.compactMap { $0.misfits[column] }
      guard let first = found.first else { continue }
      let count = found.reduce(0) { $0 + $1.count }
      if options.onError == .fail {
        throw .parse(
          path: pin.identity.path, line: try line(first.offset, form), column: column,
          message: "`\(first.text)` is not \(type.name)",
          hint: "on_error: null makes such values null, and counts them")
      }
      context.notes.add(
        Note(
          code: "json-bad-values",
          text: "\(name): \(values(count)) of .\(ColumnExpression.quoted(column)) "
            + "\(count == 1 ? "is" : "are") no \(type.name) and became null "
            + "(first: `\(first.text)`)"))
    }
  }

  private func tell(_ shape: JSONShape, _ columns: [JSONColumn], _ pieces: [Piece]) {
    if columns.isEmpty { add("empty", "the file holds no records") }
    for (column, field) in zip(columns, shape.fields) where !column.isGiven {
      let shown = "." + ColumnExpression.quoted(column.name)
      if field.isMixed {
        add("mixed", "\(shown) holds values of several kinds (\(field.kindNames)): read as str")
      }
      if field.noNumberCount > 0, column.type == .float {
        let count = field.noNumberCount
        add(
          "no-number",
          "\(values(count)) of \(shown) \(count == 1 ? "is" : "are") not finite and became null")
      }
    }
  }

  private func values(_ count: Int) -> String {
    "\(Numbers.grouped(Int64(count))) value\(count == 1 ? "" : "s")"
  }

  private func add(_ code: String, _ text: String) {
    context.notes.add(Note(code: "json-" + code, text: "\(name): \(text)"))
  }
}
