import QuernSystem
import QuernTable

/// Features as small numbers, column by column: 0 where missing, else the place among the values.
///
/// A feature with at most 255 values has one bin for each; others have bins of about equally many
/// rows. A split lies in the middle between the values on either side of it.
final class BinnedFeatures: Sendable {
  let rowCount: Int
  let featureCount: Int
  /// By feature: the least and the greatest value of each bin, from bin 1 on.
  let lows: [[Float]]
  let highs: [[Float]]
  private let buffer: ArenaBuffer

  static let binCountMax = 255
  /// Bins are laid by at most this many rows, evenly taken.
  private static let sampledRowCountMax = 262_144

  /// Valid while the object lives.
  func bins(of feature: Int) -> UnsafePointer<UInt8> {
    UnsafePointer(
      buffer.base.assumingMemoryBound(to: UInt8.self) + feature * rowCount)
  }

  init(_ matrix: FeatureMatrix<Float>, _ context: TableContext) throws(LearningError) {
    rowCount = matrix.rowCount
    featureCount = matrix.columnCount
    let (rowCount, featureCount) = (rowCount, featureCount)
    let made = try LearningError.wrapping {
      let buffer = try context.arena.buffer(
        rowCount * featureCount, doing: "the bins of the features")
      let bytes = SharedBytes(buffer.base.assumingMemoryBound(to: UInt8.self))
      let columnBytes = rowCount * 4
      let slots = min(context.workers.threadCount, max(1, featureCount))
      // Sorting needs a column and a copy of it, on each thread.
      try context.arena.reserve(3 * slots * columnBytes, doing: "the bins of the features")
      defer { context.arena.release(3 * slots * columnBytes) }
      let edges = try context.workers.map(count: featureCount, interrupt: context.interrupt) {
        feature in
        try Self.lay(
          matrix, feature, into: bytes.values + feature * rowCount, context.interrupt)
      }
      return (buffer, edges)
    }
    buffer = made.0
    lows = made.1.map(\.lows)
    highs = made.1.map(\.highs)
  }

  private static func lay(
    _ matrix: FeatureMatrix<Float>, _ feature: Int, into out: UnsafeMutablePointer<UInt8>,
    _ interrupt: Interrupt
  ) throws -> (lows: [Float], highs: [Float]) {
    let width = matrix.columnCount
    let step = (matrix.rowCount + sampledRowCountMax - 1) / max(1, sampledRowCountMax)
    var sample: [Float] = []
    sample.reserveCapacity(matrix.rowCount / max(1, step) + 1)
    for row in stride(from: 0, to: matrix.rowCount, by: max(1, step)) {
      let value = matrix.values[row * width + feature]
      // -0 and 0 are one value.
      if !value.isNaN { sample.append(value + 0) }
    }
    try PatientSort.sort(&sample, interrupt: interrupt, by: <)
    // Where only missing values were looked at, one bin takes what comes.
    let uppers = sample.isEmpty ? [.infinity] : Self.uppers(of: sample)
    var lows = [Float](repeating: .infinity, count: uppers.count)
    var highs = [Float](repeating: -.infinity, count: uppers.count)
    for row in 0..<matrix.rowCount {
      if row % 16_384 == 0 { try interrupt.check() }
      let value = matrix.values[row * width + feature] + 0
      guard !value.isNaN else {
        out[row] = 0
        continue
      }
      let bin = Self.place(of: value, in: uppers)
      lows[bin] = min(lows[bin], value)
      highs[bin] = max(highs[bin], value)
      out[row] = UInt8(bin + 1)
    }
    return (lows, highs)
  }

  /// The greatest value of each bin.
  private static func uppers(of sorted: [Float]) -> [Float] {
    var distinct: [(value: Float, count: Int)] = []
    for value in sorted {
      if let last = distinct.last, last.value == value {
        distinct[distinct.count - 1].count += 1
      } else {
        distinct.append((value, 1))
      }
    }
    guard distinct.count > binCountMax else { return distinct.map(\.value) }
    var uppers: [Float] = []
    var inBin = 0
    var rest = sorted.count
    for (value, count) in distinct {
      inBin += count
      let binsLeft = binCountMax - uppers.count
      if inBin * binsLeft >= rest {
        uppers.append(value)
        rest -= inBin
        inBin = 0
      }
    }
    if let last = distinct.last?.value, uppers.last != last { uppers[uppers.count - 1] = last }
    return uppers
  }

  @inline(__always)
  private static func place(of value: Float, in uppers: [Float]) -> Int {
    var low = 0
    var high = uppers.count - 1
    while low < high {
      let middle = (low + high) / 2
      if uppers[middle] < value { low = middle + 1 } else { high = middle }
    }
    return low
  }

  /// A number above all of bin `left` and not above any of bin `right`.
  func threshold(_ feature: Int, left: Int, right: Int) -> Float {
    let below = highs[feature][left - 1]
    let above = lows[feature][right - 1]
    let middle = below / 2 + above / 2
    return middle > below && middle <= above ? middle : above
  }
}

/// A pointer that threads share, each writing a part of its own.
struct SharedBytes: @unchecked Sendable {
  let values: UnsafeMutablePointer<UInt8>

  init(_ values: UnsafeMutablePointer<UInt8>) { self.values = values }
}
