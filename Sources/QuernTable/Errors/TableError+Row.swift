extension TableError {
  /// The same error about another row, told from its own.
  func atRow(_ row: (Int) -> Int) -> TableError { moved { $0.map(row) } }

  /// The same without rows and columns, for values that stand in no table.
  package var ofValues: TableError {
    switch self {
    case .typeMismatch(let what, let wanted, let found, _):
      .typeMismatch(what: what, wanted: wanted, found: found, column: nil)
    case .operandTypes(let symbol, let left, let right, _):
      .operandTypes(symbol: symbol, left: left, right: right, columns: [])
    default: moved { _ in nil }
    }
  }

  private func moved(_ row: (Int?) -> Int?) -> TableError {
    switch self {
    case .integerOverflow(let operation, let own):
      .integerOverflow(operation: operation, row: row(own))
    case .unknownLevel(let value, let levels, let own):
      .unknownLevel(value: value, levels: levels, row: row(own))
    case .castFailed(let value, let from, let to, let own):
      .castFailed(value: value, from: from, to: to, row: row(own))
    case .outOfRange(let what, let own): .outOfRange(what: what, row: row(own))
    case .row(let problem, let own): .row(problem, row: row(own))
    case .unknownColumn, .unknownRightColumn, .unknownField, .absentForUpdate, .columnExists,
      .duplicateColumn, .clashingColumns, .typeMismatch, .operandTypes, .invalidArgument,
      .notAggregated, .aggregateNotAllowed, .joinKeyTypes, .joinMatch, .appendMismatch, .badPlan,
      .parse, .sourceChanged, .file, .missingFile, .unreadableFormat, .outOfMemory, .interrupted,
      .timedOut:
      self
    }
  }
}
