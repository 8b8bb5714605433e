import QuernSystem

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

  init(schema: Schema, plan: TablePlan) {
    self.schema = schema
    self.plan = plan
    depth = 1 + (plan.inputs.map(\.depth).max() ?? 0)
    for input in plan.inputs { input.memo.noteUse() }
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

  /// The rows where they are known without running anything.
  package var materialised: TableData? {
    if case .data(let data) = plan { return data }
    return memo.data
  }
}

/// The rows of a plan once they are computed, with the notes their computation gave.
final class TableMemo: @unchecked Sendable {
  private let lock = Lock()
  private var kept: (data: TableData, notes: [Note])?
  private var knownRowCount: Int?
  /// How many plans start from this one.
  private var useCount = 0

  var data: TableData? { lock.withLock { kept?.data } }

  var notes: [Note] { lock.withLock { kept?.notes ?? [] } }

  /// The number of rows, where it was computed without keeping the rows.
  var rowCount: Int? {
    get { lock.withLock { kept?.data.rowCount ?? knownRowCount } }
    set { lock.withLock { knownRowCount = newValue } }
  }

  func noteUse() { lock.withLock { useCount += 1 } }

  /// Whether several plans start from this one, so that its rows are worth keeping.
  var isShared: Bool { lock.withLock { useCount > 1 } }

  func keep(_ data: TableData, notes: [Note]) {
    lock.withLock {
      if kept == nil { kept = (data, notes) }
    }
  }
}
