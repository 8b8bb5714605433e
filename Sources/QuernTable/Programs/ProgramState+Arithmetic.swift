import Glibc
import QuernText

extension ProgramState {
  func intToFloat(_ a: Int, _ out: UnsafeMutablePointer<Register>, _ count: Int) {
    let (x, to) = (registers[a].ints, out.pointee.floats)
    for row in 0..<count { to[row] = Double(x[row]) }
    out.pointee.valid = registers[a].valid
  }

  func boolToInt(_ a: Int, _ out: UnsafeMutablePointer<Register>, _ count: Int) {
    let (x, to) = (registers[a].bools, out.pointee.ints)
    for row in 0..<count { to[row] = Int64(x[row]) }
    out.pointee.valid = registers[a].valid
  }

  func negateFloats(_ a: Int, _ out: UnsafeMutablePointer<Register>, _ count: Int) {
    let (x, to) = (registers[a].floats, out.pointee.floats)
    for row in 0..<count { to[row] = -x[row] }
    out.pointee.valid = registers[a].valid
  }

  func negateInts(_ a: Int, _ out: UnsafeMutablePointer<Register>, _ count: Int) -> Fault? {
    let (x, to) = (registers[a].ints, out.pointee.ints)
    var bad = false
    for row in 0..<count {
      to[row] = 0 &- x[row]
      bad = bad || x[row] == .min
    }
    out.pointee.valid = registers[a].valid
    return bad ? firstFault(out, count, "-\(Int64.min)") { x[$0] == .min } : nil
  }

  func absInts(_ a: Int, _ out: UnsafeMutablePointer<Register>, _ count: Int) -> Fault? {
    let (x, to) = (registers[a].ints, out.pointee.ints)
    var bad = false
    for row in 0..<count {
      to[row] = x[row] < 0 ? 0 &- x[row] : x[row]
      bad = bad || x[row] == .min
    }
    out.pointee.valid = registers[a].valid
    return bad ? firstFault(out, count, "abs(\(Int64.min))") { x[$0] == .min } : nil
  }

  /// The first row that is not null and for which `isBad` holds.
  private func firstFault(
    _ out: UnsafeMutablePointer<Register>, _ count: Int, _ what: @autoclosure () -> String,
    _ isBad: (Int) -> Bool
  ) -> Fault? {
    for row in 0..<count where isBad(row) && (out.pointee.valid?[row] ?? 1) != 0 {
      return Fault(row: row, cause: .overflow(what()))
    }
    return nil
  }

  func intArithmetic(
    _ operation: ColumnExpression.BinaryOperation, _ a: Int, _ b: Int,
    _ out: UnsafeMutablePointer<Register>, _ count: Int
  ) -> Fault? {
    merge(a, b, out, count)
    let (x, y, to) = (registers[a].ints, registers[b].ints, out.pointee.ints)
    var bad: Int64 = 0
    switch operation {
    case .add:
      for row in 0..<count {
        let sum = x[row] &+ y[row]
        to[row] = sum
        bad |= (x[row] ^ sum) & (y[row] ^ sum)
      }
    case .subtract:
      for row in 0..<count {
        let difference = x[row] &- y[row]
        to[row] = difference
        bad |= (x[row] ^ y[row]) & (x[row] ^ difference)
      }
    case .multiply:
      for row in 0..<count {
        let (product, overflow) = x[row].multipliedReportingOverflow(by: y[row])
        to[row] = product
        bad |= overflow ? -1 : 0
      }
    case .floorDivide: bad = floorDivide(x, y, out, count)
    case .modulo: floorModulo(x, y, out, count)
    case .power: bad = power(x, y, to, count)
    case .divide, .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual, .and, .or,
      .coalesce:
      preconditionFailure("\(operation.symbol) is no arithmetic of integers.")
    }
    return bad < 0 ? overflowFault(operation, x, y, out, count) : nil
  }

  private func overflowFault(
    _ operation: ColumnExpression.BinaryOperation, _ x: UnsafePointer<Int64>,
    _ y: UnsafePointer<Int64>, _ out: UnsafeMutablePointer<Register>, _ count: Int
  ) -> Fault? {
    for row in 0..<count where (out.pointee.valid?[row] ?? 1) != 0 {
      if IntegerMath.overflows(operation, x[row], y[row]) {
        return Fault(
          row: row, cause: .overflow("\(x[row]) \(operation.symbol) \(y[row])"))
      }
    }
    return nil
  }

  private func floorDivide(
    _ x: UnsafePointer<Int64>, _ y: UnsafePointer<Int64>, _ out: UnsafeMutablePointer<Register>,
    _ count: Int
  ) -> Int64 {
    let to = out.pointee.ints
    var bad: Int64 = 0
    var zeros = false
    for row in 0..<count {
      if y[row] == 0 {
        zeros = true
        to[row] = 0
      } else {
        to[row] = IntegerMath.floorDivide(x[row], y[row])
        bad |= x[row] == .min && y[row] == -1 ? -1 : 0
      }
    }
    if zeros { dropZeros(y, out, count) }
    return bad
  }

  private func floorModulo(
    _ x: UnsafePointer<Int64>, _ y: UnsafePointer<Int64>, _ out: UnsafeMutablePointer<Register>,
    _ count: Int
  ) {
    let to = out.pointee.ints
    var zeros = false
    for row in 0..<count {
      zeros = zeros || y[row] == 0
      to[row] = y[row] == 0 ? 0 : IntegerMath.floorModulo(x[row], y[row])
    }
    if zeros { dropZeros(y, out, count) }
  }

  private func dropZeros(
    _ y: UnsafePointer<Int64>, _ out: UnsafeMutablePointer<Register>, _ count: Int
  ) {
    let valid = ownedValidity(out, count)
    for row in 0..<count where y[row] == 0 {
      madeNull += Int(valid[row])
      valid[row] = 0
    }
  }

