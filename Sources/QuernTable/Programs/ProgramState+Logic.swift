import Glibc

extension ProgramState {
  func compare(
    _ operation: ColumnExpression.BinaryOperation, _ lane: Lane, _ a: Int, _ b: Int,
    _ out: UnsafeMutablePointer<Register>, _ count: Int
  ) {
    merge(a, b, out, count)
    let to = out.pointee.bools
    switch lane {
    case .int: compareOrdered(operation, registers[a].ints, registers[b].ints, to, count)
    case .float: compareOrdered(operation, registers[a].floats, registers[b].floats, to, count)
    case .bool: compareOrdered(operation, registers[a].bools, registers[b].bools, to, count)
    case .text: compareTexts(operation, registers[a].texts, registers[b].texts, to, count)
    case .nested: break
    }
  }

  @inline(__always)
  private func compareOrdered<T: Comparable>(
    _ operation: ColumnExpression.BinaryOperation, _ x: UnsafePointer<T>, _ y: UnsafePointer<T>,
    _ to: UnsafeMutablePointer<UInt8>, _ count: Int
  ) {
    switch operation {
    case .equal: for row in 0..<count { to[row] = x[row] == y[row] ? 1 : 0 }
    case .notEqual: for row in 0..<count { to[row] = x[row] != y[row] ? 1 : 0 }
    case .less: for row in 0..<count { to[row] = x[row] < y[row] ? 1 : 0 }
    case .lessEqual: for row in 0..<count { to[row] = x[row] <= y[row] ? 1 : 0 }
    case .greater: for row in 0..<count { to[row] = x[row] > y[row] ? 1 : 0 }
    case .greaterEqual: for row in 0..<count { to[row] = x[row] >= y[row] ? 1 : 0 }
    case .add, .subtract, .multiply, .divide, .floorDivide, .modulo, .power, .and, .or, .coalesce:
      preconditionFailure("\(operation.symbol) is no comparison.")
    }
  }

  private func compareTexts(
    _ operation: ColumnExpression.BinaryOperation, _ x: UnsafePointer<ByteSlice>,
    _ y: UnsafePointer<ByteSlice>, _ to: UnsafeMutablePointer<UInt8>, _ count: Int
  ) {
    switch operation {
    case .equal: for row in 0..<count { to[row] = x[row].equals(y[row]) ? 1 : 0 }
    case .notEqual: for row in 0..<count { to[row] = x[row].equals(y[row]) ? 0 : 1 }
    case .less: for row in 0..<count { to[row] = x[row].compare(y[row]) < 0 ? 1 : 0 }
    case .lessEqual: for row in 0..<count { to[row] = x[row].compare(y[row]) <= 0 ? 1 : 0 }
    case .greater: for row in 0..<count { to[row] = x[row].compare(y[row]) > 0 ? 1 : 0 }
    case .greaterEqual: for row in 0..<count { to[row] = x[row].compare(y[row]) >= 0 ? 1 : 0 }
    case .add, .subtract, .multiply, .divide, .floorDivide, .modulo, .power, .and, .or, .coalesce:
      preconditionFailure("\(operation.symbol) is no comparison.")
    }
  }

  /// Kleene: false and null is false.
  func and(_ a: Int, _ b: Int, _ out: UnsafeMutablePointer<Register>, _ count: Int) {
    let (x, y, to) = (registers[a].bools, registers[b].bools, out.pointee.bools)
    if registers[a].valid == nil && registers[b].valid == nil {
      for row in 0..<count { to[row] = x[row] & y[row] }
      out.pointee.valid = nil
      return
    }
    let valid = out.pointee.ownValid
    let (vx, vy) = (registers[a].valid, registers[b].valid)
    for row in 0..<count {
      let (p, q) = (vx?[row] ?? 1, vy?[row] ?? 1)
      let isFalse = (p & ~x[row]) | (q & ~y[row])
      let isTrue = p & x[row] & q & y[row]
      to[row] = isTrue
      valid[row] = (isFalse | isTrue) & 1
    }
    out.pointee.valid = valid
  }

  /// Kleene: true or null is true.
  func or(_ a: Int, _ b: Int, _ out: UnsafeMutablePointer<Register>, _ count: Int) {
    let (x, y, to) = (registers[a].bools, registers[b].bools, out.pointee.bools)
    if registers[a].valid == nil && registers[b].valid == nil {
      for row in 0..<count { to[row] = x[row] | y[row] }
      out.pointee.valid = nil
      return
    }
    let valid = out.pointee.ownValid
    let (vx, vy) = (registers[a].valid, registers[b].valid)
    for row in 0..<count {
      let (p, q) = (vx?[row] ?? 1, vy?[row] ?? 1)
      let isTrue = (p & x[row]) | (q & y[row])
      to[row] = isTrue
      valid[row] = isTrue | (p & q)
    }
    out.pointee.valid = valid
  }

  func not(_ a: Int, _ out: UnsafeMutablePointer<Register>, _ count: Int) {
    let (x, to) = (registers[a].bools, out.pointee.bools)
    for row in 0..<count { to[row] = x[row] ^ 1 }
    out.pointee.valid = registers[a].valid
  }

