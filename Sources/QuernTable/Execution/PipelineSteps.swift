import QuernSystem
import QuernText

/// Keeps the rows for which a condition is true, and counts why others went.
final class FilterStep: @unchecked Sendable {
  let condition: ColumnExpression
  /// What the user wrote, where the condition is a column that was computed for it.
  private let written: ColumnExpression?
  private let pool: StatePool
  /// Columns of the incoming group that go on, in order.
  let outgoing: [Int]
  /// Columns the condition reads: place in the incoming group, and name.
  private let read: [(place: Int, name: String)]
  private let lock = Lock()
  private var keptRows = 0
  private var allRows = 0
  private var unknownRows = 0
  private var nullRows: [Int]

  init(
    _ program: Program, _ condition: ColumnExpression, schema: Schema, outgoing: [Int],
    arena: Arena, written: ColumnExpression? = nil
  ) {
    self.condition = condition
    self.written = written
    pool = StatePool(program, arena: arena)
    self.outgoing = outgoing
    read = condition.columns.sorted().compactMap { name in schema.index(of: name).map { ($0, name) }
    }
    nullRows = Array(repeating: 0, count: read.count)
  }

  /// The rows of a group that stay.
  func select(_ group: RowGroup) throws(TableError) -> RowSelection {
    let rows = UnsafeMutablePointer<UInt32>.allocate(capacity: group.rowCount + 1)
    defer { rows.deallocate() }
    let (kept, unknown) = try pool.selection(group, into: rows)
    let selection = RowSelection(
      rows: Array(UnsafeBufferPointer(start: rows, count: kept)), rowCount: group.rowCount)
    count(group, selection, unknown)
    return selection
  }

  func apply(_ group: RowGroup, _ arena: Arena) throws(TableError) -> RowGroup {
    let selection = try select(group)
    let kept = group.selecting(outgoing)
    return try orOutOfMemory { () throws(OutOfMemory) in
      try kept.filtered(selection, arena: arena)
    }
  }

  private func count(_ group: RowGroup, _ selection: RowSelection, _ unknown: Int) {
    var nulls = Array(repeating: 0, count: read.count)
    if unknown > 0 {
      // Only a dropped row can have an unknown condition: its first null column is the reason.
      var next = 0
      for row in 0..<group.rowCount {
        if next < selection.rows.count && Int(selection.rows[next]) == row {
          next += 1
          continue
        }
        if let place = read.firstIndex(where: { group.columns[$0.place].isNull(row) }) {
          nulls[place] += 1
        }
      }
    }
    lock.withLock {
      keptRows += selection.rows.count
      allRows += group.rowCount
      unknownRows += unknown
      for place in nulls.indices { nullRows[place] += nulls[place] }
    }
  }

  /// "kept 6 912 of 7 043; 11 dropped: .tenure is null"
  var notes: [Note] {
    lock.withLock {
      var text = "kept \(grouped(keptRows)) of \(grouped(allRows))"
      if unknownRows > 0 {
        text += "; \(grouped(unknownRows)) dropped: " + reasons()
      }
      return [Note(code: "filter", text: text)]
        + FilterStep.madeNull(pool.madeNullCount, in: pool.program.text)
        + FilterStep.unreadable(pool.unreadableCount, in: pool.program.text)
    }
  }

  private func reasons() -> String {
    if let written { return "\(shortened(written.text)) is null" }
    let found = zip(read, nullRows).filter { $0.1 > 0 }
    if found.isEmpty { return "the condition is null" }
    if found.count == 1 { return ".\(ColumnExpression.quoted(found[0].0.name)) is null" }
    return found.map { ".\(ColumnExpression.quoted($0.0.name)) is null (\(grouped($0.1)))" }
      .joined(separator: ", ")
  }

  static func madeNull(_ count: Int, in text: String) -> [Note] {
    guard count > 0 else { return [] }
    let what = count == 1 ? "value" : "values"
    return [
      Note(
        code: "made-null",
        text: "\(grouped(count)) \(what) became null: \(shortened(text)) is no number"
          + " or divides by zero")
    ]
  }
}