  private func power(
    _ x: UnsafePointer<Int64>, _ y: UnsafePointer<Int64>, _ to: UnsafeMutablePointer<Int64>,
    _ count: Int
  ) -> Int64 {
    var bad: Int64 = 0
    for row in 0..<count {
      let (value, overflow) = IntegerMath.power(x[row], y[row])
      to[row] = value
      bad |= overflow ? -1 : 0
    }
    return bad
  }

  func floatArithmetic(
    _ operation: ColumnExpression.BinaryOperation, _ a: Int, _ b: Int,
    _ out: UnsafeMutablePointer<Register>, _ count: Int
  ) {
    merge(a, b, out, count)
    let (x, y, to) = (registers[a].floats, registers[b].floats, out.pointee.floats)
    switch operation {
    case .add: for row in 0..<count { to[row] = x[row] + y[row] }
    case .subtract: for row in 0..<count { to[row] = x[row] - y[row] }
    case .multiply: for row in 0..<count { to[row] = x[row] * y[row] }
    case .divide: for row in 0..<count { to[row] = x[row] / y[row] }
    case .floorDivide: for row in 0..<count { to[row] = Glibc.floor(x[row] / y[row]) }
    case .modulo: for row in 0..<count { to[row] = IntegerMath.floorModulo(x[row], y[row]) }
    case .power:
      for row in 0..<count {
        // Zero to a negative power is a division by zero.
        to[row] = x[row] == 0 && y[row] < 0 ? .nan : pow(x[row], y[row])
      }
    case .equal, .notEqual, .less, .lessEqual, .greater, .greaterEqual, .and, .or, .coalesce:
      preconditionFailure("\(operation.symbol) is no arithmetic of floats.")
    }
    switch operation {
    case .divide, .floorDivide, .modulo: dropNaN(out, count, zeroAt: y)
    default: dropNaN(out, count)
    }
  }

  func divideInts(_ a: Int, _ b: Int, _ out: UnsafeMutablePointer<Register>, _ count: Int) {
    merge(a, b, out, count)
    let (x, y, to) = (registers[a].ints, registers[b].ints, out.pointee.floats)
    var zeros = false
    for row in 0..<count {
      to[row] = Double(x[row]) / Double(y[row])
      zeros = zeros || y[row] == 0
    }
    if zeros { dropZeros(y, out, count) }
  }

  func floatFunction(
    _ function: ScalarFunction, _ a: Int, _ out: UnsafeMutablePointer<Register>, _ count: Int
  ) {
    let (x, to) = (registers[a].floats, out.pointee.floats)
    out.pointee.valid = registers[a].valid
    switch function {
    case .abs: for row in 0..<count { to[row] = Swift.abs(x[row]) }
    case .floor: for row in 0..<count { to[row] = Glibc.floor(x[row]) }
    case .ceil: for row in 0..<count { to[row] = Glibc.ceil(x[row]) }
    case .sqrt: for row in 0..<count { to[row] = x[row].squareRoot() }
    case .exp: for row in 0..<count { to[row] = Glibc.exp(x[row]) }
    case .normal(let low, let high):
      let stream = RandomStream(words: (low, high))
      // Beside a null stands any number.
      for row in 0..<count {
        to[row] = stream.normal(UInt64(Swift.max(1, Swift.min(x[row], 0x1p53))) &- 1)
      }
    case .log: for row in 0..<count { to[row] = x[row] == 0 ? .nan : Glibc.log(x[row]) }
    default: preconditionFailure("\(function.name) is no function of floats.")
    }
    dropNaN(out, count)
  }

  func roundFloats(_ a: Int, _ b: Int, _ out: UnsafeMutablePointer<Register>, _ count: Int) {
    merge(a, b, out, count)
    let (x, places, to) = (registers[a].floats, registers[b].ints, out.pointee.floats)
    for row in 0..<count { to[row] = IntegerMath.round(x[row], places: places[row]) }
  }

  func roundInts(
    _ a: Int, _ b: Int, _ out: UnsafeMutablePointer<Register>, _ count: Int
  ) -> Fault? {
    merge(a, b, out, count)
    let (x, places, to) = (registers[a].ints, registers[b].ints, out.pointee.ints)
    var bad: Int?
    for row in 0..<count {
      let (value, overflow) = IntegerMath.round(x[row], places: places[row])
      to[row] = value
      if overflow && bad == nil && (out.pointee.valid?[row] ?? 1) != 0 { bad = row }
    }
    return bad.map { Fault(row: $0, cause: .overflow("round(\(x[$0]), \(places[$0]))")) }
  }

  func clip(
    _ lane: Lane, _ a: Int, _ b: Int, _ c: Int, _ out: UnsafeMutablePointer<Register>, _ count: Int
  ) {
    // A null end does not bound: only a null value makes the result null.
    out.pointee.valid = registers[a].valid
    let (low, high) = (registers[b], registers[c])
    if lane == .float {
      let (x, to) = (registers[a].floats, out.pointee.floats)
      for row in 0..<count {
        var value = x[row]
        if low.valid?[row] ?? 1 != 0 && value < low.floats[row] { value = low.floats[row] }
        if high.valid?[row] ?? 1 != 0 && value > high.floats[row] { value = high.floats[row] }
        to[row] = value
      }
      return
    }
    let (x, to) = (registers[a].ints, out.pointee.ints)
    for row in 0..<count {
      var value = x[row]
      if low.valid?[row] ?? 1 != 0 && value < low.ints[row] { value = low.ints[row] }
      if high.valid?[row] ?? 1 != 0 && value > high.ints[row] { value = high.ints[row] }
      to[row] = value
    }
  }
}
