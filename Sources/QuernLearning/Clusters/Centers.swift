import Glibc
import QuernSystem
import QuernText

/// Centers of clusters: a row belongs to the nearest one.
struct Centers: RowPredictor {
  let clusterCount: Int
  let featureCount: Int
  /// One center after the other.
  let values: [Double]

  /// The cluster and the distance to its center.
  var outputCount: Int { 2 }
  var acceptsMissing: Bool { false }

  func predictRows(
    _ rows: UnsafePointer<Double>, rowCount: Int, into out: UnsafeMutablePointer<Double>,
    interrupt: Interrupt?
  ) throws(Interrupted) {
    for row in 0..<rowCount {
      if row % 64 == 0 { try interrupt?.check() }
      let (cluster, square) = values.withUnsafeBufferPointer { values in
        Self.nearest(
          rows + row * featureCount, values.baseAddress, clusterCount: clusterCount,
          featureCount: featureCount)
      }
      out[row * 2] = Double(cluster)
      out[row * 2 + 1] = square.squareRoot()
    }
  }

  /// The nearest center and the squared distance; of equally near ones the first.
  @inline(__always)
  static func nearest(
    _ row: UnsafePointer<Double>, _ centers: UnsafePointer<Double>?, clusterCount: Int,
    featureCount: Int
  ) -> (cluster: Int, square: Double) {
    guard let centers else { return (0, 0) }
    var best = 0
    var least = Double.infinity
    for cluster in 0..<clusterCount {
      let square = VectorMath.squaredDistance(
        row, centers + cluster * featureCount, featureCount)
      if square < least {
        least = square
        best = cluster
      }
    }
    return (best, least)
  }

  var json: JSON {
    .object(
      JSONObject([
        ("clusters", .int(Int64(clusterCount))), ("features", .int(Int64(featureCount))),
        ("centers", NumberBlock.json(values)),
      ]))
  }

  init(clusterCount: Int, featureCount: Int, values: [Double]) {
    self.clusterCount = clusterCount
    self.featureCount = featureCount
    self.values = values
  }

  init(json: JSON) throws(LearningError) {
    guard let clusters = json["clusters"]?.intValue, let features = json["features"]?.intValue,
      (1...1_000_000).contains(clusters), (0...10_000_000).contains(features)
    else { throw .damaged("clusters") }
    self.init(
      clusterCount: Int(clusters), featureCount: Int(features),
      values: try NumberBlock.doubles(json["centers"]))
    guard values.count == clusterCount * featureCount else { throw .damaged("clusters") }
  }
}
