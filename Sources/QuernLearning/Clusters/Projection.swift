import QuernSystem
import QuernText

/// Principal components: centered rows times the directions.
struct Projection: RowPredictor {
  /// Subtracted from each row.
  let means: [Double]
  /// One direction after the other, each of length 1 (divided by the spread where whitened).
  let directions: [Double]
  /// The variance along each direction, and its share of all variance.
  let variances: [Double]
  let shares: [Double]

  var featureCount: Int { means.count }
  var outputCount: Int { variances.count }
  var acceptsMissing: Bool { false }

  func predictRows(
    _ rows: UnsafePointer<Double>, rowCount: Int, into out: UnsafeMutablePointer<Double>,
    interrupt: Interrupt?
  ) throws(Interrupted) {
    let width = featureCount
    let shifted = UnsafeMutablePointer<Double>.allocate(capacity: max(1, width))
    defer { shifted.deallocate() }
    for row in 0..<rowCount {
      if row % 64 == 0 { try interrupt?.check() }
      for column in 0..<width { shifted[column] = rows[row * width + column] - means[column] }
      directions.withUnsafeBufferPointer { directions in
        guard let base = directions.baseAddress else { return }
        for output in 0..<outputCount {
          out[row * outputCount + output] = VectorMath.dot(shifted, base + output * width, width)
        }
      }
    }
  }

  var json: JSON {
    .object(
      JSONObject([
        ("means", NumberBlock.json(means)), ("directions", NumberBlock.json(directions)),
        ("variances", NumberBlock.json(variances)), ("shares", NumberBlock.json(shares)),
      ]))
  }

  init(means: [Double], directions: [Double], variances: [Double], shares: [Double]) {
    self.means = means
    self.directions = directions
    self.variances = variances
    self.shares = shares
  }

  init(json: JSON) throws(LearningError) {
    self.init(
      means: try NumberBlock.doubles(json["means"]),
      directions: try NumberBlock.doubles(json["directions"]),
      variances: try NumberBlock.doubles(json["variances"]),
      shares: try NumberBlock.doubles(json["shares"]))
    guard directions.count == means.count * variances.count, shares.count == variances.count else {
      throw .damaged("components")
    }
  }
}