  func isNull(
    _ a: Int, _ negated: Bool, _ out: UnsafeMutablePointer<Register>, _ count: Int
  ) {
    let to = out.pointee.bools
    if let valid = registers[a].valid {
      let flip: UInt8 = negated ? 0 : 1
      for row in 0..<count { to[row] = valid[row] ^ flip }
    } else {
      memset(to, negated ? 1 : 0, count)
    }
    out.pointee.valid = nil
  }

  func choose(
    _ lane: Lane, _ condition: Int, _ yes: Int, _ no: Int, _ out: UnsafeMutablePointer<Register>,
    _ count: Int
  ) {
    let test = registers[condition]
    let picks = test.bools
    let known = test.valid
    func isYes(_ row: Int) -> Bool { picks[row] & (known?[row] ?? 1) != 0 }
    let (x, y) = (registers[yes], registers[no])
    switch lane {
    case .int:
      for row in 0..<count { out.pointee.ints[row] = isYes(row) ? x.ints[row] : y.ints[row] }
    case .float:
      for row in 0..<count { out.pointee.floats[row] = isYes(row) ? x.floats[row] : y.floats[row] }
    case .bool:
      for row in 0..<count { out.pointee.bools[row] = isYes(row) ? x.bools[row] : y.bools[row] }
    case .text:
      for row in 0..<count { out.pointee.texts[row] = isYes(row) ? x.texts[row] : y.texts[row] }
    case .nested: break
    }
    guard x.valid != nil || y.valid != nil else {
      out.pointee.valid = nil
      return
    }
    let valid = out.pointee.ownValid
    for row in 0..<count { valid[row] = isYes(row) ? x.valid?[row] ?? 1 : y.valid?[row] ?? 1 }
    out.pointee.valid = valid
  }

  func coalesce(
    _ lane: Lane, _ a: Int, _ b: Int, _ out: UnsafeMutablePointer<Register>, _ count: Int
  ) {
    let (x, y) = (registers[a], registers[b])
    guard let known = x.valid else {
      out.pointee.data = x.data
      out.pointee.valid = nil
      return
    }
    out.pointee.data = out.pointee.ownData
    switch lane {
    case .int:
      for row in 0..<count { out.pointee.ints[row] = known[row] != 0 ? x.ints[row] : y.ints[row] }
    case .float:
      for row in 0..<count {
        out.pointee.floats[row] = known[row] != 0 ? x.floats[row] : y.floats[row]
      }
    case .bool:
      for row in 0..<count {
        out.pointee.bools[row] = known[row] != 0 ? x.bools[row] : y.bools[row]
      }
    case .text:
      for row in 0..<count {
        out.pointee.texts[row] = known[row] != 0 ? x.texts[row] : y.texts[row]
      }
    case .nested: break
    }
    guard let others = y.valid else {
      out.pointee.valid = nil
      return
    }
    let valid = out.pointee.ownValid
    for row in 0..<count { valid[row] = known[row] | others[row] }
    out.pointee.valid = valid
  }

  func member(
    _ lane: Lane, _ a: Int, _ list: [Int], _ hasNull: Bool,
    _ out: UnsafeMutablePointer<Register>, _ count: Int
  ) {
    let to = out.pointee.bools
    let value = registers[a]
    memset(to, 0, count)
    for entry in list {
      let other = registers[entry]
      switch lane {
      case .int:
        let (x, wanted) = (value.ints, other.ints[0])
        for row in 0..<count { to[row] |= x[row] == wanted ? 1 : 0 }
      case .float:
        let (x, wanted) = (value.floats, other.floats[0])
        for row in 0..<count { to[row] |= x[row] == wanted ? 1 : 0 }
      case .bool:
        let (x, wanted) = (value.bools, other.bools[0])
        for row in 0..<count { to[row] |= x[row] == wanted ? 1 : 0 }
      case .text:
        let (x, wanted) = (value.texts, other.texts[0])
        for row in 0..<count { to[row] |= x[row].equals(wanted) ? 1 : 0 }
      case .nested: break
      }
    }
    out.pointee.valid = value.valid
    if hasNull {
      let valid = ownedValidity(out, count)
      for row in 0..<count { valid[row] &= to[row] }
    }
  }

  func mask(_ a: Int, _ rows: Int, _ out: UnsafeMutablePointer<Register>, _ count: Int) {
    let (known, wanted) = (registers[a].valid, registers[rows].bools)
    out.pointee.data = registers[a].data
    let valid = out.pointee.ownValid
    if let known {
      for row in 0..<count { valid[row] = known[row] & wanted[row] }
    } else {
      memcpy(valid, wanted, count)
    }
    out.pointee.valid = valid
  }

  func guardRows(
    _ kind: Instruction.Guard, _ a: Int, _ out: UnsafeMutablePointer<Register>, _ count: Int
  ) {
    let (x, known, to) = (registers[a].bools, registers[a].valid, out.pointee.bools)
    out.pointee.valid = nil
    switch kind {
    case .taken: for row in 0..<count { to[row] = x[row] & (known?[row] ?? 1) }
    case .notTaken: for row in 0..<count { to[row] = 1 ^ (x[row] & (known?[row] ?? 1)) }
    case .undecidedAnd: for row in 0..<count { to[row] = 1 ^ ((known?[row] ?? 1) & (x[row] ^ 1)) }
    case .undecidedOr: for row in 0..<count { to[row] = 1 ^ ((known?[row] ?? 1) & x[row]) }
    case .missing: for row in 0..<count { to[row] = 1 ^ (known?[row] ?? 1) }
    }
  }
}
