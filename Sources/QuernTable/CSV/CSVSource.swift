import Synchronization
import QuernSystem
package import QuernText

/// A pinned CSV file as rows; read again at each scan, as far as the scan needs.
package final class CSVSource: PinnedFile, Sendable {
  package let schema: Schema
  package let identity: SourceIdentity
  let pin: CSVPin
  let form: CSVForm
  let dialect: CSVDialect
  let rules: CSVRules
  let plans: [CSVColumnPlan]
  /// Where the first row begins.
  let rowsStart: Int
  let blockBytes: Int
  private let lock = Lock()
  nonisolated(unsafe) private var index: CSVIndex?
  nonisolated(unsafe) private var digest: Digest?

  init(
    pin: CSVPin, form: CSVForm, layout: CSVLayout, rules: CSVRules, plans: [CSVColumnPlan],
    index: CSVIndex?, blockBytes: Int
  ) {
    self.pin = pin
    self.form = form
    self.rules = rules
    self.plans = plans
    self.index = index
    self.blockBytes = blockBytes
    dialect = layout.dialect
    rowsStart = layout.rowsStart
    identity = pin.identity
    schema = Schema(fields: plans.map { Field(name: $0.name, type: $0.kind.type) })
  }

  package var description: String { "csv \(identity.path)" }

  package var rowCountIfKnown: Int? { lock.withLock { index?.rowCount } }

  /// The places of the rows where they are known.
  var knownGroups: [CSVGroup]? { lock.withLock { index?.groups } }

  package var appliesFilters: Bool { true }

  /// The digest of what the rows are made from: the file's bytes, and how they are read.
  package func contentDigest(_ context: TableContext) throws(TableError) -> Digest {
    var hash = SHA256()
    hash.update("quern csv 1\n")
    hash.update(try fileDigest(context).bytes)
    hash.update(schema.json().text())
    hash.update("\(form) \(dialect) \(rules.onError.rawValue) \(rules.missing ?? [])")
    for plan in plans { hash.update("\(plan.kind.order?.rawValue ?? "") \(plan.isFixed)") }
    return hash.finalize()
  }

  /// The SHA-256 of the file's bytes; computed once, and only when asked for.
  package func fileDigest(_ context: TableContext) throws(TableError) -> Digest {
    if let known = lock.withLock({ digest }) { return known }
    let result = try pin.digest(context)
    lock.withLock { digest = result }
    return result
  }

  package func know(fileDigest: Digest) { lock.withLock { digest = fileDigest } }

  package func scan(
    columns: [Int], filter: ScanFilter?, context: TableContext,
    _ emit: @Sendable (Int, RowGroup) throws(TableError) -> ScanFlow
  ) throws(TableError) {
    let index = try confirmedIndex(context)
    let scan = CSVScan(source: self, columns: columns, filter: filter, context: context)
    try scan.run(index, emit)
  }

  /// The rows' places; a file too large to be read when it was opened is gone over now.
  private func confirmedIndex(_ context: TableContext) throws(TableError) -> CSVIndex {
    if let known = lock.withLock({ index }) { return known }
    let reading = CSVReading(pin: pin, rules: rules, blockBytes: blockBytes, context: context)
    let found = try reading.index(
      form: form, dialect: dialect, rowsStart: rowsStart, plans: plans)
    try reading.checkRows(found, form: form, dialect: dialect, plans: plans)
    lock.withLock { index = found }
    return found
  }
}
