package import QuernSystem

/// What can go wrong with a table: a user's mistake, the data, or the world.
///
/// The checker and the run time throw the same cases, so they say the same.
package enum TableError: Error, Sendable {
  /// A name that no column has.
  case unknownColumn(name: String, schema: Schema)
  /// A name that no column of a join's right side has.
  case unknownRightColumn(name: String, schema: Schema)
  /// A name that no field of a struct column has.
  case unknownField(name: String, of: String, fields: [Field])
  /// `update` of a column that does not exist.
  case absentForUpdate(name: String, schema: Schema)
  /// `derive` of a column that exists.
  case columnExists(name: String)
  /// One name twice in the result of `verb`.
  case duplicateColumn(name: String, verb: String)
  /// Names that stand on both sides of a join without `suffix`.
  case clashingColumns(names: [String])
  /// A value of type `found` where `wanted` is needed, said of `what` (an operator, word, option).
  case typeMismatch(what: String, wanted: String, found: DataType, column: String?)
  /// Two operands that do not go together.
  case operandTypes(symbol: String, left: DataType, right: DataType, columns: [Field])
  /// Conditions, keys and literals that a word cannot take.
  case invalidArgument(word: String, message: String, hint: String?)
  /// In `summarise`, a column outside an aggregate.
  case notAggregated(column: String?, expression: String)
  /// An aggregate where none may stand.
  case aggregateNotAllowed(place: String)
  /// Key columns of a join whose types cannot be compared.
  case joinKeyTypes(left: Field, right: Field)
  /// More than one row for a key on a side where `match` allows one.
  case joinMatch(match: JoinMatch, side: String, keys: [String], count: Int)
  /// A table that cannot be appended: what differs.
  case appendMismatch(problems: [String])
  /// An integer result that does not fit 64 bits; rows count from 1.
  case integerOverflow(operation: String, row: Int?)
  /// A label that is none of the levels; rows count from 1.
  case unknownLevel(value: String, levels: [String], row: Int?)
  /// A value that cannot be read as the type; rows count from 1.
  case castFailed(value: String, from: DataType, to: DataType, row: Int?)
  /// A list, struct or date beyond what its type can hold.
  case outOfRange(what: String, row: Int?)
  /// A value that a function does not take; rows count from 1.
  case row(RowProblem, row: Int?)
  /// A plan that was not written by this version.
  case badPlan(message: String)
  /// Text of a file that is not what its column, or its format, needs.
  case parse(path: String, line: Int, column: String?, message: String, hint: String?)
  /// A file whose inode, size or time of change is not the one that was opened.
  case sourceChanged(path: String)
  case file(SystemError)
  /// A path that leads to no file, and the name in its folder that is closest.
  case missingFile(path: String, nearest: String?)
  /// A file of a format that is known and not read.
  case unreadableFormat(ForeignFormat, path: String)
  case outOfMemory(OutOfMemory)
  case interrupted
  case timedOut
}

extension TableError {
  /// The stable name of the mistake.
  package var code: String {
    switch self {
    case .unknownColumn, .unknownRightColumn: "unknown-column"
    case .absentForUpdate: "unknown-column"
    case .unknownField: "unknown-field"
    case .columnExists: "column-exists"
    case .duplicateColumn: "duplicate-column"
    case .clashingColumns: "clashing-columns"
    case .typeMismatch, .operandTypes: "type-mismatch"
    case .invalidArgument: "invalid-argument"
    case .notAggregated: "not-aggregated"
    case .aggregateNotAllowed: "aggregate-not-allowed"
    case .joinKeyTypes: "join-key-types"
    case .joinMatch: "join-match"
    case .appendMismatch: "append-mismatch"
    case .integerOverflow: "integer-overflow"
    case .unknownLevel: "unknown-level"
    case .castFailed: "cast-failed"
    case .outOfRange: "out-of-range"
    case .row(let problem, _): problem.code
    case .badPlan: "bad-plan"
    case .parse: "parse-error"
    case .sourceChanged: "source-changed"
    case .file, .missingFile: "file-error"
    case .unreadableFormat: "unreadable-format"
    case .outOfMemory: "out-of-memory"
    case .interrupted: "interrupted"
    case .timedOut: "timed-out"
    }
  }

  /// The column the mistake is about, for placing the caret.
  package var column: String? {
    switch self {
    case .unknownColumn(let name, _), .unknownRightColumn(let name, _),
      .absentForUpdate(let name, _), .columnExists(let name), .duplicateColumn(let name, _):
      name
    case .typeMismatch(_, _, _, let column), .parse(_, _, let column, _, _),
      .notAggregated(let column, _):
      column
    case .operandTypes(_, _, _, let columns): columns.first?.name
    case .clashingColumns(let names): names.first
    case .joinKeyTypes(let left, _): left.name
    case .unknownField, .invalidArgument, .aggregateNotAllowed, .joinMatch, .appendMismatch,
      .integerOverflow, .unknownLevel, .castFailed, .outOfRange, .row, .badPlan, .sourceChanged,
      .file, .missingFile, .unreadableFormat, .outOfMemory, .interrupted, .timedOut:
      nil
    }
  }
}

extension TableError {
  /// Whether a file is not there.
  package var isAbsence: Bool {
    switch self {
    case .file(let reason): reason.isAbsence
    case .missingFile: true
    default: false
    }
  }
}

extension TableError {
  init(_ interrupted: Interrupted) {
    switch interrupted {
    case .interrupted: self = .interrupted
    case .timeout: self = .timedOut
    }
  }
}
