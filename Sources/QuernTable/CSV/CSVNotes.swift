import QuernText

/// Puts into words what reading a file decided that its user may want to know.
struct CSVNotes {
  let name: String
  let lines: CSVLines
  let index: CSVIndex
  let layout: CSVLayout
  /// Whether the sample was the whole file, so that its counts are.
  let isWholeSample: Bool
  let plans: [CSVColumnPlan]
  /// The plans before the whole file was seen.
  let guesses: [CSVColumnPlan]
  let rules: CSVRules

  func all() throws(TableError) -> [Note] {
    var notes: [Note] = []
    notes += try badRows()
    notes += badValues()
    notes += missing()
    notes += keptWords()
    notes += dates()
    notes += try textColumns()
    return notes
  }

  private func note(_ code: String, _ text: String) -> Note {
    Note(code: "csv-" + code, text: "\(name): \(text)")
  }

  private func shown(_ column: Int) -> String { "." + ColumnExpression.quoted(plans[column].name) }

  private func grouped(_ count: Int) -> String { Numbers.grouped(Int64(count)) }

  private func badRows() throws(TableError) -> [Note] {
    guard index.badRecordCount > 0 else { return [] }
    let shown = index.badRecords.prefix(CSVLimits.shownBadLineCount)
    let numbers = try lines.lines(of: shown.map(\.offset))
    let count = index.badRecordCount
    let rows = count == 1 ? "1 row" : "\(grouped(count)) rows"
    let done = rules.onError == .skip ? "left out" : "filled or cut"
    let list = CSVReading.list(numbers, of: count)
    let fault = index.badRecords[0].fault.text
    return [note("bad-rows", "\(rows) \(done): line \(list) (\(fault))")]
  }

  private func badValues() -> [Note] {
    var parts: [String] = []
    for column in plans.indices {
      let finding = index.columns[column]
      guard finding.misfitCount > 0, let example = finding.misfit else { continue }
      parts.append(
        "\(grouped(finding.misfitCount)) in \(shown(column)) (first: `\(example.text)`)")
    }
    guard !parts.isEmpty else { return [] }
    let list = parts.joined(separator: ", ")
    if rules.onError == .skip {
      let rows = grouped(index.badValueRowCount)
      return [note("bad-values", "\(rows) rows left out for values that do not fit: \(list)")]
    }
    return [note("bad-values", "values that do not fit are null: \(list)")]
  }

  /// Words that were read as missing.
  private func missing() -> [Note] {
    var order: [String] = []
    var columns: [String: [String]] = [:]
    for column in plans.indices {
      let finding = index.columns[column]
      let isText = plans[column].kind.type == .string && !plans[column].kind.isAllMissing
      for kind in isText ? [CSVSeen.missing] : [.missing, .maybeMissing, .quotedWord] {
        guard finding.count(kind) > 0, let example = finding.example(kind) else { continue }
        if columns[example.text] == nil { order.append(example.text) }
        columns[example.text, default: []].append(
          "\(shown(column)) (\(grouped(finding.count(kind))))")
      }
    }
    return order.map { word in
      note("missing", "`\(word)` read as missing in \(Self.listed(columns[word] ?? []))")
    }
  }

  /// Words that mean "missing" elsewhere and are kept as text.
  private func keptWords() -> [Note] {
    guard rules.missing == nil else { return [] }
    return plans.indices.compactMap { column in
      let finding = index.columns[column]
      guard plans[column].kind.type == .string, !plans[column].kind.isAllMissing,
        finding.count(.maybeMissing) > 0, let word = finding.example(.maybeMissing)?.text
      else { return nil }
      return note(
        "kept-word",
        "`\(word)` is kept as text in \(shown(column)) (\(grouped(finding.count(.maybeMissing)))); "
          + "missing: [\"\(word)\"] reads it as missing")
    }
  }

  private func dates() -> [Note] {
    var notes: [Note] = []
    for column in plans.indices where plans[column].kind.type != .string {
      let seen = index.columns[column].seen.union(layout.findings[column].seen)
      if let order = plans[column].kind.order, rules.dateOrder == nil {
        notes.append(note("dates", "\(shown(column)) is read as \(order.text)"))
      }
      if seen.contains(.shortYear) {
        notes.append(
          note("short-years", "\(shown(column)) has years of two digits, read as 1969 to 2068"))
      }
      if plans[column].kind.hasDecimalComma {
        notes.append(note("decimal-comma", "\(shown(column)) is read with decimal commas"))
      }
    }
    return notes
  }

  /// Why a column is text although most of it is something else.
  private func textColumns() throws(TableError) -> [Note] {
    var notes: [Note] = []
    for column in plans.indices where !plans[column].isFixed {
      guard plans[column].kind.type == .string, let found = exception(column) else { continue }
      let line = try lines.lines(of: [found.example.offset])[0]
      let name = ColumnExpression.quoted(plans[column].name)
      notes.append(
        note(
          "text-column",
          "\(shown(column)) is str and not \(found.type.name) because of "
            + "`\(found.example.text)` in line \(grouped(line)); types: {\(name): "
            + "\(found.type.name)}, on_error: null would make it null"))
    }
    return notes
  }

  /// The first value that kept a column from being of the type of nearly all its values.
  private func exception(_ column: Int) -> (type: DataType, example: CSVExample)? {
    let sample = layout.findings[column]
    if isWholeSample {
      // Ids with zeros before them are text for good.
      if sample.seen.subtracting(.absent).isSubset(of: .digits) { return nil }
      let guess = CSVGuess.usualKind(sample)
      guard let guess, let example = sample.example(.text) else { return nil }
      return (guess, example)
    }
    let sampled = guesses[column].kind.type
    guard sampled != .string else { return nil }
    let later = index.columns[column].seen.subtracting(sample.seen).subtracting(.absent)
      .subtracting(.evidence)
    let examples = (0..<CSVSeen.kindCount).compactMap { kind in
      later.contains(CSVSeen(rawValue: 1 << UInt32(kind)))
        ? index.columns[column].examples[kind] : nil
    }
    return examples.min { $0.offset < $1.offset }.map { (sampled, $0) }
  }

  private static func listed(_ parts: [String]) -> String {
    let shownMax = 6
    return parts.prefix(shownMax).joined(separator: ", ")
      + (parts.count > shownMax ? " and \(parts.count - shownMax) more columns" : "")
  }
}
