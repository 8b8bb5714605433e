import Glibc
import QuernSystem

/// Why a kernel stopped, with the row of the group, from 0.
struct Fault {
  let row: Int
  let cause: Cause

  enum Cause {
    case overflow(String)
    case cast(value: String, from: DataType, to: DataType)
    case outOfRange(String)
    case level(value: String, levels: [String])
    case problem(RowProblem)
    case memory(OutOfMemory)
  }

  /// The error; `row` counts from 0 in the group, the message from 1.
  var error: TableError {
    switch cause {
    case .overflow(let operation): .integerOverflow(operation: operation, row: row + 1)
    case .cast(let value, let from, let to):
      .castFailed(value: value, from: from, to: to, row: row + 1)
    case .outOfRange(let what): .outOfRange(what: what, row: row + 1)
    case .level(let value, let levels):
      .unknownLevel(value: value, levels: levels, row: row + 1)
    case .problem(let problem): .row(problem, row: row + 1)
    case .memory(let error): .outOfMemory(error)
    }
  }
}

extension ProgramState {
  /// Runs the program for rows `start ..< start + count` of a row group; the values are then in the
  /// result register.
  func run(_ group: RowGroup, start: Int, count: Int) throws(TableError) {
    if let fault = try fault(group, start: start, count: count) {
      throw Fault(row: start + fault.row, cause: fault.cause).error
    }
  }

  /// The same; what a row's data made fail is given back, with the row from `start`.
  func fault(_ group: RowGroup, start: Int, count: Int) throws(TableError) -> Fault? {
    scratch.reset()
    held.removeAll(keepingCapacity: true)
    for instruction in program.instructions {
      if let fault = try execute(instruction, group, start, count) { return fault }
    }
    return nil
  }

  private func execute(
    _ instruction: Instruction, _ group: RowGroup, _ start: Int, _ count: Int
  ) throws(TableError) -> Fault? {
    let (a, b, c) = (instruction.a, instruction.b, instruction.c)
    let out = registers + instruction.out
    switch instruction.operation {
    case .load(let slot):
      load(group.columns[slot], out, start, count)
      hold(group.columns[slot], instruction.out, start)
    case .intToFloat: intToFloat(a, out, count)
    case .boolToInt: boolToInt(a, out, count)
    case .negateInt: return negateInts(a, out, count)
    case .negateFloat: negateFloats(a, out, count)
    case .intArithmetic(let operation): return intArithmetic(operation, a, b, out, count)
    case .floatArithmetic(let operation): floatArithmetic(operation, a, b, out, count)
    case .divideInts: divideInts(a, b, out, count)
    case .compare(let operation, let lane): compare(operation, lane, a, b, out, count)
    case .and: and(a, b, out, count)
    case .or: or(a, b, out, count)
    case .not: not(a, out, count)
    case .isNull(let negated): isNull(a, negated, out, count)
    case .choose(let lane): choose(lane, a, b, c, out, count)
    case .coalesce(let lane): coalesce(lane, a, b, out, count)
    case .member(let lane, let list, let hasNull): member(lane, a, list, hasNull, out, count)
    case .floatFunction(let function): floatFunction(function, a, out, count)
    case .intFunction: return absInts(a, out, count)
    case .roundFloat: roundFloats(a, b, out, count)
    case .roundInt: return roundInts(a, b, out, count)
    case .clip(let lane): clip(lane, a, b, c, out, count)
    case .text(let function): try text(function, a, b, c, out, count)
    case .concat(let parts): try concat(parts, out, count)
    case .calendar(let function, let type): calendar(function, type, a, out, count)
    case .addSpan(let type, let subtract, let months, let toDate):
      return addSpan(type, subtract, months, toDate, a, b, out, count)
    case .addTime(let subtract): addTime(subtract, a, b, out, count)
    case .cast(let from, let to): return try cast(from, to, a, out, count)
    case .lengthOfPlace(let place): lengthOfList(place.chunk(group), out, start, count)
    case .loadField(let place):
      load(place.chunk(group), out, start, count)
      hold(place.chunk(group), instruction.out, start)
    case .levels(let levels, let other):
      return try self.levels(levels, other: other, a, out, count)
    case .rank(let levels): rank(levels, a, out, count)
    case .cut(let spec, let lane): try cut(spec, lane, a, out, count)
    case .lengthOfList: lengthOfList(a, out, count)
    case .match, .split, .pad, .parse, .compose, .truncate, .atZone, .joinText, .element,
      .nestedField, .listContains, .map, .fold:
      return try executeSpecial(instruction, out, start, count)
    case .attempt(let program, let failed):
      try attempt(program, failed, instruction.out, group, start, count)
    case .mask:
      mask(a, b, out, count)
      nested[instruction.out] = nested[a]
    case .guardRows(let kind): guardRows(kind, a, out, count)
    }
    return nil
  }

  private func executeSpecial(
    _ instruction: Instruction, _ out: UnsafeMutablePointer<Register>, _ start: Int, _ count: Int
  ) throws(TableError) -> Fault? {
    let (a, b, c) = (instruction.a, instruction.b, instruction.c)
    switch instruction.operation {
    case .match(let use, let pattern):
      return try match(use, pattern, a, instruction.out, out, count)
    case .split(let separator): return try split(separator, a, instruction.out, out, count)
    case .pad(let side): return try pad(side, a, b, c, out, count)
    case .parse(let rule, let formats): return parse(rule, formats, a, out, count)
    case .compose(let type, let parts): return compose(type, parts, out, count)
    case .truncate(let type, let span): return truncate(type, span, a, out, count)
    case .atZone(let type, let rule, let table):
      return atZone(type, rule, table, a, out, count)
    case .joinText: try joinText(a, b, out, count)
    case .element(let type): try element(type, a, b, instruction.out, out, count)
    case .nestedField(let place): field(place, a, instruction.out, out, count)
    case .listContains(let lane): listContains(lane, a, b, out, count)
    case .map(let program): try map(program, a, instruction.out, out, start, count)
    case .fold(let program): try fold(program, a, b, instruction.out, out, start, count)
    default: preconditionFailure("An instruction is executed elsewhere.")
    }
    return nil
  }

