import QuernSystem

/// One run of a plan: computes row groups of its tables, bottom up.
///
/// The row groups of a node depend on the plan alone, never on threads, memory or what was kept
/// before; so float sums over them are the same bits in every run.
final class Execution: @unchecked Sendable {
  let context: TableContext
  /// What verbs say about their rows, in the order of the plan.
  private(set) var notes = RunNotes()
  /// Nodes of earlier cells that are being computed now, inside of each other.
  private var oldDepth = 0
  private let lock = Lock()
  private var rowCounts: [ObjectIdentifier: Int] = [:]
  private var remarks: [ObjectIdentifier: [Note]] = [:]
  /// Whether every step is run again, so that it can be told what each one did.
  private let recounts: Bool

  init(_ context: TableContext, recounts: Bool = false) {
    self.context = context
    self.recounts = recounts
  }

  var arena: Arena { context.arena }

  /// Whether the remarks of a node are to be told.
  func tells(_ table: Table) -> Bool { context.tellsOld || !table.memo.isOld }

  /// Adds remarks of a node, in the order of the plan.
  /// `about` is the node where all runs tell of it.
  func tell(_ more: [Note], of table: Table? = nil, about: Table? = nil) {
    notes.all += more
    if recounts, let node = table ?? about {
      lock.withLock { remarks[ObjectIdentifier(node), default: []] += more }
    }
    let isNews = oldDepth == 0 && (table.map { tells($0) } ?? true)
    if isNews { notes.news += more }
  }

  /// What a node said of its rows, for `why`.
  func remarks(of table: Table) -> [Note] {
    lock.withLock { remarks[ObjectIdentifier(table)] ?? [] }
  }

  /// Rows that a node gave, for `explain`.
  func rowCount(of table: Table) -> Int? { lock.withLock { rowCounts[ObjectIdentifier(table)] } }

  func record(_ table: Table, _ rows: Int) {
    lock.withLock { rowCounts[ObjectIdentifier(table)] = rows }
  }

  /// The row groups of a table, with these columns in this order; groups without rows are left out.
  func rows(_ table: Table, columns: [Int]) throws(TableError) -> [RowGroup] {
    try context.checkInterrupt()
    if !tells(table) { oldDepth += 1 }
    defer { if !tells(table) { oldDepth -= 1 } }
    let groups: [RowGroup]
    if let data = table.materialised, !recounts || table.plan.inputs.isEmpty {
      let known = table.memo.notes
      notes.all += known.all
      if oldDepth == 0 { notes.news += context.tellsOld ? known.all : known.news }
      groups = data.groups.map { $0.selecting(columns) }
    } else if !recounts, let found = try storedRows(table, columns) {
      groups = found
    } else if !recounts, isKept(table) {
      groups = try keptRows(table).map { $0.selecting(columns) }
    } else {
      groups = try compute(table, columns)
    }
    let filled = groups.filter { $0.rowCount > 0 }
    guard filled.count <= RowReference.groupCountMax else {
      throw .invalidArgument(
        word: "table", message: "more than \(RowReference.groupCountMax) row groups", hint: nil)
    }
    record(table, filled.reduce(0) { $0 + $1.rowCount })
    return filled
  }

  /// Rows of a node that an earlier computation left on disk; nil where there are none.
  ///
  /// They are a copy of what can be computed: where the bytes are not what was written, they are.
  private func storedRows(
    _ table: Table, _ columns: [Int]
  ) throws(TableError) -> [RowGroup]? {
    guard let stored = table.memo.stored else { return nil }
    let groups: [RowGroup]
    do throws(TableError) {
      groups = try stored.rows.groups(columns)
    } catch {
      guard stored.isDamage(error) else { throw error }
      stored.discard()
      table.memo.stored = nil
      return nil
    }
    notes.all += stored.notes
    if oldDepth == 0, context.tellsOld { notes.news += stored.notes }
    return groups
  }

