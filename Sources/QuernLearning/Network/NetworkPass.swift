import Glibc
import QuernSystem
import QuernTable
import QuernText

/// Goes through rows forth and back: losses and slopes over a fixed grid.
struct NetworkPass {
  private let owner: NetworkFit
  private let data: NetworkRows
  private let batchRowCount: Int
  private let chunkRowCount: Int
  private let offsets: [Int]
  private let blas: OpenBLAS

  /// Multiplications of a batch from which on it is split among threads.
  private static let sharedWorkMin = 1 << 21
  private static let lossRowCount = 256

  private var sizes: [Int] { owner.sizes }
  private var context: TableContext { owner.fit.context.table }
  private var parameterCount: Int { offsets[offsets.count - 1] }

  init(_ owner: NetworkFit, _ data: NetworkRows) throws(LearningError) {
    self.owner = owner
    self.data = data
    offsets = Network.offsets(owner.sizes)
    batchRowCount = min(owner.fit.algorithm.int("batch") ?? 200, max(1, data.rows.rowCount))
    let work = batchRowCount * offsets[offsets.count - 1]
    chunkRowCount =
      work < Self.sharedWorkMin ? batchRowCount : max(16, (batchRowCount + 3) / 4)
    blas = try OpenBLAS.open(for: owner.fit.context.table.workers)
  }

  /// One pass in batches; gives the mean loss of the rows as they came.
  func epoch(_ epoch: Int, _ descent: inout Descent) throws(LearningError) -> Double {
    let rowCount = data.rows.rowCount
    let order = owner.fit.stream.child(epoch).permutation(rowCount)
    var descended = descent
    let loss = try LearningError.wrapping {
      let spaces = try ChunkSpaces(
        chunks: (batchRowCount + chunkRowCount - 1) / chunkRowCount, rows: chunkRowCount, sizes,
        parameterCount, context.arena)
      var loss = 0.0
      var total = 0.0
      for first in stride(from: 0, to: rowCount, by: batchRowCount) {
        let batch = order[first..<min(first + batchRowCount, rowCount)]
        let weight = batch.reduce(0.0) { $0 + (data.weights?[$1] ?? 1) }
        guard weight > 0 else { continue }
        loss += try slopes(batch, weight, descended, spaces)
        total += weight
        descended.move(spaces.slopes(0))
      }
      return loss / total
    }
    descent = descended
    return loss
  }

  /// Leaves the mean slopes of a batch, with the penalty, in the first chunk's place.
  private func slopes(
    _ batch: ArraySlice<Int>, _ weight: Double, _ descent: Descent, _ spaces: ChunkSpaces
  ) throws -> Double {
    let count = (batch.count + chunkRowCount - 1) / chunkRowCount
    let interrupt = context.interrupt
    try context.workers.forEach(count: count, interrupt: interrupt) { chunk in
      let start = batch.startIndex + chunk * chunkRowCount
      let rows = batch[start..<min(start + chunkRowCount, batch.endIndex)]
      try forth(rows, descent.parameters, spaces, chunk, interrupt)
      try back(rows, descent.parameters, spaces, chunk, interrupt)
    }
    let sum = spaces.slopes(0)
    var loss = spaces.losses[0]
    for chunk in 1..<max(1, count) {
      VectorMath.add(1, spaces.slopes(chunk), parameterCount, to: sum)
      loss += spaces.losses[chunk]
    }
    for layer in 1..<sizes.count {
      // Constants are not penalised.
      let weights = offsets[layer - 1]..<(offsets[layer] - sizes[layer])
      for place in weights { sum[place] += descent.l2 * descent.parameters[place] }
    }
    for place in 0..<parameterCount { sum[place] /= weight }
    return loss
  }

  /// The mean loss of all rows.
  func loss(_ parameters: [Double]) throws(LearningError) -> Double {
    let rowCount = data.rows.rowCount
    return try LearningError.wrapping {
      let spaces = try ChunkSpaces(
        chunks: 1, rows: Self.lossRowCount, sizes, parameterCount, context.arena)
      var loss = 0.0
      for first in stride(from: 0, to: rowCount, by: Self.lossRowCount) {
        try context.interrupt.check()
        let rows = Array(first..<min(first + Self.lossRowCount, rowCount))
        try forth(rows[...], parameters, spaces, 0, context.interrupt)
        loss += residuals(rows[...], spaces, 0)
      }
      let total = data.weights.map { $0.reduce(0, +) } ?? Double(rowCount)
      return total > 0 ? loss / total : .nan
    }
  }

  // MARK: One chunk