  // MARK: Validity

  /// The validity of a result that is null where either operand is.
  @inline(__always)
  func merge(_ a: Int, _ b: Int, _ out: UnsafeMutablePointer<Register>, _ count: Int) {
    guard let x = registers[a].valid else {
      out.pointee.valid = registers[b].valid
      return
    }
    guard let y = registers[b].valid else {
      out.pointee.valid = x
      return
    }
    let valid = out.pointee.ownValid
    for row in 0..<count { valid[row] = x[row] & y[row] }
    out.pointee.valid = valid
  }

  /// The result's own validity, to be changed: a copy of what it has now.
  func ownedValidity(
    _ out: UnsafeMutablePointer<Register>, _ count: Int
  ) -> UnsafeMutablePointer<UInt8> {
    let own = out.pointee.ownValid
    if let valid = out.pointee.valid {
      if valid != own { memcpy(own, valid, count) }
    } else {
      memset(own, 1, count)
    }
    out.pointee.valid = own
    return own
  }

  /// Makes null, and counts, the rows whose result is NaN or whose `divisor` is zero.
  func dropNaN(
    _ out: UnsafeMutablePointer<Register>, _ count: Int,
    zeroAt divisor: UnsafePointer<Double>? = nil
  ) {
    let values = out.pointee.floats
    var bad: UInt64 = 0
    if let divisor {
      for row in 0..<count {
        let isBad = values[row].isNaN || divisor[row] == 0
        bad |= isBad ? 1 : 0
      }
    } else {
      for row in 0..<count { bad |= values[row].isNaN ? 1 : 0 }
    }
    if bad == 0 { return }
    let valid = ownedValidity(out, count)
    for row in 0..<count where values[row].isNaN || (divisor.map { $0[row] == 0 } ?? false) {
      madeNull += Int(valid[row])
      valid[row] = 0
      values[row] = 0
    }
  }

  // MARK: Loading

  /// Keeps the lists or structs of a register.
  private func hold(_ chunk: ColumnChunk, _ register: Int, _ start: Int) {
    switch chunk.storage {
    case .list, .structure: nested[register] = NestedValues(chunk: chunk, start: start)
    case .null, .bits, .int64, .float64, .strings, .codes: break
    }
  }

  func load(
    _ chunk: ColumnChunk, _ out: UnsafeMutablePointer<Register>, _ start: Int, _ count: Int
  ) {
    switch chunk.storage {
    case .int64(let buffer), .float64(let buffer): out.pointee.data = buffer.base + start * 8
    case .bits(let bits):
      out.pointee.data = out.pointee.ownData
      Bitmap.unpack(bits.base, from: start, rows: count, into: out.pointee.bools)
    case .strings:
      out.pointee.data = out.pointee.ownData
      let strings = chunk.stringColumn
      let slices = out.pointee.texts
      for row in 0..<count { slices[row] = strings.slice(start + row) }
    case .codes(_, let dictionary):
      out.pointee.data = out.pointee.ownData
      let labels = dictionary.stringColumn
      let codes = chunk.codes
      let slices = out.pointee.texts
      for row in 0..<count {
        let isNull = chunk.isNull(start + row)
        slices[row] =
          isNull
          ? ByteSlice(start: emptyBytes, count: 0)
          : labels.slice(Int(codes[start + row]))
      }
    case .null, .list, .structure:
      out.pointee.data = out.pointee.ownData
    }
    if case .null = chunk.storage {
      memset(out.pointee.ownValid, 0, count)
      out.pointee.valid = out.pointee.ownValid
    } else if let validity = chunk.validity {
      Bitmap.unpack(validity.base, from: start, rows: count, into: out.pointee.ownValid)
      out.pointee.valid = out.pointee.ownValid
    } else {
      out.pointee.valid = nil
    }
  }

  private func lengthOfList(
    _ chunk: ColumnChunk, _ out: UnsafeMutablePointer<Register>, _ start: Int, _ count: Int
  ) {
    guard case .list(let offsets, _) = chunk.storage else {
      for row in 0..<count { out.pointee.ownValid[row] = 0 }
      out.pointee.valid = out.pointee.ownValid
      return
    }
    let at = offsets.base.assumingMemoryBound(to: Int64.self)
    for row in 0..<count {
      out.pointee.ints[row] = at[start + row + 1] - at[start + row]
      out.pointee.ownValid[row] = chunk.isNull(start + row) ? 0 : 1
    }
    out.pointee.valid = out.pointee.ownValid
  }

  private func lengthOfList(
    _ a: Int, _ out: UnsafeMutablePointer<Register>, _ count: Int
  ) {
    out.pointee.valid = registers[a].valid
    guard let values = nested[a], case .list(let offsets, _) = values.chunk.storage else { return }
    let at = offsets.base.assumingMemoryBound(to: Int64.self) + values.start
    for row in 0..<count { out.pointee.ints[row] = at[row + 1] - at[row] }
  }
}
