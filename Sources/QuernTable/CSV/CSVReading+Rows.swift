import QuernText

extension CSVReading {
  /// Throws when rows do not fit and bad rows are errors.
  func checkRows(
    _ index: CSVIndex, form: CSVForm, dialect: CSVDialect, plans: [CSVColumnPlan]
  ) throws(TableError) {
    guard rules.onError == .fail else { return }
    let lines = CSVLines(pin: pin, form: form, newline: dialect.newline)
    if let first = index.badRecords.first { throw try badRecords(first, index, lines) }
    let misfits = plans.indices.compactMap { column in
      index.columns[column].misfit.map { (column: column, example: $0) }
    }
    guard let worst = misfits.min(by: { $0.example.offset < $1.example.offset }) else { return }
    let count = index.columns[worst.column].misfitCount
    let line = try lines.lines(of: [worst.example.offset])[0]
    let type = plans[worst.column].kind.type.name
    let name = ColumnExpression.quoted(plans[worst.column].name)
    let more = count > 1 ? ", as \(Numbers.grouped(Int64(count - 1))) more in this column" : ""
    throw .parse(
      path: pin.identity.path, line: line, column: plans[worst.column].name,
      message: "`\(worst.example.text)` is not \(type)\(more)",
      hint: "types: {\(name): str} reads it as text; on_error: null makes such values null, "
        + "on_error: skip leaves their rows out")
  }

  private func badRecords(
    _ first: CSVBadRecord, _ index: CSVIndex, _ lines: CSVLines
  ) throws(TableError) -> TableError {
    let shown = index.badRecords.prefix(CSVLimits.shownBadLineCount)
    let numbers = try lines.lines(of: shown.map(\.offset))
    let count = index.badRecordCount
    var message = first.fault.text
    if count > 1 {
      message +=
        "; \(Numbers.grouped(Int64(count))) rows do not fit, in lines "
        + Self.list(numbers, of: count)
    }
    return .parse(
      path: pin.identity.path, line: numbers[0], column: nil, message: message,
      hint: "on_error: skip leaves such rows out, on_error: null fills them up with null")
  }

  /// "3, 17, 20, …"
  static func list(_ lines: [Int], of count: Int) -> String {
    lines.map { Numbers.grouped(Int64($0)) }.joined(separator: ", ")
      + (count > lines.count ? ", …" : "")
  }
}
