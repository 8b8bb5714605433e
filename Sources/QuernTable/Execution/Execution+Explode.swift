import Glibc
import QuernSystem

extension Execution {
  func explode(
    _ table: Table, _ input: Table, _ names: [String], _ keepsEmpty: Bool, _ columns: [Int]
  ) throws(TableError) -> [RowGroup] {
    let lists = names.compactMap { input.schema.index(of: $0) }
    let places = columns.union(lists)
    let groups = try rows(input, columns: places)
    let listPlaces = lists.compactMap { places.firstIndex(of: $0) }
    let starts = starts(groups)
    let pieces = try parallelMap(groups.count) { [self] index in
      let run = ExplodedGroup(
        groups[index], listPlaces, keepsEmpty: keepsEmpty, firstRow: starts[index], names)
      return try run.groups(outgoing: columns.count, context)
    }
    return pieces.flatMap { $0 }
  }
}

/// A row group whose lists become rows.
private struct ExplodedGroup {
  let group: RowGroup
  let lists: [Int]
  let keepsEmpty: Bool
  /// The number of the group's first row in the table, from 0.
  let firstRow: Int
  let names: [String]

  init(
    _ group: RowGroup, _ lists: [Int], keepsEmpty: Bool, firstRow: Int, _ names: [String]
  ) {
    self.group = group
    self.lists = lists
    self.keepsEmpty = keepsEmpty
    self.firstRow = firstRow
    self.names = names
  }

  /// Rows of the result: the row each comes from, and its element, or none of an empty list.
  private struct Piece {
    var rows: [UInt32] = []
    /// For each list column the element's number in the list's child; nil: the list is empty.
    var elements: [[Int?]]
  }

  func groups(outgoing: Int, _ context: TableContext) throws -> [RowGroup] {
    var result: [RowGroup] = []
    var piece = Piece(elements: lists.map { _ in [] })
    for row in 0..<group.rowCount {
      let spans = try self.spans(row)
      let count = spans[0].count
      for element in 0..<max(count, keepsEmpty ? 1 : 0) {
        piece.rows.append(UInt32(row))
        for (place, span) in spans.enumerated() {
          piece.elements[place].append(count == 0 ? nil : span.lowerBound + element)
        }
        guard piece.rows.count == RowGroup.rowCountMax else { continue }
        try context.interrupt.check()
        result.append(try finish(piece, outgoing, context.arena))
        piece = Piece(elements: lists.map { _ in [] })
      }
    }
    if !piece.rows.isEmpty { result.append(try finish(piece, outgoing, context.arena)) }
    return result
  }

  /// Where each list of a row lies in its column's child.
  private func spans(_ row: Int) throws(TableError) -> [Range<Int>] {
    var spans: [Range<Int>] = []
    for place in lists {
      let column = group.columns[place]
      guard case .list(let offsets, _) = column.storage, !column.isNull(row) else {
        spans.append(0..<0)
        continue
      }
      let at = offsets.base.assumingMemoryBound(to: Int64.self)
      spans.append(Int(at[row])..<Int(at[row + 1]))
    }
    if let other = spans.firstIndex(where: { $0.count != spans[0].count }) {
      let first = "." + ColumnExpression.quoted(names[0])
      let second = "." + ColumnExpression.quoted(names[other])
      throw .invalidArgument(
        word: "explode",
        message: "in row \(firstRow + row + 1) \(first) has \(spans[0].count) elements and "
          + "\(second) has \(spans[other].count)",
        hint: "explode one of them after the other for every combination")
    }
    return spans
  }

  private func finish(_ piece: Piece, _ outgoing: Int, _ arena: Arena) throws -> RowGroup {
    var chunks: [ColumnChunk] = []
    for place in 0..<outgoing {
      let column = group.columns[place]
      guard let list = lists.firstIndex(of: place) else {
        chunks.append(try column.gather(rows: piece.rows, arena: arena))
        continue
      }
      chunks.append(try elements(of: column, piece.elements[list], arena))
    }
    return RowGroup(rowCount: piece.rows.count, columns: chunks)
  }

  private func elements(
    of column: ColumnChunk, _ numbers: [Int?], _ arena: Arena
  ) throws(OutOfMemory) -> ColumnChunk {
    guard case .list(let element) = column.type else { return column }
    guard case .list(_, let child) = column.storage, child.count > 0 else {
      return try ColumnChunk.nulls(element, count: numbers.count, arena: arena)
    }
    let taken = try child.gather(rows: numbers.map { UInt32($0 ?? 0) }, arena: arena)
    guard numbers.contains(where: { $0 == nil }) else { return taken }
    return try taken.masked(numbers.map { $0 != nil }, arena: arena)
  }
}

extension ColumnChunk {
  /// The same values, with null where `isKept` is false.
  func masked(_ isKept: [Bool], arena: Arena) throws(OutOfMemory) -> ColumnChunk {
    if case .null = storage { return self }
    let bitmap = try ColumnBuffer.allocate(
      arena, bytes: Bitmap.byteCount(count), doing: "the rows that a verb keeps")
    memset(bitmap.base, 0, bitmap.byteCount)
    var nulls = 0
    for row in 0..<count {
      if isKept[row], !isNull(row) { Bitmap.set(bitmap.base, row) } else { nulls += 1 }
    }
    var kept = storage
    if case .structure(let children) = storage {
      // Who looks at a field alone must see that the struct is null.
      var parts: [ColumnChunk] = []
      for child in children { parts.append(try child.masked(isKept, arena: arena)) }
      kept = .structure(parts)
    }
    return ColumnChunk(
      type: type, count: count, nullCount: nulls, validity: bitmap, storage: kept)
  }
}
