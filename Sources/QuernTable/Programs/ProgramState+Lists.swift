import Glibc
import QuernSystem

/// Lists or structs of the rows of a vector: a chunk, and where the vector begins in it.
struct NestedValues {
  let chunk: ColumnChunk
  let start: Int
}

extension ProgramState {
  /// Where the elements of each row begin, and the chunk of all elements.
  private func elements(
    _ a: Int
  ) -> (offsets: UnsafePointer<Int64>, child: ColumnChunk)? {
    guard let values = nested[a], case .list(let offsets, let child) = values.chunk.storage else {
      return nil
    }
    return (UnsafePointer(offsets.base.assumingMemoryBound(to: Int64.self) + values.start), child)
  }

  /// The lists' texts with another between them; null elements are left out.
  func joinText(
    _ a: Int, _ b: Int, _ out: UnsafeMutablePointer<Register>, _ count: Int
  ) throws(TableError) {
    merge(a, b, out, count)
    do throws(OutOfMemory) {
      if let (offsets, child) = elements(a) {
        for row in 0..<count where isKnown(out, row) {
          var bytes: [UInt8] = []
          var isFirst = true
          for place in Int(offsets[row])..<Int(offsets[row + 1]) where !child.isNull(place) {
            if !isFirst {
              let separator = registers[b].texts[row]
              bytes.append(
                contentsOf: UnsafeBufferPointer(start: separator.start, count: separator.count))
            }
            bytes.append(contentsOf: child.scalar(at: place).text.utf8)
            isFirst = false
          }
          out.pointee.texts[row] = try scratch.slice(bytes)
        }
      }
    } catch {
      throw .outOfMemory(error)
    }
    clearUnknown(out, count)
  }

  /// The element of each list at a place; null beyond its ends.
  func element(
    _ type: DataType, _ a: Int, _ b: Int, _ place: Int, _ out: UnsafeMutablePointer<Register>,
    _ count: Int
  ) throws(TableError) {
    merge(a, b, out, count)
    guard let (offsets, child) = elements(a) else { return }
    let wanted = registers[b].ints
    let known = out.pointee.valid
    do throws(OutOfMemory) {
      let places = try ColumnBuffer.allocate(
        scratch.arena, bytes: count * 4, doing: "elements of lists")
      let references = places.base.assumingMemoryBound(to: UInt32.self)
      for row in 0..<count {
        let length = offsets[row + 1] - offsets[row]
        let index = wanted[row] < 0 ? wanted[row] &+ length : wanted[row]
        let isThere = (known?[row] ?? 1) != 0 && index >= 0 && index < length
        references[row] = isThere ? UInt32(truncatingIfNeeded: offsets[row] + index) : .max
      }
      let chunk = try child.gathered(references, count: count, arena: scratch.arena)
      held.append(chunk)
      load(chunk, out, 0, count)
      if type.lane == .nested { nested[place] = NestedValues(chunk: chunk, start: 0) }
    } catch {
      throw .outOfMemory(error)
    }
  }

  /// One field of each struct.
  func field(
    _ field: Int, _ a: Int, _ place: Int, _ out: UnsafeMutablePointer<Register>, _ count: Int
  ) {
    guard let values = nested[a], case .structure(let children) = values.chunk.storage else {
      return
    }
    let child = children[field]
    load(child, out, values.start, count)
    if let outer = registers[a].valid {
      let valid = ownedValidity(out, count)
      for row in 0..<count { valid[row] &= outer[row] }
    }
    nested[place] = NestedValues(chunk: child, start: values.start)
  }

  /// Whether each list has a value; null where it has not, but has a null.
  func listContains(
    _ lane: Lane, _ a: Int, _ b: Int, _ out: UnsafeMutablePointer<Register>, _ count: Int
  ) {
    merge(a, b, out, count)
    guard let (offsets, child) = elements(a) else { return }
    let part = registers[b]
    for row in 0..<count where isKnown(out, row) {
      let wanted: Scalar
      switch lane {
      case .bool: wanted = .bool(part.bools[row] != 0)
      case .float: wanted = .float(part.floats[row])
      case .text: wanted = .string(part.texts[row].string)
      case .int, .nested: wanted = ColumnChunk.integerScalar(part.ints[row], child.type)
      }
      var found = false
      for place in Int(offsets[row])..<Int(offsets[row + 1]) where !child.isNull(place) {
        var value = child.scalar(at: place)
        if lane == .float, case .int(let whole) = value { value = .float(Double(whole)) }
        if value == wanted {
          found = true
          break
        }
      }
      out.pointee.bools[row] = found ? 1 : 0
    }
  }