  /// Whether the rows of a node are kept once they are computed: several plans start from it, and
  /// it is no large source, whose file is its own copy.
  func isKept(_ table: Table) -> Bool {
    guard table.memo.isShared else { return false }
    if case .source(let source) = table.plan {
      return source.identity.byteCount <= Limits.keptSourceBytes
    }
    return true
  }

  /// Computes all columns of a node and keeps them while they are a small part of the memory.
  private func keptRows(_ table: Table) throws(TableError) -> [RowGroup] {
    let usedBefore = arena.usedBytes
    let before = notes
    let start = Clock.system.monotonicNs()
    let groups = try compute(table, Array(table.schema.fields.indices))
    let byteCount = arena.usedBytes - usedBefore
    if byteCount <= arena.limitBytes / Limits.keptShare {
      table.memo.keep(
        TableData(schema: table.schema, groups: groups.filter { $0.rowCount > 0 }),
        notes: RunNotes(
          all: Array(notes.all.dropFirst(before.all.count)),
          news: Array(notes.news.dropFirst(before.news.count))),
        nanoseconds: Clock.system.monotonicNs() - start)
    }
    return groups
  }

  private func compute(_ table: Table, _ columns: [Int]) throws(TableError) -> [RowGroup] {
    switch table.plan {
    case .placeholder:
      return []
    case .data(let data):
      return data.groups.map { $0.selecting(columns) }
    case .source, .select, .rename, .dropNull:
      return try runPipeline(table, columns)
    case .filter(let input, let condition, let by):
      return condition.hasAggregate
        ? try filterByAggregate(table, input, condition, by, columns)
        : try runPipeline(table, columns)
    case .derive(let input, let definitions, let by, _):
      return definitions.contains { $0.expression.hasAggregate }
        ? try deriveAggregates(table, input, definitions, by, columns)
        : try runPipeline(table, columns)
    case .sort(let input, let keys): return try sort(input, keys, columns)
    case .distinct(let input, let names, let keep):
      return try distinct(input, names, keep, columns)
    case .append(let a, let b): return try append(table, a, b, columns)
    case .head(let input, let count): return try head(input, count, columns)
    case .tail(let input, let count): return try tail(input, count, columns)
    case .sample(let input, let size, let random):
      return try sample(input, size, random, columns)
    case .join(let left, let right, let spec):
      return try join(table, left, right, spec, columns)
    case .asofJoin(let left, let right, let spec):
      return try asofJoin(table, left, right, spec, columns)
    case .summarise(let input, let definitions, let by):
      return try summarise(table, input, definitions, by, columns)
    case .part(let input, let assignment, let choice):
      return try part(input, assignment, choice, columns)
    case .reshape(let input, let spec): return try reshape(table, input, spec, columns)
    }
  }

  // MARK: Threads

  /// Runs `body` for 0..<count on the workers; it throws only errors of tables, memory, interrupts.
  func parallel(_ count: Int, _ body: (Int) throws -> Void) throws(TableError) {
    do {
      try context.workers.forEach(count: count, interrupt: context.interrupt, body)
    } catch {
      throw TableError(any: error)
    }
  }

  /// The results of `body` for 0..<count, in order.
  func parallelMap<Result>(
    _ count: Int, _ body: (Int) throws -> Result
  ) throws(TableError) -> [Result] {
    do {
      return try context.workers.map(count: count, interrupt: context.interrupt, body)
    } catch {
      throw TableError(any: error)
    }
  }

  /// Memory for a step; `doing` names it in the error.
  func allocate(_ bytes: Int, _ doing: String) throws(TableError) -> ColumnBuffer {
    do throws(OutOfMemory) {
      return try ColumnBuffer.allocate(arena, bytes: bytes, doing: doing)
    } catch {
      throw .outOfMemory(error)
    }
  }
}

extension TableError {
  /// The table's error for what kernels and workers throw.
  init(any error: any Error) {
    switch error {
    case let error as TableError: self = error
    case let error as OutOfMemory: self = .outOfMemory(error)
    case let error as Interrupted: self = TableError(error)
    case let error as SystemError: self = .file(error)
    default: preconditionFailure("A kernel threw \(error), which no table knows.")
    }
  }
}
