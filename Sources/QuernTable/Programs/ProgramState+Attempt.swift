import Glibc
import QuernSystem

extension ProgramState {
  /// Runs a program that may fail at single rows: `failed` says where it did, and those are null.
  ///
  /// A fault ends a run of rows, so it is repeated for the rows before it, then goes on behind it:
  /// in steps that grow while nothing fails.
  func attempt(
    _ program: Program, _ failed: Int, _ place: Int, _ group: RowGroup, _ start: Int, _ count: Int
  ) throws(TableError) {
    let pool = pool(program, place)
    let state = try orOutOfMemory { () throws(OutOfMemory) in try pool.take() }
    defer {
      madeNull += state.madeNull
      unreadable += state.unreadable
      (state.madeNull, state.unreadable) = (0, 0)
      pool.give(state)
    }
    let isBad = registers[failed].bools
    let valid = registers[place].ownValid
    registers[place].valid = valid
    var (done, step) = (0, count)
    while done < count {
      let rows = min(step, count - done)
      let counted = (state.madeNull, state.unreadable)
      guard let fault = try state.fault(group, start: start + done, count: rows) else {
        memset(isBad + done, 0, rows)
        try orOutOfMemory { () throws(OutOfMemory) in
          try take(state.registers[program.result], place, program, done, rows)
        }
        (done, step) = (done + rows, step * 2)
        continue
      }
      if case .memory(let error) = fault.cause { throw .outOfMemory(error) }
      // What was counted up to the fault is counted again by the run that gets through.
      (state.madeNull, state.unreadable) = counted
      if fault.row > 0 {
        step = fault.row
        continue
      }
      (isBad[done], valid[done]) = (1, 0)
      clear(place, program, done)
      (done, step) = (done + 1, 1)
    }
  }

  /// Copies the values of a run to their rows.
  private func take(
    _ from: Register, _ place: Int, _ program: Program, _ done: Int, _ rows: Int
  ) throws(OutOfMemory) {
    let to = registers[place]
    if let known = from.valid {
      memcpy(to.ownValid + done, known, rows)
    } else {
      memset(to.ownValid + done, 1, rows)
    }
    switch program.registerLanes[program.result] {
    case .bool: memcpy(to.bools + done, from.bools, rows)
    case .int, .float: memcpy(to.ints + done, from.ints, rows * 8)
    case .text:
      for row in 0..<rows {
        guard to.ownValid[done + row] != 0 else {
          clear(place, program, done + row)
          continue
        }
        let text = from.texts[row]
        let copy = try scratch.take(text.count)
        memcpy(copy, text.start, text.count)
        to.texts[done + row] = ByteSlice(start: UnsafePointer(copy), count: text.count)
      }
    case .nested: break
    }
  }

  private func clear(_ place: Int, _ program: Program, _ row: Int) {
    let to = registers[place]
    switch program.registerLanes[program.result] {
    case .bool: to.bools[row] = 0
    case .int, .float: to.ints[row] = 0
    case .text: to.texts[row] = ByteSlice(start: emptyBytes, count: 0)
    case .nested: break
    }
  }
}
