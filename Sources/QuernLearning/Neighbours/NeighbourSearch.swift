import QuernSystem

/// The nearest training rows of some queries, by rising distance; of equal ones the earlier row.
struct NeighbourSearch {
  private let owner: Neighbours
  private let queryCount: Int
  /// `k` places per query.
  private var rows: [Int]
  private var measures: [Double]
  private var counts: [Int]

  private static let queryTile = 64
  private static let rowTile = 512

  init(of owner: Neighbours, queryCount: Int) {
    self.owner = owner
    self.queryCount = queryCount
    rows = [Int](repeating: 0, count: queryCount * owner.k)
    measures = [Double](repeating: .infinity, count: queryCount * owner.k)
    counts = [Int](repeating: 0, count: queryCount)
  }

  func nearest(of query: Int) -> (rows: ArraySlice<Int>, measures: ArraySlice<Double>) {
    let range = (query * owner.k)..<(query * owner.k + counts[query])
    return (rows[range], measures[range])
  }

  /// Measures every training row.
  mutating func measureAll(
    _ queries: UnsafePointer<Double>, _ interrupt: Interrupt?
  ) throws(Interrupted) {
    let width = owner.featureCount
    for query in 0..<queryCount {
      for first in stride(from: 0, to: owner.rowCount, by: 4_096) {
        try interrupt?.check()
        let range = first..<min(first + 4_096, owner.rowCount)
        owner.rows.withUnsafeBufferPointer { training in
          // Without features there is no memory to point to, and every distance is 0.
          let base = training.baseAddress ?? queries
          for row in range {
            offer(row, to: query, owner.measure(queries + query * width, base + row * width))
          }
        }
      }
    }
  }

  /// Takes a row into the list of a query if it is near enough; rows come in rising order.
  @inline(__always)
  private mutating func offer(_ row: Int, to query: Int, _ measure: Double) {
    let start = query * owner.k
    var place = counts[query]
    if place == owner.k {
      guard measure < measures[start + place - 1] else { return }
      place -= 1
    } else {
      counts[query] += 1
    }
    while place > 0, measures[start + place - 1] > measure {
      measures[start + place] = measures[start + place - 1]
      rows[start + place] = rows[start + place - 1]
      place -= 1
    }
    measures[start + place] = measure
    rows[start + place] = row
  }

  // MARK: Sifting

  /// Finds by |q|² + |r|² - 2 q·r, tile by tile, the rows that may be near, and measures those.
  mutating func sift(
    _ queries: UnsafePointer<Double>, _ blas: OpenBLAS, _ interrupt: Interrupt?
  ) throws(Interrupted) {
    let squares = Self.squares(queries, queryCount, owner.featureCount)
    let products = UnsafeMutablePointer<Double>.allocate(capacity: Self.queryTile * Self.rowTile)
    defer { products.deallocate() }
    for firstRow in stride(from: 0, to: owner.rowCount, by: Self.rowTile) {
      let trained = firstRow..<min(firstRow + Self.rowTile, owner.rowCount)
      let trainedSquares = owner.rows.withUnsafeBufferPointer { rows -> [Double] in
        guard let base = rows.baseAddress else { return [] }
        return Self.squares(
          base + firstRow * owner.featureCount, trained.count, owner.featureCount)
      }
      for firstQuery in stride(from: 0, to: queryCount, by: Self.queryTile) {
        try interrupt?.check()
        let asked = firstQuery..<min(firstQuery + Self.queryTile, queryCount)
        siftTile(queries, asked, trained, squares, trainedSquares, products, blas)
      }
    }
  }

  private mutating func siftTile(
    _ queries: UnsafePointer<Double>, _ asked: Range<Int>, _ trained: Range<Int>,
    _ squares: [Double], _ trainedSquares: [Double], _ products: UnsafeMutablePointer<Double>,
    _ blas: OpenBLAS
  ) {
    let width = owner.featureCount
    // More than the rounding of the product can be off.
    let slack = 4e-16 * Double(width + 8)
    owner.rows.withUnsafeBufferPointer { rows in
      guard let base = rows.baseAddress else { return }
      blas.product(
        queries + asked.lowerBound * width, base + trained.lowerBound * width, into: products,
        rows: asked.count, columns: trained.count, inner: width)
      for (place, query) in asked.enumerated() {
        let own = products + place * trained.count
        let last = query * owner.k + owner.k - 1
        for column in 0..<trained.count {
          let both = squares[query] + trainedSquares[column]
          guard both - 2 * own[column] - slack * both <= measures[last] else { continue }
          let row = trained.lowerBound + column
          offer(row, to: query, owner.measure(queries + query * width, base + row * width))
        }
      }
    }
  }

  private static func squares(
    _ rows: UnsafePointer<Double>, _ count: Int, _ width: Int
  ) -> [Double] {
    (0..<count).map { VectorMath.dot(rows + $0 * width, rows + $0 * width, width) }
  }
}
