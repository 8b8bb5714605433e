import Glibc
import QuernSystem
import QuernText

/// Weighted sums of the features, and what they mean.
struct LinearPredictor: Hashable, RowPredictor {
  enum Link: String, Hashable, Sendable {
    case identity
    /// One sum: the log-odds of the positive class.
    case sigmoid
    /// One sum per class.
    case softmax
  }

  let link: Link
  /// One list of coefficients per output.
  let coefficients: [[Double]]
  let intercepts: [Double]

  var outputCount: Int { intercepts.count }
  var featureCount: Int { coefficients.first?.count ?? 0 }

  var acceptsMissing: Bool { false }

  func predictRows(
    _ rows: UnsafePointer<Double>, rowCount: Int, into out: UnsafeMutablePointer<Double>,
    interrupt: Interrupt?
  ) throws(Interrupted) {
    try interrupt?.check()
    for row in 0..<rowCount {
      predict(rows + row * featureCount, into: out + row * outputCount)
    }
  }

  /// Predictions of one row, into `outputCount` places.
  func predict(_ row: UnsafePointer<Double>, into out: UnsafeMutablePointer<Double>) {
    for output in 0..<outputCount {
      var sum = intercepts[output]
      coefficients[output].withUnsafeBufferPointer { weights in
        for feature in weights.indices { sum += row[feature] * weights[feature] }
      }
      out[output] = sum
    }
    switch link {
    case .identity: return
    case .sigmoid: out[0] = Self.sigmoid(out[0])
    case .softmax: Self.softmax(UnsafeMutableBufferPointer(start: out, count: outputCount))
    }
  }

  /// 1 / (1 + e^-x) without overflow.
  static func sigmoid(_ x: Double) -> Double {
    if x >= 0 { return 1 / (1 + exp(-x)) }
    let e = exp(x)
    return e / (1 + e)
  }

  static func softmax(_ values: UnsafeMutableBufferPointer<Double>) {
    var greatest = -Double.infinity
    for value in values { greatest = max(greatest, value) }
    var sum = 0.0
    for i in values.indices {
      values[i] = exp(values[i] - greatest)
      sum += values[i]
    }
    for i in values.indices { values[i] /= sum }
  }

  var json: JSON {
    .object(
      JSONObject([
        ("link", .string(link.rawValue)),
        ("coefficients", .array(coefficients.map { .array($0.map { .number($0) }) })),
        ("intercepts", .array(intercepts.map { .number($0) })),
      ]))
  }

  init(link: Link, coefficients: [[Double]], intercepts: [Double]) {
    self.link = link
    self.coefficients = coefficients
    self.intercepts = intercepts
  }

  init(json: JSON) throws(LearningError) {
    let intercepts = json["intercepts"]?.arrayValue?.compactMap(\.doubleValue) ?? []
    let rows = json["coefficients"]?.arrayValue ?? []
    let coefficients = rows.map { $0.arrayValue?.compactMap(\.doubleValue) ?? [] }
    guard let link = Link(rawValue: json["link"]?.stringValue ?? ""), !intercepts.isEmpty,
      coefficients.count == intercepts.count,
      coefficients.allSatisfy({ $0.count == coefficients[0].count })
    else { throw .damaged("linear model") }
    self.init(link: link, coefficients: coefficients, intercepts: intercepts)
  }
}
