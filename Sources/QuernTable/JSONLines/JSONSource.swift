import QuernSystem
import Synchronization
package import QuernText

/// A pinned file of JSON records as rows; read again at each scan.
package final class JSONSource: PinnedFile, Sendable {
  package let schema: Schema
  package let identity: SourceIdentity
  let pin: CSVPin
  let form: CSVForm
  let layout: JSONLayout
  let columns: [JSONColumn]
  let missing: Set<[UInt8]>
  let index: JSONIndex
  let skipsBad: Bool
  private let digestMemo = DigestMemo()

  init(
    pin: CSVPin, form: CSVForm, layout: JSONLayout, columns: [JSONColumn],
    missing: Set<[UInt8]>, index: JSONIndex, skipsBad: Bool
  ) {
    self.pin = pin
    self.form = form
    self.layout = layout
    self.columns = columns
    self.missing = missing
    self.index = index
    self.skipsBad = skipsBad
    identity = pin.identity
    schema = Schema(fields: columns.map { Field(name: $0.name, type: $0.type) })
  }

  package var description: String { "json \(identity.path)" }
  package var rowCountIfKnown: Int? { index.rowCount }
  package var appliesFilters: Bool { false }

  package func contentDigest(_ context: TableContext) throws(TableError) -> Digest {
    var hash = SHA256()
    hash.update("quern json 1\n")
    hash.update(try fileDigest(context).bytes)
    hash.update(schema.json().text())
    hash.update("\(form) \(layout.rawValue) \(skipsBad)")
    for word in missing.sorted(by: { $0.lexicographicallyPrecedes($1) }) { hash.update(word) }
    return hash.finalize()
  }

  package func fileDigest(_ context: TableContext) throws(TableError) -> Digest {
    if let known = digestMemo.value { return known }
    let digest = try pin.digest(context)
    digestMemo.value = digest
    return digest
  }

  package func know(fileDigest: Digest) { digestMemo.value = fileDigest }

  package func scan(
    columns: [Int], filter: ScanFilter?, context: TableContext,
    _ emit: @Sendable (Int, RowGroup) throws(TableError) -> ScanFlow
  ) throws(TableError) {
    let groupCount = (index.rowCount + RowGroup.rowCountMax - 1) / RowGroup.rowCountMax
    if form.isDirect, layout == .lines {
      let last = Atomic<Int>(.max)
      do {
        try context.workers.forEach(count: groupCount, interrupt: context.interrupt) { group in
          guard group <= last.load(ordering: .relaxed) else { return }
          let start = self.index.start(ofGroup: group)
          var reader = try JSONGroupReader(self, from: start.offset, context)
          try reader.skip(start.rows)
          let flow = try emit(group, try reader.group(columns, self.rows(of: group)))
          if flow == .enough { last.min(group, ordering: .relaxed) }
        }
      } catch {
        throw TableError(any: error)
      }
    } else {
      var reader = try JSONGroupReader(self, from: 0, context)
      for group in 0..<groupCount {
        if try emit(group, try reader.group(columns, rows(of: group))) == .enough { break }
      }
    }
    try pin.check(try pin.open())
  }

  private func rows(of group: Int) -> Int {
    min(RowGroup.rowCountMax, index.rowCount - group * RowGroup.rowCountMax)
  }
}

/// Where the rows of a file lie.
struct JSONIndex: Sendable {
  /// The rows that begin in each block of the file; one block where it is read from its start.
  let blockRows: [Int]
  /// Rows before each block.
  private let before: [Int]
  let rowCount: Int
  let blockBytes: Int

  init(blockRows: [Int], blockBytes: Int) {
    self.blockRows = blockRows
    self.blockBytes = blockBytes
    var before: [Int] = []
    var total = 0
    for rows in blockRows {
      before.append(total)
      total += rows
    }
    self.before = before
    rowCount = total
  }

  /// The block in which a row group begins, and how many rows of the block come before it.
  func start(ofGroup group: Int) -> (offset: Int, rows: Int) {
    let row = group * RowGroup.rowCountMax
    var (low, high) = (0, before.count)
    while low + 1 < high {
      let middle = (low + high) / 2
      if before[middle] <= row { low = middle } else { high = middle }
    }
    // Blocks without rows have the number of rows before them of the next one.
    while low > 0, before[low] == row, blockRows[low] == 0 { low -= 1 }
    return (low * blockBytes, row - (before.isEmpty ? 0 : before[low]))
  }
}

/// Reads row groups from records.
private struct JSONGroupReader {
  private let source: JSONSource
  private var records: JSONRecords
  private var tape = JSONTape()
  private let context: TableContext

  init(_ source: JSONSource, from offset: Int, _ context: TableContext) throws(TableError) {
    self.source = source
    self.context = context
    records = try JSONRecords(
      pin: source.pin, form: source.form, layout: source.layout, from: offset, context)
    if offset > 0 { _ = try records.skipLine(before: .max) }
  }

  mutating func skip(_ rows: Int) throws(TableError) {
    var left = rows
    while left > 0 {
      guard let text = try records.next() else { throw changed }
      if !source.skipsBad || isRow(text) { left -= 1 }
    }
  }

  mutating func group(_ columns: [Int], _ rows: Int) throws(TableError) -> RowGroup {
    let source = source
    let arena = context.arena
    var builder = try orOutOfMemory { () throws(OutOfMemory) in
      try JSONGroupBuilder(
        source.columns, wanted: columns, missing: source.missing, arena: arena)
    }
    while builder.rowCount < rows {
      guard let text = try records.next() else { throw changed }
      guard isRow(text) else {
        if source.skipsBad { continue }
        throw changed
      }
      do throws(OutOfMemory) { try builder.add(tape) } catch { throw .outOfMemory(error) }
    }
    do throws(OutOfMemory) { return try builder.finish() } catch { throw .outOfMemory(error) }
  }

  private mutating func isRow(_ text: JSONRecords.Text) -> Bool {
    do throws(JSONFault) {
      try JSONReading.read(&tape, text)
      return true
    } catch {
      return false
    }
  }

  // The rows were counted when the file was opened.
  private var changed: TableError { .sourceChanged(path: source.identity.path) }
}
