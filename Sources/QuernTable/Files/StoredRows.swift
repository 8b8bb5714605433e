import QuernSystem
package import QuernText

/// Rows of a derived table on disk, as they were computed once.
struct StoredRows: Sendable {
  let rows: TableFileSource

  /// What the computation had to remark.
  var notes: [Note] { rows.notes }

  /// Whether an error says that the file is not what was written.
  func isDamage(_ error: TableError) -> Bool {
    if case .file(.malformed(let path, _)) = error { return path == rows.identity.path }
    return false
  }

  /// Removes the file, which nobody needs.
  func discard() {
    do throws(SystemError) {
      try Disk.real.remove(rows.identity.path)
    } catch {
      // Whoever opens it next finds the same.
    }
  }
}

/// A node of a plan whose rows were computed and are not on disk yet.
package struct ComputedNode: Sendable {
  package let table: Table
  /// What the computation took.
  package let seconds: Double
  private let data: TableData
  private let notes: [Note]

  fileprivate init(_ table: Table, _ data: TableData, _ notes: [Note], _ nanoseconds: Int64) {
    self.table = table
    self.data = data
    self.notes = notes
    seconds = Double(nanoseconds) / 1e9
  }

  /// About what a file of the rows takes.
  package var estimatedByteCount: Int {
    var count = 0
    for (place, field) in table.schema.fields.enumerated() {
      let sample = data.groups.first?.columns[place]
      count += data.rowCount * Self.rowBytes(sample, field.type)
    }
    return count
  }

  /// Writes the rows as a copy that `attachRows` finds.
  package func write(to path: String, as digest: Digest) throws(TableError) {
    try TableFile.writeCopy(data, of: digest, notes: notes, to: path)
  }

  private static func rowBytes(_ chunk: ColumnChunk?, _ type: DataType) -> Int {
    switch type {
    case .null, .bool: return 1
    case .category: return 4
    case .string:
      guard let chunk, chunk.count > 0, case .strings = chunk.storage else { return 16 }
      let strings = chunk.stringColumn
      let sample = min(chunk.count, 1024)
      let bytes = (0..<sample).reduce(0) { $0 + (chunk.isNull($1) ? 0 : strings.bytes($1).count) }
      return 16 + bytes / sample
    case .int, .float, .date, .time, .datetime, .instant, .duration, .size: return 8
    case .list, .structure: return 64
    }
  }
}

extension Table {
  /// The nodes below and with this one whose rows are in memory alone, each once.
  package var computedNodes: [ComputedNode] {
    var found: [ComputedNode] = []
    var seen: Set<ObjectIdentifier> = []
    var open = [self]
    while let table = open.popLast() {
      guard seen.insert(ObjectIdentifier(table)).inserted else { continue }
      open += table.plan.inputs
      guard !table.plan.inputs.isEmpty, let known = table.memo.computed else { continue }
      found.append(ComputedNode(table, known.data, known.notes, known.nanoseconds))
    }
    return found
  }

  /// Takes rows that were computed before from a file; false where it does not hold them.
  @discardableResult
  package func attachRows(_ path: String, as digest: Digest) throws(TableError) -> Bool {
    guard memo.stored == nil else { return true }
    let rows = try TableFile.open(path)
    guard rows.schema == schema, rows.isNamed(digest) else { return false }
    memo.stored = StoredRows(rows: rows)
    return true
  }

  /// Looks below a table that was read back for nodes whose rows lie on disk, from the top: what is
  /// below such a node is not needed.
  package func attachRows(_ place: (Table) -> (path: String, digest: Digest)?) {
    var seen: Set<ObjectIdentifier> = []
    var open = [self]
    while let table = open.popLast(), seen.count < Limits.attachedNodesMax {
      guard !table.hasRows, !table.plan.inputs.isEmpty,
        seen.insert(ObjectIdentifier(table)).inserted
      else { continue }
      if let (path, digest) = place(table) {
        do throws(TableError) {
          if try table.attachRows(path, as: digest) { continue }
        } catch {
          // What cannot be read is computed, like what is not there.
        }
      }
      open += table.plan.inputs
    }
  }
}
