import Glibc
import QuernSystem
import QuernText

/// Layers of weighted sums, each row of which goes through the activation but the last.
struct Network: RowPredictor {
  enum Activation: String, Sendable {
    case relu
    case tanh
    case logistic

    @inline(__always)
    func apply(_ values: UnsafeMutablePointer<Double>, _ count: Int) {
      switch self {
      case .relu: for place in 0..<count { values[place] = max(0, values[place]) }
      case .tanh: for place in 0..<count { values[place] = Glibc.tanh(values[place]) }
      case .logistic:
        for place in 0..<count { values[place] = LinearPredictor.sigmoid(values[place]) }
      }
    }

    /// Multiplies slopes by that of the activation, which the activated values tell.
    @inline(__always)
    func scale(
      _ slopes: UnsafeMutablePointer<Double>, by values: UnsafePointer<Double>, _ count: Int
    ) {
      switch self {
      case .relu: for place in 0..<count where values[place] <= 0 { slopes[place] = 0 }
      case .tanh:
        for place in 0..<count { slopes[place] *= 1 - values[place] * values[place] }
      case .logistic:
        for place in 0..<count { slopes[place] *= values[place] * (1 - values[place]) }
      }
    }
  }

  /// Units of each layer, the features first.
  let sizes: [Int]
  let activation: Activation
  let link: LinearPredictor.Link
  /// Layer by layer: for each unit the weights of what goes in, then all constants.
  let parameters: [Double]

  var featureCount: Int { sizes[0] }
  var outputCount: Int { sizes[sizes.count - 1] }
  var acceptsMissing: Bool { false }

  /// Where the weights of each layer begin.
  static func offsets(_ sizes: [Int]) -> [Int] {
    var offsets = [0]
    for layer in 1..<sizes.count {
      offsets.append(offsets[layer - 1] + sizes[layer] * (sizes[layer - 1] + 1))
    }
    return offsets
  }

  func predictRows(
    _ rows: UnsafePointer<Double>, rowCount: Int, into out: UnsafeMutablePointer<Double>,
    interrupt: Interrupt?
  ) throws(Interrupted) {
    let widest = sizes.max() ?? 1
    let work = UnsafeMutablePointer<Double>.allocate(capacity: 2 * max(1, widest))
    defer { work.deallocate() }
    let offsets = Self.offsets(sizes)
    for row in 0..<rowCount {
      if row % 16 == 0 { try interrupt?.check() }
      parameters.withUnsafeBufferPointer { parameters in
        guard let base = parameters.baseAddress else { return }
        predict(rows + row * featureCount, base, offsets, work, widest, out + row * outputCount)
      }
    }
  }

  private func predict(
    _ row: UnsafePointer<Double>, _ parameters: UnsafePointer<Double>, _ offsets: [Int],
    _ work: UnsafeMutablePointer<Double>, _ widest: Int, _ out: UnsafeMutablePointer<Double>
  ) {
    var input = row
    for layer in 1..<sizes.count {
      let (width, units) = (sizes[layer - 1], sizes[layer])
      let weights = parameters + offsets[layer - 1]
      let isLast = layer == sizes.count - 1
      let output = isLast ? out : work + (layer % 2) * widest
      for unit in 0..<units {
        output[unit] =
          VectorMath.dot(input, weights + unit * width, width) + weights[units * width + unit]
      }
      if !isLast { activation.apply(output, units) }
      input = UnsafePointer(output)
    }
    switch link {
    case .identity: return
    case .sigmoid: out[0] = LinearPredictor.sigmoid(out[0])
    case .softmax:
      LinearPredictor.softmax(UnsafeMutableBufferPointer(start: out, count: outputCount))
    }
  }

  var json: JSON {
    .object(
      JSONObject([
        ("sizes", .array(sizes.map { .int(Int64($0)) })),
        ("activation", .string(activation.rawValue)), ("link", .string(link.rawValue)),
        ("parameters", NumberBlock.json(parameters)),
      ]))
  }

  init(
    sizes: [Int], activation: Activation, link: LinearPredictor.Link, parameters: [Double]
  ) {
    self.sizes = sizes
    self.activation = activation
    self.link = link
    self.parameters = parameters
  }

  init(json: JSON) throws(LearningError) {
    let sizes = (json["sizes"]?.arrayValue ?? []).compactMap { $0.intValue.map { Int($0) } }
    guard sizes.count >= 2, sizes.allSatisfy({ (0...10_000_000).contains($0) }),
      sizes.dropFirst().allSatisfy({ $0 > 0 }),
      let activation = Activation(rawValue: json["activation"]?.stringValue ?? ""),
      let link = LinearPredictor.Link(rawValue: json["link"]?.stringValue ?? "")
    else { throw .damaged("network") }
    self.init(
      sizes: sizes, activation: activation, link: link,
      parameters: try NumberBlock.doubles(json["parameters"]))
    guard parameters.count == Self.offsets(sizes).last else { throw .damaged("network") }
  }
}
