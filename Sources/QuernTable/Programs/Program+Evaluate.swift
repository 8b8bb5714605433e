import QuernSystem

/// Runs `body`, whose want of memory becomes the table's error.
@inline(__always)
func orOutOfMemory<R>(_ body: () throws(OutOfMemory) -> R) throws(TableError) -> R {
  do throws(OutOfMemory) { return try body() } catch { throw .outOfMemory(error) }
}

extension StatePool {
  /// The expression's column for a row group.
  func column(_ group: RowGroup) throws(TableError) -> ColumnChunk {
    if let place = program.passed { return place.chunk(group) }
    if program.type == .null {
      return ColumnChunk(
        type: .null, count: group.rowCount, nullCount: group.rowCount, validity: nil,
        storage: .null)
    }
    let state = try borrow()
    defer { give(state) }
    let rows = group.rowCount
    var writer = try orOutOfMemory { () throws(OutOfMemory) in
      try ChunkWriter(program.type, rows: rows, arena: arena)
    }
    var start = 0
    while start < rows {
      let count = min(Limits.vectorRows, rows - start)
      try state.run(group, start: start, count: count)
      do throws(OutOfMemory) {
        try writer.write(
          state.registers[program.result], state.nested[program.result], start: start,
          count: count)
      } catch { throw .outOfMemory(error) }
      start += count
    }
    do throws(OutOfMemory) { return try writer.finish() } catch { throw .outOfMemory(error) }
  }

  /// The rows of a group for which a condition is true.
  func selection(_ group: RowGroup, into rows: UnsafeMutablePointer<UInt32>) throws(TableError) -> (
    kept: Int, unknown: Int
  ) {
    let state = try borrow()
    defer { give(state) }
    var kept = 0
    var unknown = 0
    var start = 0
    while start < group.rowCount {
      let count = min(Limits.vectorRows, group.rowCount - start)
      try state.run(group, start: start, count: count)
      let result = state.registers[program.result]
      let bools = result.bools
      if let valid = result.valid {
        for row in 0..<count {
          rows[kept] = UInt32(truncatingIfNeeded: start + row)
          kept += Int(bools[row] & valid[row])
          unknown += Int(valid[row] ^ 1)
        }
      } else {
        for row in 0..<count {
          rows[kept] = UInt32(truncatingIfNeeded: start + row)
          kept += Int(bools[row])
        }
      }
      start += count
    }
    return (kept, unknown)
  }

  private func borrow() throws(TableError) -> ProgramState {
    do throws(OutOfMemory) { return try take() } catch { throw .outOfMemory(error) }
  }
}
