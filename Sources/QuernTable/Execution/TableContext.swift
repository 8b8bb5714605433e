package import QuernSystem
package import QuernText

/// How far a long step has come.
package struct Progress: Hashable, Sendable {
  /// What is done: "reading churn.csv".
  package let label: String
  package let done: Int
  /// nil while it is unknown.
  package let total: Int?
  /// "rows", "bytes".
  package let unit: String

  package init(label: String, done: Int, total: Int?, unit: String) {
    self.label = label
    self.done = done
    self.total = total
    self.unit = unit
  }
}

/// Where scanned sources are kept as columns, by the digest of their content.
package protocol SourceStore: AnyObject, Sendable {
  /// The kept columns of a source with this content, if any.
  func stored(_ digest: Digest) -> (any TableSource)?
  /// Keeps the columns of a source.
  func keep(_ data: TableData, digest: Digest) throws(TableError)
}

/// What a run of a plan may use, and where it reports.
package struct TableContext: Sendable {
  package let arena: Arena
  package let workers: Workers
  package let interrupt: Interrupt
  package let notes: Notes
  package let progress: (@Sendable (Progress) -> Void)?
  package let store: (any SourceStore)?
  /// Whether verbs of earlier cells remark again on what they did: where a table is shown.
  package var tellsOld = false

  package init(
    arena: Arena, workers: Workers, interrupt: Interrupt, notes: Notes = Notes(),
    progress: (@Sendable (Progress) -> Void)? = nil, store: (any SourceStore)? = nil
  ) {
    self.arena = arena
    self.workers = workers
    self.interrupt = interrupt
    self.notes = notes
    self.progress = progress
    self.store = store
  }

  /// Throws when the run is to stop.
  package func checkInterrupt() throws(TableError) {
    do throws(Interrupted) { try interrupt.check() } catch { throw TableError(error) }
  }
}
