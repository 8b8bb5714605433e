import QuernSystem

/// A symmetric matrix, and the solution of equations with it by Cholesky's method.
struct SymmetricMatrix: Sendable {
  let size: Int
  /// All cells; both halves are kept equal.
  private(set) var cells: [Double]

  init(size: Int) {
    self.size = size
    cells = [Double](repeating: 0, count: size * size)
  }

  /// From the upper half of a matrix by columns.
  init(upperOf cells: [Double], size: Int) {
    self.size = size
    self.cells = cells
    for column in 0..<size {
      for row in 0..<column { self.cells[column + row * size] = cells[row + column * size] }
    }
  }

  subscript(row: Int, column: Int) -> Double { cells[row * size + column] }

  /// Lends one row, which is also the column.
  func withRow(_ row: Int, _ body: (UnsafePointer<Double>) -> Void) {
    cells.withUnsafeBufferPointer { cells in
      if let base = cells.baseAddress { body(base + row * size) }
    }
  }

  mutating func add(_ value: Double, _ row: Int, _ column: Int) {
    cells[row * size + column] += value
    if row != column { cells[column * size + row] += value }
  }

  /// Multiplies each cell by a factor of its row and column.
  mutating func scale(_ factor: (_ row: Int, _ column: Int) -> Double) {
    for row in 0..<size {
      for column in 0..<size { cells[row * size + column] *= factor(row, column) }
    }
  }

  /// Adds `block` with its first cell at (`row`, `column`); off the diagonal, its mirror too.
  mutating func place(_ block: SymmetricMatrix, _ factor: Double, atRow row: Int, column: Int) {
    for i in 0..<block.size {
      for j in 0..<block.size {
        cells[(row + i) * size + column + j] += factor * block[i, j]
        if row != column { cells[(column + j) * size + row + i] += factor * block[i, j] }
      }
    }
  }

  /// The solution of `self · x = b`, and the least pivot beside the diagonal before elimination.
  ///
  /// Nil where a pivot is not above `least` times its diagonal: the matrix is (nearly) singular.
  func solve(
    _ b: [Double], least: Double, interrupt: Interrupt
  ) throws(Interrupted) -> (x: [Double], leastPivot: Double)? {
    guard size > 0 else { return ([], 1) }
    var lower = cells
    var leastPivot = 1.0
    for column in 0..<size {
      try interrupt.check()
      let diagonal = self[column, column]
      let isRegular = lower.withUnsafeMutableBufferPointer { lower -> Bool in
        guard let base = lower.baseAddress else { return false }
        let row = base + column * size
        var pivot = row[column]
        for k in 0..<column { pivot -= row[k] * row[k] }
        guard diagonal > 0, pivot > least * diagonal else { return false }
        leastPivot = min(leastPivot, pivot / diagonal)
        let root = pivot.squareRoot()
        row[column] = root
        for below in (column + 1)..<max(size, column + 1) {
          let other = base + below * size
          other[column] = (other[column] - VectorMath.dot(other, row, column)) / root
        }
        return true
      }
      guard isRegular else { return nil }
    }
    return (substitute(lower, b), leastPivot)
  }

  /// Forward and back substitution with the lower factor.
  private func substitute(_ lower: [Double], _ b: [Double]) -> [Double] {
    var x = b
    for row in 0..<size {
      for k in 0..<row { x[row] -= lower[row * size + k] * x[k] }
      x[row] /= lower[row * size + row]
    }
    for row in (0..<size).reversed() {
      for k in (row + 1)..<max(size, row + 1) { x[row] -= lower[k * size + row] * x[k] }
      x[row] /= lower[row * size + row]
    }
    return x
  }
}

/// Loops over vectors with a fixed order of additions.
enum VectorMath {
  /// Σ a·b, in four interleaved sums.
  @inline(__always)
  static func dot(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ count: Int) -> Double {
    var sums = SIMD4<Double>.zero
    var place = 0
    while place + 4 <= count {
      let left = UnsafeRawPointer(a + place).loadUnaligned(as: SIMD4<Double>.self)
      let right = UnsafeRawPointer(b + place).loadUnaligned(as: SIMD4<Double>.self)
      sums += left * right
      place += 4
    }
    var sum = (sums[0] + sums[1]) + (sums[2] + sums[3])
    while place < count {
      sum += a[place] * b[place]
      place += 1
    }
    return sum
  }

  /// Σ (a - b)², in four interleaved sums.
  @inline(__always)
  static func squaredDistance(
    _ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>, _ count: Int
  ) -> Double {
    var sums = SIMD4<Double>.zero
    var place = 0
    while place + 4 <= count {
      let left = UnsafeRawPointer(a + place).loadUnaligned(as: SIMD4<Double>.self)
      let right = UnsafeRawPointer(b + place).loadUnaligned(as: SIMD4<Double>.self)
      let difference = left - right
      sums += difference * difference
      place += 4
    }
    var sum = (sums[0] + sums[1]) + (sums[2] + sums[3])
    while place < count {
      let difference = a[place] - b[place]
      sum += difference * difference
      place += 1
    }
    return sum
  }

  /// out += factor · a
  @inline(__always)
  static func add(
    _ factor: Double, _ a: UnsafePointer<Double>, _ count: Int,
    to out: UnsafeMutablePointer<Double>
  ) {
    for place in 0..<count { out[place] += factor * a[place] }
  }
}
