import Glibc
import QuernSystem
import QuernText

extension Execution {
  func reshape(
    _ table: Table, _ input: Table, _ reshape: Reshape, _ columns: [Int]
  ) throws(TableError) -> [RowGroup] {
    switch reshape {
    case .pivot(let spec): try pivot(input, spec, columns)
    case .unpivot(let spec): try unpivot(table, input, spec, columns)
    case .explode(let names, let keepsEmpty):
      try explode(table, input, names, keepsEmpty, columns)
    case .lump(let spec): try lump(table, input, spec, columns)
    }
  }

  // MARK: Columns to rows

  private func unpivot(
    _ table: Table, _ input: Table, _ spec: UnpivotSpec, _ columns: [Int]
  ) throws(TableError) -> [RowGroup] {
    let fields = columns.map { table.schema.fields[$0] }
    let type = table.schema[spec.valuesTo]?.type ?? .null
    let cast = spec.columns.filter { input.schema[$0]?.type != type }
      .map { (name: $0, expression: ColumnExpression.function(.cast(type), [.column($0)])) }
    let source = try cast.isEmpty || type == .null ? input : input.hiding(cast)
    let kept = fields.map(\.name).filter { source.schema[$0] != nil && !isNew($0, spec) }
    let places = (kept + spec.columns).compactMap { source.schema.index(of: $0) }
    let groups = try rows(source, columns: places)
    let width = spec.columns.count
    let names = spec.columns.map { Array($0.utf8) }
    let pieces = try parallelMap(groups.count) { [self] index in
      let group = groups[index]
      let gather = try ColumnGather(
        Array(group.columns[kept.count...]), type: type, arena: arena)
      let rowsAtOnce = max(1, RowGroup.rowCountMax / width)
      var result: [RowGroup] = []
      var start = 0
      while start < group.rowCount {
        try context.interrupt.check()
        let end = min(start + rowsAtOnce, group.rowCount)
        let piece = UnpivotPiece(group, start..<end, kept.count, dropsNull: spec.dropsNull)
        var chunks: [ColumnChunk] = []
        for field in fields {
          if isNew(field.name, spec) {
            let isName = NameKey(field.name) == NameKey(spec.namesTo)
            chunks.append(
              try isName ? piece.names(names, arena) : piece.values(gather))
          } else {
            let place = kept.firstIndex { NameKey($0) == NameKey(field.name) } ?? 0
            chunks.append(try piece.kept(group.columns[place], arena))
          }
        }
        result.append(RowGroup(rowCount: piece.count, columns: chunks))
        start = end
      }
      return result
    }
    return pieces.flatMap { $0 }
  }

  private func isNew(_ name: String, _ spec: UnpivotSpec) -> Bool {
    NameKey(name) == NameKey(spec.namesTo) || NameKey(name) == NameKey(spec.valuesTo)
  }

  // MARK: Rare labels

  private func lump(
    _ table: Table, _ input: Table, _ spec: LumpSpec, _ columns: [Int]
  ) throws(TableError) -> [RowGroup] {
    let own = input.schema.index(of: spec.column) ?? 0
    guard let out = columns.firstIndex(of: own) else { return try rows(input, columns: columns) }
    let groups = try rows(input, columns: columns)
    let grouping = try Grouper.group(
      self, groups, columns: [out], types: [input.schema.fields[own].type])
    var counts = [Int](repeating: 0, count: grouping.groupCount)
    for group in groups.indices {
      try context.checkInterrupt()
      let ids = grouping.ids(group)
      for row in 0..<groups[group].rowCount { counts[Int(ids[row])] += 1 }
    }
    let firsts = try orOutOfMemory { () throws(OutOfMemory) in
      try grouping.firstRows(arena: arena)
    }
    let references = firsts.base.assumingMemoryBound(to: RowReference.self)
    var labels: [String?] = []
    for number in 0..<grouping.groupCount where !groups.isEmpty {
      let row = references[number]
      let scalar = groups[row.group].columns[out].scalar(at: row.row)
      labels.append(scalar.isNull ? nil : scalar.text)
    }
    let known = zip(labels, counts).compactMap { label, rows in
      label.map { (label: $0, rows: rows) }
    }
    let kept = Set(spec.kept(known).map(NameKey.init))
    tellLumped(table, spec, known, kept)
    let type = table.schema.fields[own].type
    let texts: [[UInt8]?] = labels.map { label in
      label.map { Array((kept.contains(NameKey($0)) ? $0 : spec.other).utf8) }
    }
    return try parallelMap(groups.count) { [self] index in
      let group = groups[index]
      let ids = grouping.ids(index)
      let builder = try ColumnBuilder(type: type, arena: arena, capacity: group.rowCount)
      for row in 0..<group.rowCount {
        guard let text = texts[Int(ids[row])] else {
          try builder.appendNull()
          continue
        }
        try builder.append(bytes: text)
      }
      var chunks = group.columns
      chunks[out] = try builder.finish()
      return RowGroup(rowCount: group.rowCount, columns: chunks)
    }
  }