  private func forth(
    _ rows: ArraySlice<Int>, _ parameters: [Double], _ spaces: ChunkSpaces, _ chunk: Int,
    _ interrupt: Interrupt
  ) throws(Interrupted) {
    let width = sizes[0]
    let input = spaces.values(chunk, layer: 0)
    for (place, row) in rows.enumerated() {
      (input + place * width).update(from: data.rows.values + row * width, count: width)
    }
    for layer in 1..<sizes.count {
      try interrupt.check()
      let (width, units) = (sizes[layer - 1], sizes[layer])
      let out = spaces.values(chunk, layer: layer)
      parameters.withUnsafeBufferPointer { parameters in
        guard let weights = parameters.baseAddress.map({ $0 + offsets[layer - 1] }) else { return }
        for place in 0..<rows.count {
          (out + place * units).update(from: weights + units * width, count: units)
        }
        guard width > 0 else { return }
        blas.combine(
          spaces.values(chunk, layer: layer - 1), weights, into: out, rows: rows.count,
          columns: units, inner: width, factor: 1, turning: .right)
      }
      if layer < sizes.count - 1 { owner.activation.apply(out, rows.count * units) }
    }
  }

  private func back(
    _ rows: ArraySlice<Int>, _ parameters: [Double], _ spaces: ChunkSpaces, _ chunk: Int,
    _ interrupt: Interrupt
  ) throws(Interrupted) {
    spaces.losses[chunk] = residuals(rows, spaces, chunk)
    let slopes = spaces.slopes(chunk)
    for layer in stride(from: sizes.count - 1, to: 0, by: -1) {
      try interrupt.check()
      let (width, units) = (sizes[layer - 1], sizes[layer])
      let delta = spaces.values(chunk, layer: layer)
      let input = spaces.values(chunk, layer: layer - 1)
      let own = slopes + offsets[layer - 1]
      if width > 0 {
        blas.combine(
          delta, input, into: own, rows: units, columns: width, inner: rows.count, factor: 0,
          turning: .left)
      }
      let constants = own + units * width
      for unit in 0..<units { constants[unit] = 0 }
      for place in 0..<rows.count {
        VectorMath.add(1, delta + place * units, units, to: constants)
      }
      guard layer > 1 else { continue }
      let work = spaces.work(chunk)
      parameters.withUnsafeBufferPointer { parameters in
        guard let weights = parameters.baseAddress.map({ $0 + offsets[layer - 1] }) else { return }
        blas.combine(
          delta, weights, into: work, rows: rows.count, columns: width, inner: units, factor: 0,
          turning: nil)
      }
      owner.activation.scale(work, by: input, rows.count * width)
      input.update(from: work, count: rows.count * width)
    }
  }

  /// Turns the last layer's sums into slopes of the loss; gives the loss.
  private func residuals(_ rows: ArraySlice<Int>, _ spaces: ChunkSpaces, _ chunk: Int) -> Double {
    let outputs = sizes[sizes.count - 1]
    let values = spaces.values(chunk, layer: sizes.count - 1)
    var loss = 0.0
    for (place, row) in rows.enumerated() {
      let own = values + place * outputs
      let weight = data.weights?[row] ?? 1
      let label = data.labels[row]
      switch owner.link {
      case .identity:
        let error = own[0] - label
        loss += weight * error * error / 2
        own[0] = weight * error
      case .sigmoid:
        let margin = own[0]
        loss += weight * (max(margin, 0) + log1p(exp(-abs(margin))) - label * margin)
        own[0] = weight * (LinearPredictor.sigmoid(margin) - label)
      case .softmax:
        LinearPredictor.softmax(UnsafeMutableBufferPointer(start: own, count: outputs))
        loss -= weight * log(max(own[Int(label)], 1e-300))
        for output in 0..<outputs { own[output] *= weight }
        own[Int(label)] -= weight
      }
    }
    return loss
  }
}

/// The memory of chunks that are worked on at once.
private final class ChunkSpaces: @unchecked Sendable {
  private let buffer: ArenaBuffer
  private let sizes: [Int]
  private let rowCount: Int
  private let parameterCount: Int
  private let chunkDoubles: Int
  private let widest: Int
  let losses: UnsafeMutablePointer<Double>

  init(
    chunks: Int, rows: Int, _ sizes: [Int], _ parameterCount: Int, _ arena: Arena
  ) throws(OutOfMemory) {
    self.sizes = sizes
    rowCount = rows
    self.parameterCount = parameterCount
    widest = sizes.max() ?? 1
    chunkDoubles = parameterCount + rows * (sizes.reduce(0, +) + widest)
    buffer = try arena.zeroedBuffer(
      (chunks * (chunkDoubles + 1)) * 8, doing: "the slopes of the network")
    losses = buffer.base.assumingMemoryBound(to: Double.self) + chunks * chunkDoubles
  }

  func slopes(_ chunk: Int) -> UnsafeMutablePointer<Double> {
    buffer.base.assumingMemoryBound(to: Double.self) + chunk * chunkDoubles
  }

  /// What each row has in a layer, row after row.
  func values(_ chunk: Int, layer: Int) -> UnsafeMutablePointer<Double> {
    slopes(chunk) + parameterCount + rowCount * sizes.prefix(layer).reduce(0, +)
  }

  /// Room for one more layer.
  func work(_ chunk: Int) -> UnsafeMutablePointer<Double> {
    slopes(chunk) + parameterCount + rowCount * sizes.reduce(0, +)
  }
}