  /// A function of each element of the lists.
  func map(
    _ program: Program, _ a: Int, _ place: Int, _ out: UnsafeMutablePointer<Register>,
    _ start: Int, _ count: Int
  ) throws(TableError) {
    out.pointee.valid = registers[a].valid
    guard let (offsets, child) = elements(a) else { return }
    let (first, last) = (Int(offsets[0]), Int(offsets[count]))
    let arena = scratch.arena
    let pool = pool(program, place)
    let elements = try orOutOfMemory { () throws(OutOfMemory) in
      try child.run(first..<last, arena: arena)
    }
    let mapped: ColumnChunk
    do throws(TableError) {
      mapped = try pool.column(RowGroup(rowCount: last - first, columns: [elements]))
    } catch {
      throw error.atRow { element in
        let row = (0..<count).last { Int(offsets[$0]) - first < element } ?? 0
        return start + row + 1
      }
    }
    let memory = try orOutOfMemory { () throws(OutOfMemory) in
      try ColumnBuffer.allocate(arena, bytes: (count + 1) * 8, doing: "elements of lists")
    }
    let own = memory.base.assumingMemoryBound(to: Int64.self)
    for row in 0...count { own[row] = offsets[row] - Int64(first) }
    nested[place] = NestedValues(
      chunk: ColumnChunk(
        type: .list(program.type), count: count, nullCount: 0, validity: nil,
        storage: .list(offsets: memory, child: mapped)),
      start: 0)
  }

  /// A function of the total so far and each element: all lists' first elements, then their
  /// second ones, and so on.
  func fold(
    _ program: Program, _ a: Int, _ b: Int, _ place: Int, _ out: UnsafeMutablePointer<Register>,
    _ start: Int, _ count: Int
  ) throws(TableError) {
    var totals = (0..<count).map { scalar(a, program.type, $0) }
    let known = registers[b].valid
    if let (offsets, child) = elements(b) {
      let pool = pool(program, place)
      var active = (0..<count).filter { known?[$0] ?? 1 != 0 && offsets[$0 + 1] > offsets[$0] }
      var step: Int64 = 0
      while !active.isEmpty {
        let rows = active.map { UInt32(truncatingIfNeeded: offsets[$0] + step) }
        let group = try orOutOfMemory { () throws(OutOfMemory) in
          let builder = try ColumnBuilder(
            type: program.type, arena: scratch.arena, capacity: active.count)
          for row in active { try builder.append(totals[row]) }
          return RowGroup(
            rowCount: active.count,
            columns: [
              try child.gathered(rows, count: rows.count, arena: scratch.arena),
              try builder.finish(),
            ])
        }
        let next: ColumnChunk
        do throws(TableError) { next = try pool.column(group) } catch {
          let rows = active
          throw error.atRow { start + rows[min($0, rows.count) - 1] + 1 }
        }
        for (index, row) in active.enumerated() { totals[row] = next.scalar(at: index) }
        step += 1
        active = active.filter { offsets[$0] + step < offsets[$0 + 1] }
      }
    }
    let chunk = try orOutOfMemory { () throws(OutOfMemory) in
      let builder = try ColumnBuilder(type: program.type, arena: scratch.arena, capacity: count)
      for row in 0..<count { try builder.append(known?[row] ?? 1 != 0 ? totals[row] : .null) }
      return try builder.finish()
    }
    held.append(chunk)
    load(chunk, out, 0, count)
  }

  func pool(_ program: Program, _ place: Int) -> StatePool {
    if let known = pools[place] { return known }
    let made = StatePool(program, arena: scratch.arena)
    pools[place] = made
    return made
  }

  /// A register's value at a row.
  private func scalar(_ register: Int, _ type: DataType, _ row: Int) -> Scalar {
    let value = registers[register]
    if let valid = value.valid, valid[row] == 0 { return .null }
    switch type.lane {
    case .bool: return .bool(value.bools[row] != 0)
    case .int: return ColumnChunk.integerScalar(value.ints[row], type)
    case .float: return .float(value.floats[row])
    case .text: return .string(value.texts[row].string)
    case .nested, nil: return .null
    }
  }
}

extension ColumnChunk {
  /// A run of rows as a chunk of its own.
  func run(_ range: Range<Int>, arena: Arena) throws(OutOfMemory) -> ColumnChunk {
    if range == 0..<count { return self }
    return try gathered(
      range.map { UInt32(truncatingIfNeeded: $0) }, count: range.count, arena: arena)
  }

  /// The values at these places; null at `none`.
  func gathered(
    _ places: UnsafePointer<UInt32>, count: Int, arena: Arena
  ) throws(OutOfMemory) -> ColumnChunk {
    let builder = try ColumnBuilder(type: type, arena: arena, capacity: count)
    for index in 0..<count {
      try builder.append(places[index] == .max ? .null : scalar(at: Int(places[index])))
    }
    return try builder.finish()
  }
}
