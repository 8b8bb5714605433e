import QuernSystem

/// Row-wise verbs fused into one pass over row groups.
final class Pipeline: @unchecked Sendable {
  /// One fused verb.
  enum Step {
    case filter(FilterStep)
    case compute(ComputeStep)
    case dropNull(DropNullStep)
    /// These columns, in this order.
    case project([Int])
  }

  private(set) var steps: [(step: Step, table: Table?)] = []
  private let execution: Execution
  private let lock = Lock()
  /// Rows that went into each step, by row group.
  private var entered: [[Int: Int]] = []
  private var left: [Int] = []
  private var failure: (group: Int, step: Int, error: TableError)?

  init(_ execution: Execution) { self.execution = execution }

  func add(_ step: Step, _ table: Table?) {
    steps.append((step, table))
    entered.append([:])
    left.append(0)
  }

  /// Puts another form of the first step in its place.
  func replaceFirst(_ step: Step) { steps[0].step = step }

  /// The row group after all steps from `first`.
  func apply(
    _ group: RowGroup, index: Int, from first: Int = 0
  ) throws(TableError) -> RowGroup {
    var group = group
    for (place, entry) in steps.enumerated() where place >= first {
      note(place, index, group.rowCount)
      do throws(TableError) {
        group = try run(entry.step, group)
      } catch {
        fail(index, place, error)
        throw error
      }
      lock.withLock { left[place] += group.rowCount }
    }
    return group
  }

  private func run(_ step: Step, _ group: RowGroup) throws(TableError) -> RowGroup {
    switch step {
    case .filter(let step): return try step.apply(group, execution.arena)
    case .compute(let step): return try step.apply(group)
    case .dropNull(let step): return try step.apply(group, execution.arena)
    case .project(let places): return group.selecting(places)
    }
  }

  /// Remembers how many rows of a group went into a step: row numbers of errors need them.
  func note(_ step: Int, _ group: Int, _ rows: Int) {
    lock.withLock { entered[step][group] = rows }
  }

  func fail(_ group: Int, _ step: Int, _ error: TableError) {
    lock.withLock {
      guard group < failure?.group ?? .max else { return }
      failure = (group, step, error)
    }
  }

  /// Counts rows that a pushed-down filter let through.
  func leave(_ step: Int, _ rows: Int) { lock.withLock { left[step] += rows } }

  /// The error of the lowest row group, its row counted over the whole table.
  func located(_ error: TableError) -> TableError { firstFailure ?? error }

  /// The same, where a step has failed.
  var firstFailure: TableError? {
    lock.withLock {
      guard let failure else { return nil }
      var before = 0
      for group in 0..<failure.group { before += entered[failure.step][group] ?? 0 }
      return failure.error.movingRow(by: before)
    }
  }

  /// Adds the steps' notes and row counts to the run.
  func finish() {
    for (place, entry) in steps.enumerated() {
      if let table = entry.table { execution.record(table, lock.withLock { left[place] }) }
      switch entry.step {
      case .filter(let step): execution.tell(step.notes, of: entry.table)
      case .compute(let step): execution.tell(step.notes, of: entry.table)
      case .dropNull(let step): execution.tell(step.notes, of: entry.table)
      case .project: break
      }
    }
  }
}

extension TableError {
  /// Whether a row's values are the cause, not memory, files or an interrupt.
  var isOfData: Bool {
    switch self {
    case .integerOverflow, .castFailed, .outOfRange, .unknownLevel, .row: true
    default: false
    }
  }

  /// The same error about a row `count` further down.
  func movingRow(by count: Int) -> TableError {
    switch self {
    case .integerOverflow(let operation, let row):
      .integerOverflow(operation: operation, row: row.map { $0 + count })
    case .castFailed(let value, let from, let to, let row):
      .castFailed(value: value, from: from, to: to, row: row.map { $0 + count })
    case .outOfRange(let what, let row):
      .outOfRange(what: what, row: row.map { $0 + count })
    case .unknownLevel(let value, let levels, let row):
      .unknownLevel(value: value, levels: levels, row: row.map { $0 + count })
    case .row(let problem, let row): .row(problem, row: row.map { $0 + count })
    default: self
    }
  }
}