extension FilterStep {
  static func unreadable(_ count: Int, in text: String) -> [Note] {
    guard count > 0 else { return [] }
    let what = count == 1 ? "value" : "values"
    return [
      Note(
        code: "made-null",
        text: "\(grouped(count)) \(what) became null: not to be read by \(shortened(text))")
    ]
  }
}

func grouped(_ count: Int) -> String { Numbers.grouped(Int64(count)) }

/// Adds or replaces columns.
final class ComputeStep: @unchecked Sendable {
  /// One definition: the program reads the columns so far, and its result is put at `place` of
  /// them, at the end where it is new.
  struct Entry {
    let name: String
    let pool: StatePool
    let place: Int?
  }

  private let entries: [Entry]
  /// Columns of the finished group that go on, in order.
  private let outgoing: [Int]

  init(_ entries: [Entry], outgoing: [Int]) {
    self.entries = entries
    self.outgoing = outgoing
  }

  func apply(_ group: RowGroup) throws(TableError) -> RowGroup {
    var columns = group.columns
    for entry in entries {
      let current = RowGroup(rowCount: group.rowCount, columns: columns)
      let column = try entry.pool.column(current)
      if let place = entry.place { columns[place] = column } else { columns.append(column) }
    }
    return RowGroup(rowCount: group.rowCount, columns: outgoing.map { columns[$0] })
  }

  var notes: [Note] {
    entries.flatMap { entry in
      FilterStep.madeNull(entry.pool.madeNullCount, in: entry.pool.program.text)
        + FilterStep.unreadable(entry.pool.unreadableCount, in: entry.pool.program.text)
    }
  }
}

/// Drops rows with a null in one of some columns, and counts them.
final class DropNullStep: @unchecked Sendable {
  private let read: [(place: Int, name: String)]
  private let outgoing: [Int]
  private let lock = Lock()
  private var keptRows = 0
  private var allRows = 0
  private var nullRows: [Int]

  init(_ read: [(place: Int, name: String)], outgoing: [Int]) {
    self.read = read
    self.outgoing = outgoing
    nullRows = Array(repeating: 0, count: read.count)
  }

  func apply(_ group: RowGroup, _ arena: Arena) throws(TableError) -> RowGroup {
    var nulls = Array(repeating: 0, count: read.count)
    var rows: [UInt32] = []
    let checked = read.enumerated().filter { group.columns[$0.element.place].nullCount > 0 }
    if checked.isEmpty {
      rows = (0..<UInt32(group.rowCount)).map { $0 }
    } else {
      for row in 0..<group.rowCount {
        if let found = checked.first(where: { group.columns[$0.element.place].isNull(row) }) {
          nulls[found.offset] += 1
        } else {
          rows.append(UInt32(row))
        }
      }
    }
    lock.withLock {
      keptRows += rows.count
      allRows += group.rowCount
      for place in nulls.indices { nullRows[place] += nulls[place] }
    }
    let kept = group.selecting(outgoing)
    let selection = RowSelection(rows: rows, rowCount: group.rowCount)
    return try orOutOfMemory { () throws(OutOfMemory) in
      try kept.filtered(selection, arena: arena)
    }
  }

  /// "kept 6 912 of 7 043; dropped for null: .tenure (11)"
  var notes: [Note] {
    lock.withLock {
      var text = "kept \(grouped(keptRows)) of \(grouped(allRows))"
      let found = zip(read, nullRows).filter { $0.1 > 0 }
      if !found.isEmpty {
        let parts = found.map { ".\(ColumnExpression.quoted($0.0.name)) (\(grouped($0.1)))" }
        text += "; dropped for null: " + parts.joined(separator: ", ")
      }
      return [Note(code: "dropped-null", text: text)]
    }
  }
}

/// An expression as a note has room for it.
private func shortened(_ text: String) -> String {
  text.count > 60 ? "\(text.prefix(59))…" : text
}
