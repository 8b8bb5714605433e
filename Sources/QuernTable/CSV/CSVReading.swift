import QuernSystem

extension Table {
  /// Opens and pins a CSV file: finds out its dialect and its columns' types, and reads its rows
  /// when they are asked for.
  ///
  /// ```swift
  /// let people = try Table.readCSV(path: "people.csv", context: context)
  /// ```
  /// Up to 2 GiB the whole file is gone over, so that types, row count and dates are exact; a
  /// larger one is judged by a sample spread over it, and a later value that does not fit is an
  /// error that names line and column. `context.notes` gets what a reader should know.
  package static func readCSV(
    path: String, options: CSVOptions = CSVOptions(), context: TableContext,
    opener: @escaping CSVOpener = CSVFile.open
  ) throws(TableError) -> Table {
    Table(source: try CSVSource.open(path, options: options, context: context, opener: opener))
  }
}

extension CSVSource {
  /// The pinned source behind `Table.readCSV`.
  package static func open(
    _ path: String, options: CSVOptions, context: TableContext,
    opener: @escaping CSVOpener = CSVFile.open
  ) throws(TableError) -> CSVSource {
    let pin = try CSVPin(path: path, opener: opener)
    let reading = CSVReading(
      pin: pin, rules: CSVRules(options), blockBytes: options.blockBytes, context: context)
    return try reading.open(options)
  }
}

/// Opening a file: from its bytes to a source with names, types and the places of its rows.
struct CSVReading {
  let pin: CSVPin
  let rules: CSVRules
  let blockBytes: Int
  let context: TableContext

  /// What the file is called in notes.
  var name: String { String(pin.identity.path.split(separator: "/").last ?? "the file") }

  func open(_ options: CSVOptions) throws(TableError) -> CSVSource {
    var form = try CSVForm(pin: pin, encoding: options.encoding)
    var notes: [Note] = []
    if options.encoding == nil, form.encoding != .utf8 {
      notes.append(note("encoding", "read as \(form.encoding.rawValue)"))
    }
    while true {
      switch try attempt(form, options, notes) {
      case .source(let source): return source
      case .notUTF8(let offset):
        let line = try CSVLines(pin: pin, form: form, newline: 0x0A).lines(of: [offset])[0]
        guard options.encoding == nil, form.encoding == .utf8 else {
          throw .parse(
            path: pin.identity.path, line: line, column: nil, message: "a byte is not UTF-8",
            hint: "encoding: \"windows-1252\" reads every byte as a character")
        }
        form.encoding = .windows1252
        notes.append(
          note("encoding", "line \(line) is not UTF-8: read as windows-1252"))
      }
    }
  }

  private enum Attempt {
    case source(CSVSource)
    case notUTF8(offset: Int)
  }

  private func attempt(
    _ form: CSVForm, _ options: CSVOptions, _ before: [Note]
  ) throws(TableError) -> Attempt {
    let sample = try CSVSample(pin: pin, form: form, bytes: options.sampleBytes)
    let sniffer = CSVSniffer(sample: sample, options: options, name: name)
    let layout = sniffer.sniff()
    guard !layout.names.isEmpty else { return .source(try empty(form, layout, before)) }
    let isExact = Int(pin.identity.byteCount) <= CSVLimits.exactScanBytes
    let guesses = try CSVGuess(
      layout: layout, options: options, isExact: isExact,
      classifier: sniffer.classifier(layout.dialect)
    ).plans()
    var plans = guesses
    var index: CSVIndex?
    var notes = before + layout.notes
    if isExact {
      switch try run(form, layout.dialect, layout.rowsStart, guesses) {
      case .notUTF8(let offset): return .notUTF8(offset: offset)
      case .indexed(let found): index = found
      }
    }
    let findings = index?.columns ?? layout.findings
    plans = try settle(guesses, layout, findings, options)
    let lines = CSVLines(pin: pin, form: form, newline: layout.dialect.newline)
    if let index {
      try checkRows(index, form: form, dialect: layout.dialect, plans: plans)
      notes += try CSVNotes(
        name: name, lines: lines, index: index, layout: layout, isWholeSample: sample.isWhole,
        plans: plans, guesses: guesses, rules: rules
      ).all()
    } else {
      notes.append(
        note("sampled", "types are those of a sample; values that do not fit are errors"))
    }
    context.notes.add(notes)
    return .source(
      CSVSource(
        pin: pin, form: form, layout: layout, rules: rules, plans: plans, index: index,
        blockBytes: blockBytes))
  }

  private func note(_ code: String, _ text: String) -> Note {
    Note(code: "csv-" + code, text: "\(name): \(text)")
  }

  private func empty(
    _ form: CSVForm, _ layout: CSVLayout, _ before: [Note]
  ) throws(TableError) -> CSVSource {
    context.notes.add(before + [note("empty", "the file is empty")])
    return CSVSource(
      pin: pin, form: form, layout: layout, rules: rules, plans: [],
      index: CSVIndex(columnCount: 0), blockBytes: blockBytes)
  }

  /// The types of the whole file; what a sample guessed stands only where it had to.
  private func settle(
    _ guesses: [CSVColumnPlan], _ layout: CSVLayout, _ findings: [CSVColumnFinding],
    _ options: CSVOptions
  ) throws(TableError) -> [CSVColumnPlan] {
    var plans = guesses
    for column in plans.indices {
      let found = findings[column]
      let words = [CSVSeen.missing, .maybeMissing, .quotedWord].map { found.count($0) }
      plans[column].hasMissingWords = words.reduce(0, +) > 0
      if plans[column].isFixed { continue }
      let seen = found.seen.union(layout.findings[column].seen)
      plans[column].kind = CSVColumnKind(seen: seen, order: rules.dateOrder)
    }
    try CSVDateOrders(path: pin.identity.path, name: name, findings: findings, layout: layout)
      .settle(&plans, notes: context.notes)
    return plans
  }

  private func run(
    _ form: CSVForm, _ dialect: CSVDialect, _ rowsStart: Int, _ plans: [CSVColumnPlan]
  ) throws(TableError) -> CSVIndexer.Outcome {
    var indexer = CSVIndexer(
      pin: pin, form: form, dialect: dialect, rules: rules, plans: plans, pieceBytes: blockBytes,
      context: context)
    return try indexer.run(from: rowsStart)
  }

  /// The places of the rows of a file whose types are settled.
  func index(
    form: CSVForm, dialect: CSVDialect, rowsStart: Int, plans: [CSVColumnPlan]
  ) throws(TableError) -> CSVIndex {
    switch try run(form, dialect, rowsStart, plans) {
    case .indexed(let index): return index
    case .notUTF8(let offset):
      let lines = CSVLines(pin: pin, form: form, newline: dialect.newline)
      throw .parse(
        path: pin.identity.path, line: try lines.lines(of: [offset])[0], column: nil,
        message: "a byte is not UTF-8",
        hint: "encoding: \"windows-1252\" reads every byte as a character")
    }
  }
}
