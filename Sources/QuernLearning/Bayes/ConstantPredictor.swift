import QuernSystem
import QuernText

/// The same for every row, or a class drawn at random: what does not look at the features.
///
/// A draw depends on the row's own values, so that a row gets the same class wherever it stands.
struct ConstantPredictor: RowPredictor {
  let values: [Double]
  /// Nil: nothing is drawn. Else the chance of each class.
  let chances: [Double]?
  let seed: UInt64
  let featureCount: Int

  var outputCount: Int { values.count }
  var acceptsMissing: Bool { true }

  func predictRows(
    _ rows: UnsafePointer<Double>, rowCount: Int, into out: UnsafeMutablePointer<Double>,
    interrupt: Interrupt?
  ) throws(Interrupted) {
    try interrupt?.check()
    for row in 0..<rowCount {
      let own = out + row * outputCount
      guard let chances else {
        for output in 0..<outputCount { own[output] = values[output] }
        continue
      }
      let drawn = Self.draw(chances, share(of: rows + row * featureCount))
      if outputCount == 1 {
        own[0] = drawn == 1 ? 1 : 0
      } else {
        for output in 0..<outputCount { own[output] = output == drawn ? 1 : 0 }
      }
    }
  }

  private static func draw(_ chances: [Double], _ share: Double) -> Int {
    var rest = share
    for (index, chance) in chances.enumerated() {
      if rest < chance { return index }
      rest -= chance
    }
    return chances.lastIndex { $0 > 0 } ?? 0
  }

  private func share(of row: UnsafePointer<Double>) -> Double {
    var mixed = seed
    for feature in 0..<featureCount {
      let value = row[feature]
      let bits = value.isNaN ? 1 : value == 0 ? 0 : value.bitPattern
      mixed = (mixed ^ bits) &* 0x9e37_79b9_7f4a_7c15
      mixed ^= mixed >> 29
    }
    let block = Philox4x32(key: seed).block((mixed, 0))
    return Double((UInt64(block.y) << 32 | UInt64(block.x)) >> 11) * 0x1p-53
  }

  var json: JSON {
    .object(
      JSONObject([
        ("values", NumberBlock.json(values)), ("chances", chances.map(NumberBlock.json) ?? .null),
        ("seed", .string(String(seed, radix: 16))), ("features", .int(Int64(featureCount))),
      ]))
  }

  init(values: [Double], chances: [Double]?, seed: UInt64, featureCount: Int) {
    self.values = values
    self.chances = chances
    self.seed = seed
    self.featureCount = featureCount
  }

  init(json: JSON) throws(LearningError) {
    let chances = json["chances"] ?? .null
    guard let seed = UInt64(json["seed"]?.stringValue ?? "", radix: 16),
      let features = json["features"]?.intValue, (0...10_000_000).contains(features)
    else { throw .damaged("baseline") }
    self.init(
      values: try NumberBlock.doubles(json["values"]),
      chances: chances.isNull ? nil : try NumberBlock.doubles(chances), seed: seed,
      featureCount: Int(features))
    guard !values.isEmpty, chances.isNull || self.chances?.count == max(2, values.count) else {
      throw .damaged("baseline")
    }
  }
}
