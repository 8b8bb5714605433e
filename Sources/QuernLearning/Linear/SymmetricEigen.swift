import Glibc
import QuernSystem

/// Eigenvalues and eigenvectors of a symmetric matrix: Householder's reduction to three diagonals,
/// then the QL algorithm with implicit shifts (Wilkinson and Reinsch 1971, as EISPACK has it).
struct SymmetricEigen {
  private let size: Int
  private let interrupt: Interrupt
  /// Row after row; becomes the vectors, one per column.
  private var cells: [Double]
  private var diagonal: [Double]
  private var beside: [Double]

  init(_ matrix: SymmetricMatrix, interrupt: Interrupt) {
    size = matrix.size
    self.interrupt = interrupt
    cells = matrix.cells
    diagonal = [Double](repeating: 0, count: matrix.size)
    beside = diagonal
  }

  /// By falling eigenvalue; vectors of length 1, one after the other.
  func solve() throws(Interrupted) -> (values: [Double], vectors: [Double]) {
    guard size > 0 else { return ([], []) }
    var work = self
    try work.reduce()
    try work.accumulate()
    try work.iterate()
    let order = (0..<size).sorted {
      work.diagonal[$0] != work.diagonal[$1] ? work.diagonal[$0] > work.diagonal[$1] : $0 < $1
    }
    var vectors = [Double](repeating: 0, count: size * size)
    for (place, column) in order.enumerated() {
      for row in 0..<size { vectors[place * size + row] = work.cells[row * size + column] }
    }
    return (order.map { work.diagonal[$0] }, vectors)
  }

  // MARK: Three diagonals

  private mutating func reduce() throws(Interrupted) {
    for i in stride(from: size - 1, to: 0, by: -1) {
      try interrupt.check()
      let last = i - 1
      var h = 0.0
      var scale = 0.0
      for k in 0...last { scale += abs(cells[i * size + k]) }
      if last == 0 || scale == 0 {
        beside[i] = cells[i * size + last]
      } else {
        for k in 0...last {
          cells[i * size + k] /= scale
          h += cells[i * size + k] * cells[i * size + k]
        }
        let f = cells[i * size + last]
        let g = f >= 0 ? -h.squareRoot() : h.squareRoot()
        beside[i] = scale * g
        h -= f * g
        cells[i * size + last] = f - g
        reflect(i, h)
      }
      diagonal[i] = h
    }
  }

  /// Applies the reflection of row `i` to what is left of the matrix.
  private mutating func reflect(_ i: Int, _ h: Double) {
    let size = size
    var sum = 0.0
    cells.withUnsafeMutableBufferPointer { a in
      beside.withUnsafeMutableBufferPointer { e in
        for j in 0..<i {
          a[j * size + i] = a[i * size + j] / h
          var g = 0.0
          for k in 0...j { g += a[j * size + k] * a[i * size + k] }
          for k in (j + 1)..<max(i, j + 1) { g += a[k * size + j] * a[i * size + k] }
          e[j] = g / h
          sum += e[j] * a[i * size + j]
        }
        let hh = sum / (h + h)
        for j in 0..<i {
          let f = a[i * size + j]
          let g = e[j] - hh * f
          e[j] = g
          for k in 0...j { a[j * size + k] -= f * e[k] + g * a[i * size + k] }
        }
      }
    }
  }

  /// The product of the reflections.
  private mutating func accumulate() throws(Interrupted) {
    let size = size
    diagonal[0] = 0
    beside[0] = 0
    for i in 0..<size {
      try interrupt.check()
      let isReflected = diagonal[i] != 0
      cells.withUnsafeMutableBufferPointer { a in
        if isReflected {
          for j in 0..<i {
            var g = 0.0
            for k in 0..<i { g += a[i * size + k] * a[k * size + j] }
            for k in 0..<i { a[k * size + j] -= g * a[k * size + i] }
          }
        }
      }
      diagonal[i] = cells[i * size + i]
      cells[i * size + i] = 1
      for j in 0..<i {
        cells[j * size + i] = 0
        cells[i * size + j] = 0
      }
    }
  }

  // MARK: QL

  private mutating func iterate() throws(Interrupted) {
    for i in 1..<max(1, size) { beside[i - 1] = beside[i] }
    beside[size - 1] = 0
    for l in 0..<size {
      // Thirty steps are far more than any matrix of finite numbers has been seen to need.
      for _ in 0..<60 {
        try interrupt.check()
        let m = split(l)
        if m == l { break }
        step(l, m)
      }
    }
  }

  /// The first place from `l` on where the matrix falls apart.
  private func split(_ l: Int) -> Int {
    var m = l
    while m + 1 < size {
      let both = abs(diagonal[m]) + abs(diagonal[m + 1])
      if abs(beside[m]) <= Double.ulpOfOne * both { break }
      m += 1
    }
    return m
  }

  private mutating func step(_ l: Int, _ m: Int) {
    let size = size
    var g = (diagonal[l + 1] - diagonal[l]) / (2 * beside[l])
    var r = hypot(g, 1)
    g = diagonal[m] - diagonal[l] + beside[l] / (g + (g >= 0 ? r : -r))
    var s = 1.0
    var c = 1.0
    var p = 0.0
    for i in stride(from: m - 1, through: l, by: -1) {
      let f = s * beside[i]
      let b = c * beside[i]
      r = hypot(f, g)
      beside[i + 1] = r
      if r == 0 {
        diagonal[i + 1] -= p
        beside[m] = 0
        return
      }
      s = f / r
      c = g / r
      g = diagonal[i + 1] - p
      r = (diagonal[i] - g) * s + 2 * c * b
      p = s * r
      diagonal[i + 1] = g + p
      g = c * r - b
      cells.withUnsafeMutableBufferPointer { a in
        for k in 0..<size {
          let right = a[k * size + i + 1]
          let left = a[k * size + i]
          a[k * size + i + 1] = s * left + c * right
          a[k * size + i] = c * left - s * right
        }
      }
    }
    diagonal[l] -= p
    beside[l] = g
    beside[m] = 0
  }
}
