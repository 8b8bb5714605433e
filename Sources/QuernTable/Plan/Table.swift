import QuernSystem
import QuernText

/// An immutable plan over pinned sources. Verbs check their schema at once and run nothing.
///
/// ```swift
/// let adults = try people.filter(.binary(.greaterEqual, .column("age"), .literal(.int(18))))
/// let rows = try adults.collect(context)
/// ```
package final class Table: Sendable {
  package let schema: Schema
  package let plan: TablePlan
  /// Nodes on the longest path to a leaf.
  let depth: Int
  let memo = TableMemo()

  /// `isPassing` tells a node that the engine makes while it runs: it is no further use of its
  /// inputs, which would make their rows worth keeping.
  init(schema: Schema, plan: TablePlan, isPassing: Bool = false) {
    self.schema = schema
    self.plan = plan
    depth = 1 + (plan.inputs.map(\.depth).max() ?? 0)
    if !isPassing { for input in plan.inputs { input.memo.noteUse() } }
  }

  /// A table of that schema without rows: what the checker runs verbs on.
  package static func placeholder(_ schema: Schema) -> Table {
    Table(schema: schema, plan: .placeholder)
  }

  package convenience init(data: TableData) {
    self.init(schema: data.schema, plan: .data(data))
  }

  package convenience init(source: any TableSource) {
    self.init(schema: source.schema, plan: .source(source))
  }

  /// Whether it starts from a table that has a schema alone: what the checker works on.
  package var isPlaceholder: Bool {
    leaves.contains { leaf in
      if case .placeholder = leaf { true } else { false }
    }
  }

  /// The rows where they are known without running anything.
  package var materialised: TableData? {
    if case .data(let data) = plan { return data }
    return memo.data
  }

  /// Rows, and rows without a value by column, where they are known of rows that lie on disk.
  package var storedCounts: (rows: Int, nulls: [Int])? {
    let stored: TableFileSource?
    if case .source(let source) = plan {
      stored = source as? TableFileSource
    } else {
      stored = memo.stored?.rows
    }
    return stored.map { ($0.rowCount, $0.nullCounts) }
  }

  /// Whether its rows need not be computed: they are in memory, or lie in the store.
  var hasRows: Bool { materialised != nil || memo.stored != nil }
}

extension Table {
  /// Says that the plan comes from an earlier cell: what its verbs have to remark is told where the
  /// table is shown, and not again by everything that computes with it.
  package func markOld() {
    guard !memo.isOld else { return }
    memo.isOld = true
    for input in plan.inputs { input.markOld() }
  }
}

/// What the verbs of a run had to remark: all of it, and what of it is news to the running cell.
struct RunNotes: Sendable {
  var all: [Note] = []
  var news: [Note] = []
}

/// The rows of a plan once they are computed, with the notes their computation gave.
final class TableMemo: @unchecked Sendable {
  private let lock = Lock()
  private var kept: (data: TableData, notes: RunNotes)?
  private var isOldNow = false
  private var knownRowCount: Int?
  /// How many plans start from this one.
  private var useCount = 0
  private var storedRows: StoredRows?
  private var keptNanoseconds: Int64 = 0
  private var knownDigest: Digest?

  var data: TableData? { lock.withLock { kept?.data } }

  /// What the computation of the rows had to remark, wherever they are now.
  var notes: RunNotes {
    lock.withLock { kept?.notes ?? RunNotes(all: storedRows?.notes ?? []) }
  }

  /// Rows of an earlier computation that lie on disk.
  var stored: StoredRows? {
    get { lock.withLock { storedRows } }
    set { lock.withLock { storedRows = newValue } }
  }

  /// Which table it is, once that is known.
  var digest: Digest? {
    get { lock.withLock { knownDigest } }
    set { lock.withLock { knownDigest = newValue } }
  }

  /// Rows in memory that are not on disk, with what their computation took.
  var computed: (data: TableData, notes: [Note], nanoseconds: Int64)? {
    lock.withLock {
      guard storedRows == nil, let kept else { return nil }
      return (kept.data, kept.notes.all, keptNanoseconds)
    }
  }

  /// Whether the node was made before the cell that runs now: its remarks have been made.
  var isOld: Bool {
    get { lock.withLock { isOldNow } }
    set { lock.withLock { isOldNow = newValue } }
  }

  /// The number of rows, where it was computed without keeping the rows.
  var rowCount: Int? {
    get { lock.withLock { kept?.data.rowCount ?? knownRowCount } }
    set { lock.withLock { knownRowCount = newValue } }
  }

  func noteUse() { lock.withLock { useCount += 1 } }

  /// Whether several plans start from this one, so that its rows are worth keeping.
  var isShared: Bool { lock.withLock { useCount > 1 } }

  func keep(_ data: TableData, notes: RunNotes, nanoseconds: Int64) {
    lock.withLock {
      guard kept == nil else { return }
      kept = (data, notes)
      keptNanoseconds = nanoseconds
    }
  }
}
