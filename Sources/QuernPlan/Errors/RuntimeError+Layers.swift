package import QuernLearning
package import QuernSyntax
package import QuernSystem
package import QuernTable

extension Diagnostic {
  /// A mistake about a table, with the name that the table has in the cell.
  package init(_ error: TableError, table: String?, at range: SourceRange?) {
    let subject = table.map { "`\($0)`" } ?? "the table"
    let asked = error.hints.filter { $0.hasPrefix("did you mean") }
    self.init(
      code: error.code, message: error.message(table: table), range: range,
      label: asked.first, notes: error.notes.map { $0.hasPrefix("has:") ? "\(subject) \($0)" : $0 },
      hints: error.hints.filter { !$0.hasPrefix("did you mean") })
  }

  /// A mistake about a model or its data.
  package init(_ error: LearningError, table: String?, at range: SourceRange?) {
    if case .table(let inner) = error {
      self.init(inner, table: table, at: range)
    } else {
      self.init(code: error.code, message: error.message, range: range, hints: error.hints)
    }
  }
}

extension RuntimeError {
  /// The same trouble as a layer below named it; `table` is what the cell calls the table.
  package init(_ error: TableError, table: String? = nil) {
    switch error {
    case .interrupted: self = .interrupted
    case .timedOut: self = .timeout(seconds: nil)
    case .outOfMemory: self.init(Diagnostic(error, table: nil, at: nil), .limit)
    case .file(let error): self.init(error)
    case .unknownColumn, .unknownRightColumn, .unknownField, .absentForUpdate, .columnExists,
      .duplicateColumn, .clashingColumns,
      .typeMismatch, .operandTypes, .invalidArgument, .notAggregated, .aggregateNotAllowed,
      .joinKeyTypes, .joinMatch, .appendMismatch, .integerOverflow, .unknownLevel, .castFailed,
      .outOfRange, .row,
      .badPlan, .parse, .sourceChanged, .missingFile, .unreadableFormat:
      self.init(Diagnostic(error, table: table, at: nil))
    }
  }

  package init(_ error: LearningError, table: String? = nil) {
    switch error {
    case .table(let inner): self.init(inner, table: table)
    case .interrupted: self = .interrupted
    case .timeout: self = .timeout(seconds: nil)
    case .outOfMemory(let memory): self.init(memory)
    case .mistake, .helperDied, .library:
      self.init(Diagnostic(error, table: table, at: nil))
    }
  }

  package init(_ error: OutOfMemory) {
    self.init(TableError.outOfMemory(error))
  }

  package init(_ error: SystemError) {
    self.init(
      Diagnostic(
        code: "file-error", message: error.message, range: nil,
        hints: error.advice.map { [$0] } ?? []))
  }

  package init(_ error: Interrupted) {
    switch error {
    case .interrupted: self = .interrupted
    case .timeout(let seconds): self = .timeout(seconds: seconds)
    }
  }

  /// Whatever a word's body or a host threw.
  package init(any error: any Error, table: String? = nil) {
    switch error {
    case let error as RuntimeError: self = error
    case let error as TableError: self.init(error, table: table)
    case let error as LearningError: self.init(error, table: table)
    case let error as OutOfMemory: self.init(error)
    case let error as Interrupted: self.init(error)
    case let error as SystemError: self.init(error)
    case let error as Diagnostic: self.init(error)
    default: self.init(.internalMistake("\(error)"))
    }
  }

  package static var interrupted: RuntimeError {
    RuntimeError(.interrupted, .interrupted)
  }

  package static func timeout(seconds: Double?) -> RuntimeError {
    RuntimeError(.timeLimit(seconds: seconds), .limit)
  }
}
