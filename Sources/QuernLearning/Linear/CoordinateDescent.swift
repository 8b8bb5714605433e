import QuernSystem

/// The least of half x'Ax less p'x plus sizes of x times `l1`, one coordinate after the other.
///
/// What is not 0 in the end is solved for once more, exactly: the answer does not hang on the way.
struct CoordinateDescent {
  let matrix: SymmetricMatrix
  let products: [Double]
  /// By coordinate; 0 where it is not penalised.
  let l1: [Double]
  let sweepCountMax: Int
  let tolerance: Double
  let interrupt: Interrupt

  private var size: Int { products.count }

  func solve(
    from start: [Double]
  ) throws(Interrupted) -> (x: [Double], isConverged: Bool, sweeps: Int) {
    var x = start
    var rest = products
    for column in 0..<size where x[column] != 0 {
      for row in 0..<size { rest[row] -= matrix[column, row] * x[column] }
    }
    let scale = zip(products, 0..<size).reduce(1e-300) { most, item in
      max(most, abs(item.0) / max(matrix[item.1, item.1], 1e-300).squareRoot())
    }
    var sweeps = 0
    var isOverAll = true
    while sweeps < sweepCountMax {
      sweeps += 1
      let moved = try sweep(&x, &rest, isOverAll: isOverAll)
      if moved <= tolerance * scale {
        if isOverAll { return (try polished(x) ?? x, true, sweeps) }
        isOverAll = true
      } else {
        isOverAll = false
      }
    }
    return (x, false, sweeps)
  }

  /// Moves each coordinate to its best place; gives the longest move.
  private func sweep(
    _ x: inout [Double], _ rest: inout [Double], isOverAll: Bool
  ) throws(Interrupted) -> Double {
    var longest = 0.0
    let size = size
    for place in 0..<size where isOverAll || x[place] != 0 {
      if place % 16 == 0 { try interrupt.check() }
      let curvature = matrix[place, place]
      guard curvature > 0 else { continue }
      let pull = rest[place] + curvature * x[place]
      let next = Self.shrunk(pull, l1[place]) / curvature
      let step = next - x[place]
      guard step != 0 else { continue }
      x[place] = next
      rest.withUnsafeMutableBufferPointer { rest in
        matrix.withRow(place) { row in
          for other in 0..<size { rest[other] -= step * row[other] }
        }
      }
      longest = max(longest, abs(step) * curvature.squareRoot())
    }
    return longest
  }

  /// Solves for what is not 0, its signs held; nil where signs would not hold.
  private func polished(_ x: [Double]) throws(Interrupted) -> [Double]? {
    let kept = x.indices.filter { x[$0] != 0 }
    guard !kept.isEmpty, kept.count <= 2_048 else { return nil }
    var part = SymmetricMatrix(size: kept.count)
    for (row, i) in kept.enumerated() {
      for (column, j) in kept.enumerated() where column >= row {
        part.add(matrix[i, j], row, column)
      }
    }
    let right = kept.map { products[$0] - (x[$0] > 0 ? l1[$0] : -l1[$0]) }
    guard let solved = try part.solve(right, least: 1e-12, interrupt: interrupt) else {
      return nil
    }
    var result = [Double](repeating: 0, count: size)
    for (place, i) in kept.enumerated() {
      guard (solved.x[place] > 0) == (x[i] > 0) else { return nil }
      result[i] = solved.x[place]
    }
    return result
  }

  static func shrunk(_ value: Double, _ by: Double) -> Double {
    value > by ? value - by : value < -by ? value + by : 0
  }
}
