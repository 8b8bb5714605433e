import QuernSystem

/// What a sample of a file tells of it, before all of it is read.
struct CSVLayout {
  var dialect: CSVDialect
  /// Where the first row begins.
  var rowsStart: Int
  var names: [String]
  /// The kinds of values in the sample, by column.
  var findings: [CSVColumnFinding]
  /// What a reader should know: preamble lines left out, names changed.
  var notes: [Note] = []
}

/// Finds out dialect, header and the kinds of values of a file from a sample of it.
struct CSVSniffer {
  let sample: CSVSample
  let options: CSVOptions
  /// What the file is called in notes.
  let name: String

  /// Records before the first one with the usual number of fields that may be left out.
  private static let preambleRecordMax = 10
  /// Rows of the head that the header is compared with.
  private static let comparedRowCount = 1000

  func sniff() -> CSVLayout {
    sample.head.withUnsafeBufferPointer { bytes in
      // The padding makes sure of a base address.
      guard let base = bytes.baseAddress else { preconditionFailure("A sample is padded.") }
      return sniff(base)
    }
  }

  private func sniff(_ base: UnsafePointer<UInt8>) -> CSVLayout {
    let hasMark = sample.headCount >= 3 && base[0] == 0xEF && base[1] == 0xBB && base[2] == 0xBF
    let start = hasMark ? 3 : 0
    let dialect = CSVDialectSniffer(base: base, from: start, to: sample.headCount, options: options)
      .sniff()
    var layout = CSVLayout(dialect: dialect, rowsStart: start, names: [], findings: [])
    skipPreamble(base, &layout)
    readHeader(base, &layout)
    sniffTypes(base, &layout)
    return layout
  }

  private func records(
    _ base: UnsafePointer<UInt8>, _ layout: CSVLayout
  ) -> CSVRecords {
    CSVRecords(
      base: base, from: layout.rowsStart, to: sample.headCount, dialect: layout.dialect)
  }

  /// Leaves out a title above the header.
  private func skipPreamble(_ base: UnsafePointer<UInt8>, _ layout: inout CSVLayout) {
    guard layout.dialect.fieldCount > 1 else { return }
    var records = records(base, layout)
    var skipped = 0
    while let fields = records.next() {
      // A header may be one short: R leaves out the name of the row names.
      if fields.count >= layout.dialect.fieldCount - 1, fields.count > 1 { break }
      skipped += 1
      layout.rowsStart = records.position
      if skipped == Self.preambleRecordMax { break }
    }
    guard skipped > 0 else { return }
    guard skipped < Self.preambleRecordMax else {
      layout.rowsStart = records.base[0] == 0xEF ? 3 : 0
      return
    }
    let lines = skipped == 1 ? "the first line" : "the first \(skipped) lines"
    layout.notes.append(
      Note(code: "csv-preamble", text: "\(name): left out \(lines), which are no rows"))
  }

  // MARK: Header

  private func readHeader(_ base: UnsafePointer<UInt8>, _ layout: inout CSVLayout) {
    var records = records(base, layout)
    guard let first = records.next() else {
      layout.dialect.hasHeader = false
      return
    }
    let afterFirst = records.position
    var compared: [[Range<Int>]] = []
    while compared.count < Self.comparedRowCount, let fields = records.next() {
      compared.append(fields)
    }
    let isHeader = options.header ?? self.isHeader(base, first, compared, layout.dialect)
    layout.dialect.hasHeader = isHeader
    guard isHeader else {
      if compared.isEmpty { layout.dialect.fieldCount = first.count }
      layout.names = (1...layout.dialect.fieldCount).map { "column_\($0)" }
      if options.header == nil {
        let names = layout.names.count == 1 ? "column_1" : "column_1 to \(layout.names.last ?? "")"
        layout.notes.append(
          Note(
            code: "csv-no-header",
            text: "\(name): the first line is no header: called \(names); "
              + "header: true takes it as names"))
      }
      return
    }
    layout.rowsStart = afterFirst
    var names = first.map { name(base, $0, layout.dialect) }
    adjust(&names, base, compared, &layout)
    layout.dialect.fieldCount = names.count
    layout.names = unique(names, &layout)
  }

  private func name(_ base: UnsafePointer<UInt8>, _ range: Range<Int>, _ dialect: CSVDialect)
    -> String
  {
    var field = CSVField(dialect: dialect)
    guard
      let content = field.content(base, from: range.lowerBound, to: range.upperBound)
    else {
      return String(
        decoding: UnsafeBufferPointer(start: base + range.lowerBound, count: range.count),
        as: UTF8.self)
    }
    return String(decoding: CSVClassifier.trimmed(content.text), as: UTF8.self)
  }

  /// Where rows have one field more than the header: R's row names, or a delimiter at line ends.
  private func adjust(
    _ names: inout [String], _ base: UnsafePointer<UInt8>, _ rows: [[Range<Int>]],
    _ layout: inout CSVLayout
  ) {
    guard layout.dialect.fieldCount == names.count + 1, options.header != false else { return }
    let wide = rows.filter { $0.count == names.count + 1 }
    guard wide.count * 10 > rows.count * 9 else { return }
    if wide.allSatisfy({ $0.last?.isEmpty ?? false }) {
      names.append("")
    } else {
      names.insert("row", at: 0)
      layout.notes.append(
        Note(
          code: "csv-row-names",
          text: "\(name): the header has one name less than the rows have fields; "
            + "the first column is called .row"))
    }
  }