  private func tellLumped(
    _ table: Table, _ spec: LumpSpec, _ known: [(label: String, rows: Int)], _ kept: Set<NameKey>
  ) {
    let lumped = known.filter { !kept.contains(NameKey($0.label)) }
    guard !lumped.isEmpty else { return }
    let rows = lumped.reduce(0) { $0 + $1.rows }
    let labels = "\(Numbers.grouped(Int64(lumped.count))) label\(lumped.count == 1 ? "" : "s")"
    let text =
      "lumped \(labels) of .\(ColumnExpression.quoted(spec.column)) "
      + "(\(Numbers.grouped(Int64(rows))) row\(rows == 1 ? "" : "s")) as \(spec.other)"
    tell([Note(code: "lumped", text: text)], of: table)
  }
}

extension ColumnBuilder {
  /// The UTF-8 bytes of a string.
  func append(bytes: [UInt8]) throws(OutOfMemory) {
    let failure: OutOfMemory? = bytes.withUnsafeBufferPointer { buffer in
      do throws(OutOfMemory) {
        try appendBytes(buffer)
        return nil
      } catch { return error }
    }
    if let failure { throw failure }
  }
}

/// Some rows of a group while their columns become rows.
private struct UnpivotPiece {
  /// For each row of the result: which column it comes from, and which row of the group.
  let references: [RowReference]

  var count: Int { references.count }

  init(_ group: RowGroup, _ rows: Range<Int>, _ keptCount: Int, dropsNull: Bool) {
    let width = group.columns.count - keptCount
    var references: [RowReference] = []
    references.reserveCapacity(rows.count * width)
    for row in rows {
      for column in 0..<width {
        if dropsNull, group.columns[keptCount + column].isNull(row) { continue }
        references.append(RowReference(group: column, row: row))
      }
    }
    self.references = references
  }

  func names(_ names: [[UInt8]], _ arena: Arena) throws(OutOfMemory) -> ColumnChunk {
    let builder = try ColumnBuilder(type: .string, arena: arena, capacity: count)
    for reference in references { try builder.append(bytes: names[reference.group]) }
    return try builder.finish()
  }

  func values(_ gather: ColumnGather) throws(OutOfMemory) -> ColumnChunk {
    // One more, so that there is an address even without rows.
    let list = references + [.none]
    let taken: Result<ColumnChunk, OutOfMemory>? = list.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { base in
        do throws(OutOfMemory) { return .success(try gather.take(base, count: count)) } catch {
          return .failure(error)
        }
      }
    }
    guard let taken else { preconditionFailure("A list of one element has an address.") }
    return try taken.get()
  }

  func kept(_ column: ColumnChunk, _ arena: Arena) throws(OutOfMemory) -> ColumnChunk {
    try column.gather(rows: references.map { UInt32($0.row) }, arena: arena)
  }
}

extension ColumnChunk {
  /// The values of these rows, in this order.
  func gather(rows: [UInt32], arena: Arena) throws(OutOfMemory) -> ColumnChunk {
    let list = rows + [0]
    let taken: Result<ColumnChunk, OutOfMemory>? = list.withUnsafeBufferPointer { buffer in
      buffer.baseAddress.map { base in
        do throws(OutOfMemory) {
          return .success(try gather(base, count: rows.count, arena: arena))
        } catch { return .failure(error) }
      }
    }
    guard let taken else { preconditionFailure("A list of one element has an address.") }
    return try taken.get()
  }
}
