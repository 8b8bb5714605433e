import QuernSystem
import QuernTable
import QuernText

/// Keeps the training rows.
struct NeighboursFit {
  let fit: AlgorithmFit

  /// The rows stand in the model's file.
  private static let byteCountMax = 512 << 20

  init(_ fit: AlgorithmFit) { self.fit = fit }

  func run() throws(LearningError) -> AlgorithmFit.Outcome {
    let k = fit.algorithm.int("k") ?? 5
    let allCount = fit.training.rowCount
    let rowCount = min(fit.algorithm.int("sample_size") ?? allCount, allCount)
    guard rowCount >= k else {
      throw .tooFewRows("knn", rows: rowCount, needed: k, parameter: "k")
    }
    let width = fit.training.schema.count
    guard rowCount * width * 8 <= Self.byteCountMax else {
      throw .tooLargeToKeep(rows: rowCount, features: width, limit: Self.byteCountMax)
    }
    let (matrix, labels) = try rows(rowCount)
    try LearningError.wrapping {
      _ = try OpenBLAS.open(for: fit.context.table.workers)
      try fit.context.table.arena.reserve(rowCount * width * 8, doing: "the rows of knn")
    }
    defer { fit.context.table.arena.release(rowCount * width * 8) }
    let sums = try GroupedSums.over(rowCount, width: max(1, width), fit.context.table) {
      range, out in
      for row in range { VectorMath.add(1, matrix.values + row * width, width, to: out) }
    }
    let metric = try metric()
    let isCentered = metric != .cosine
    let means = (0..<width).map { isCentered ? sums[$0] / Double(rowCount) : 0 }
    func kept(_ rows: [Double]) -> Neighbours {
      Neighbours(
        k: k, metric: metric, isByDistance: fit.algorithm.text("weights") == "distance",
        classCount: fit.known.task == .regression ? 0 : fit.known.classCount, means: means,
        rows: rows, labels: labels)
    }
    let shape = kept([])
    var rows = [Double](repeating: 0, count: rowCount * width)
    for row in 0..<rowCount {
      if row % 1_024 == 0 { try fit.check() }
      rows.withUnsafeMutableBufferPointer { rows in
        guard let base = rows.baseAddress else { return }
        shape.prepare(matrix.values + row * width, into: base + row * width)
      }
    }
    let note = rowCount < allCount ? ["kept \(rowCount) of \(allCount) rows, drawn at random"] : []
    return (.neighbours(kept(rows)), [], note)
  }

  private func metric() throws(LearningError) -> Neighbours.Metric {
    guard let theirs = fit.algorithm.text("index_metric") else {
      return Neighbours.Metric(rawValue: fit.algorithm.text("metric") ?? "") ?? .euclidean
    }
    guard !fit.algorithm.isGiven("metric") else {
      throw .saidTwice("metric", "index_metric", of: "knn")
    }
    return theirs == "COSINE" ? .cosine : .euclidean
  }

  /// The rows that are kept, in the order of the table.
  private func rows(
    _ count: Int
  ) throws(LearningError) -> (FeatureMatrix<Double>, labels: [Double]) {
    let labels = fit.known.labels
    guard count < fit.training.rowCount else { return (try fit.matrix(), labels) }
    let taken = fit.stream.permutation(fit.training.rowCount).prefix(count).sorted()
    let part = try LearningError.wrapping { try fit.training.taking(taken, fit.context.table) }
    let matrix = try FeatureMatrix<Double>(
      part, algorithm: fit.algorithm.kind, context: fit.context.table)
    return (matrix, taken.map { labels[$0] })
  }
}

extension LearningError {
  static func saidTwice(_ name: String, _ other: String, of algorithm: String) -> LearningError {
    mistake(
      "repeated-parameter", "`\(name)` and `\(other)` of `\(algorithm)` say the same thing",
      hints: ["leave one of them out"], parameter: other)
  }

  static func tooLargeToKeep(rows: Int, features: Int, limit: Int) -> LearningError {
    mistake(
      "too-large-to-keep",
      "`knn` keeps its training rows: \(Numbers.grouped(Int64(rows))) rows of \(features) features "
        + "are more than \(Numbers.bytes(limit))",
      hints: ["train on a part: sample(100000) before train"])
  }
}
