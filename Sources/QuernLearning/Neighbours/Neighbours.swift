import QuernSystem
import QuernText

/// The training rows themselves: the nearest ones answer for a row.
///
/// Neighbours are exact: a matrix product finds rows that may be near, and each of them is then
/// measured as a single row would measure it.
struct Neighbours: RowPredictor {
  enum Metric: String, Sendable {
    case euclidean
    case manhattan
    /// Of rows brought to length 1, where it is half the squared euclidean distance.
    case cosine
  }

  let k: Int
  let metric: Metric
  let isByDistance: Bool
  /// 0 for regression.
  let classCount: Int
  let featureCount: Int
  /// Subtracted from every row, so that products lose no digits.
  let means: [Double]
  /// Training rows, one after the other, as `prepared` makes them.
  let rows: [Double]
  let labels: [Double]

  var rowCount: Int { labels.count }
  var outputCount: Int { classCount <= 2 ? 1 : classCount }
  var acceptsMissing: Bool { false }

  /// From here on a product of matrices pays off.
  private static let searchedRowCountMin = 512
  private static let queryCountMin = 16

  func predictRows(
    _ queries: UnsafePointer<Double>, rowCount count: Int,
    into out: UnsafeMutablePointer<Double>, interrupt: Interrupt?
  ) throws(Interrupted) {
    let block = UnsafeMutablePointer<Double>.allocate(capacity: max(1, count * featureCount))
    defer { block.deallocate() }
    for row in 0..<count {
      prepare(queries + row * featureCount, into: block + row * featureCount)
    }
    var search = NeighbourSearch(of: self, queryCount: count)
    if metric != .manhattan, rowCount >= Self.searchedRowCountMin, count >= Self.queryCountMin,
      featureCount > 0, let blas = OpenBLAS.ready
    {
      try search.sift(block, blas, interrupt)
    } else {
      try search.measureAll(block, interrupt)
    }
    for query in 0..<count { answer(search.nearest(of: query), out + query * outputCount) }
  }

  /// A row as it is compared.
  func prepare(_ row: UnsafePointer<Double>, into out: UnsafeMutablePointer<Double>) {
    for feature in 0..<featureCount { out[feature] = row[feature] - means[feature] }
    guard metric == .cosine else { return }
    let length = VectorMath.dot(out, out, featureCount).squareRoot()
    if length > 0 { for feature in 0..<featureCount { out[feature] /= length } }
  }

  /// The measure that neighbours are ordered by: the squared distance, or the sum of differences.
  @inline(__always)
  func measure(_ a: UnsafePointer<Double>, _ b: UnsafePointer<Double>) -> Double {
    guard metric == .manhattan else {
      return VectorMath.squaredDistance(a, b, featureCount)
    }
    var sum = 0.0
    for feature in 0..<featureCount { sum += abs(a[feature] - b[feature]) }
    return sum
  }

  private func distance(_ measure: Double) -> Double {
    switch metric {
    case .euclidean: measure.squareRoot()
    case .manhattan: measure
    case .cosine: measure / 2
    }
  }

  private func answer(
    _ nearest: (rows: ArraySlice<Int>, measures: ArraySlice<Double>),
    _ out: UnsafeMutablePointer<Double>
  ) {
    for output in 0..<outputCount { out[output] = 0 }
    let hasEqual = isByDistance && nearest.measures.first == 0
    var total = 0.0
    for (row, measure) in zip(nearest.rows, nearest.measures) {
      // A training row at distance 0 speaks alone, with those that equal it.
      let weight =
        !isByDistance ? 1 : hasEqual ? (measure == 0 ? 1 : 0) : 1 / distance(measure)
      total += weight
      switch classCount {
      case 0, 2: out[0] += weight * labels[row]
      default: out[Int(labels[row])] += weight
      }
    }
    for output in 0..<outputCount { out[output] /= total }
  }

  var json: JSON {
    .object(
      JSONObject([
        ("k", .int(Int64(k))), ("metric", .string(metric.rawValue)),
        ("by_distance", .bool(isByDistance)), ("classes", .int(Int64(classCount))),
        ("features", .int(Int64(featureCount))), ("means", NumberBlock.json(means)),
        ("rows", NumberBlock.json(rows)), ("labels", NumberBlock.json(labels)),
      ]))
  }

  init(
    k: Int, metric: Metric, isByDistance: Bool, classCount: Int, means: [Double], rows: [Double],
    labels: [Double]
  ) {
    self.k = k
    self.metric = metric
    self.isByDistance = isByDistance
    self.classCount = classCount
    featureCount = means.count
    self.means = means
    self.rows = rows
    self.labels = labels
  }

  init(json: JSON) throws(LearningError) {
    guard let k = json["k"]?.intValue, k >= 1,
      let metric = Metric(rawValue: json["metric"]?.stringValue ?? ""),
      let isByDistance = json["by_distance"]?.boolValue, let classes = json["classes"]?.intValue,
      (0...1_000_000).contains(classes)
    else { throw .damaged("neighbours") }
    self.init(
      k: Int(k), metric: metric, isByDistance: isByDistance, classCount: Int(classes),
      means: try NumberBlock.doubles(json["means"]), rows: try NumberBlock.doubles(json["rows"]),
      labels: try NumberBlock.doubles(json["labels"]))
    let labelMax = Double(max(1, classCount - 1))
    guard rows.count == labels.count * featureCount, k <= labels.count,
      classCount == 0 || labels.allSatisfy({ $0 >= 0 && $0 <= labelMax })
    else { throw .damaged("neighbours") }
  }
}