  private func unique(_ names: [String], _ layout: inout CSVLayout) -> [String] {
    var taken = Set<NameKey>()
    var result: [String] = []
    var changed: [String] = []
    let given = Set(names.map { NameKey($0) })
    for (index, name) in names.enumerated() {
      var candidate = name.isEmpty ? "column_\(index + 1)" : name
      var copy = 2
      while taken.contains(NameKey(candidate))
        || candidate != name && given.contains(NameKey(candidate))
      {
        candidate = "\(name.isEmpty ? "column_\(index + 1)" : name)_\(copy)"
        copy += 1
      }
      if candidate != name, !name.isEmpty {
        changed.append("\(shown(name)) is \(shown(candidate))")
      }
      taken.insert(NameKey(candidate))
      result.append(candidate)
    }
    if !changed.isEmpty {
      let text = changed.prefix(3).joined(separator: ", ") + (changed.count > 3 ? ", …" : "")
      layout.notes.append(
        Note(code: "csv-names", text: "\(self.name): names occur twice; the later \(text)"))
    }
    return result
  }

  private func shown(_ name: String) -> String { "." + ColumnExpression.quoted(name) }

  /// Whether the first record names the columns: it does where it does not fit below.
  private func isHeader(
    _ base: UnsafePointer<UInt8>, _ first: [Range<Int>], _ rows: [[Range<Int>]],
    _ dialect: CSVDialect
  ) -> Bool {
    let kinds = first.map { kind(base, $0, dialect) }
    let isWords = kinds.allSatisfy { $0 == .text || !$0.isDisjoint(with: .absent) }
    if rows.isEmpty { return isWords && kinds.contains(.text) }
    var fits = 0
    for (column, kind) in kinds.enumerated() {
      var seen: CSVSeen = []
      for row in rows where column < row.count {
        seen.formUnion(self.kind(base, row[column], dialect))
      }
      let below = CSVColumnKind(seen: seen, order: .monthFirst)
      guard below.type != .string, !kind.isSubset(of: .absent) else { continue }
      if kind == .text { return true }
      if CSVColumnKind(seen: seen.union(kind), order: .monthFirst).type == below.type {
        fits += 1
      } else {
        return true
      }
    }
    if fits == 0 { return isWords }
    return isYears(base, first, kinds, dialect)
  }

  /// Whether the numbers among the fields go up by one step, as years above columns do.
  private func isYears(
    _ base: UnsafePointer<UInt8>, _ first: [Range<Int>], _ kinds: [CSVSeen], _ dialect: CSVDialect
  ) -> Bool {
    let numbers = zip(first, kinds).compactMap { range, kind -> Int? in
      kind == .int ? Int(name(base, range, dialect)) : nil
    }
    guard numbers.count >= 3, kinds.contains(.text), let start = numbers.first, start > 1000,
      start < 3000
    else { return false }
    return zip(numbers, numbers.dropFirst()).allSatisfy { $1 == $0 + 1 }
  }

  private func kind(
    _ base: UnsafePointer<UInt8>, _ range: Range<Int>, _ dialect: CSVDialect
  ) -> CSVSeen {
    var field = CSVField(dialect: dialect)
    guard let content = field.content(base, from: range.lowerBound, to: range.upperBound) else {
      return .text
    }
    return classifier(dialect).classify(content.text, isQuoted: content.isQuoted)
  }

  // MARK: Types

  func classifier(_ dialect: CSVDialect) -> CSVClassifier {
    CSVClassifier(
      knowsDecimalComma: dialect.delimiter == 0x3B,
      missing: CSVRules(options).missing)
  }

  /// Collects the kinds of values of all records that have the right number of fields.
  private func sniffTypes(_ base: UnsafePointer<UInt8>, _ layout: inout CSVLayout) {
    layout.findings = [CSVColumnFinding](
      repeating: CSVColumnFinding(), count: layout.dialect.fieldCount)
    guard layout.dialect.fieldCount <= CSVLimits.columnCount else { return }
    collect(base, from: layout.rowsStart, to: sample.headCount, isPiece: false, &layout)
    for piece in sample.pieces {
      piece.bytes.withUnsafeBufferPointer { bytes in
        guard let base = bytes.baseAddress else { return }
        // A piece starts anywhere: its first line is left out, and what does not look like a
        // row after it.
        let start = CSVBytes.find(layout.dialect.newline, base, from: 0, to: piece.count)
        collect(
          base, from: min(start + 1, piece.count), to: piece.count, isPiece: true, &layout)
      }
    }
  }

  private func collect(
    _ base: UnsafePointer<UInt8>, from: Int, to: Int, isPiece: Bool, _ layout: inout CSVLayout
  ) {
    let dialect = layout.dialect
    let classifier = classifier(dialect)
    var tokenizer = CSVTokenizer(dialect: dialect, keepsRaggedRows: false)
    var field = CSVField(dialect: dialect)
    let hasQuotes = tokenizer.hasQuotes(base, from: from, to: to)
    var position = from
    while position < to {
      let next = tokenizer.take(base, from: position, to: to, hasQuotes: hasQuotes)
      // A piece that was entered in the middle of a quoted field shows it by rows that do not fit.
      if isPiece, !tokenizer.badRecords.isEmpty { return }
      for column in 0..<dialect.fieldCount {
        for row in 0..<tokenizer.rowCount {
          let entry = tokenizer.entries + row * tokenizer.stride + column
          let start = Int(entry[0]) + 1
          let end = max(start, Int(entry[1]))
          guard let content = field.content(base, from: start, to: end) else { continue }
          let kind = classifier.classify(content.text, isQuoted: content.isQuoted)
          let record = Int(entry[-column]) + 1
          layout.findings[column].add(kind, offset: record, text: content.text)
        }
      }
      if next == position { break }
      position = next
    }
  }
}
