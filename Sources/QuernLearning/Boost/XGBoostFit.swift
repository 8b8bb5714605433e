import QuernSystem

/// One training by libxgboost, round by round.
struct XGBoostFit {
  let job: FitJob
  let interrupt: Interrupt

  /// Trains, measures after each round, stops early when asked to, and gives the model's JSON.
  func run(_ onProgress: FitRunner.OnProgress) throws(LearningError) -> FitResult {
    let library = try XGBoostLibrary.open()
    let header = job.header
    let training = try XGBoostMatrix(library, header.training, job.payload, header.threadCount)
    var watched: [(name: String, matrix: XGBoostMatrix)] = [("train", training)]
    if let rows = header.validation {
      let matrix = try XGBoostMatrix(library, rows, job.payload, header.threadCount)
      watched.append(("validation", matrix))
    }
    let booster = try XGBoostBooster(library, watching: watched.map(\.matrix))
    try booster.set("verbosity", "0")
    try booster.set("nthread", String(header.threadCount))
    for parameter in header.parameters { try booster.set(parameter.name, parameter.value) }
    try booster.nameFeatures(header.featureNames)

    var history: [MetricStep] = []
    var stopping = header.earlyStoppingRounds.map { EarlyStopping(patience: $0) }
    var rounds = 0
    while rounds < header.rounds {
      do throws(Interrupted) { try interrupt.check() } catch { throw LearningError(error) }
      try booster.update(round: rounds, with: training)
      rounds += 1
      let metrics = try booster.evaluate(round: rounds, watched)
      history += metrics
      onProgress(
        TrainProgress(done: rounds, total: header.rounds, unit: "rounds", metrics: metrics))
      if let last = metrics.last, last.rows == "validation",
        stopping?.shouldStop(after: last) == true
      {
        break
      }
    }
    let best = stopping?.bestRound ?? rounds
    let model = try best < rounds ? booster.sliced(to: best) : booster
    try model.nameFeatures(header.featureNames)
    return FitResult(
      modelBytes: try model.save(), history: history, rounds: rounds, bestRound: best)
  }
}

/// Watches one metric of the validation rows.
struct EarlyStopping {
  let patience: Int
  /// From 1; nil before the first round.
  private(set) var bestRound: Int?
  private var best = 0.0

  init(patience: Int) { self.patience = patience }

  /// Whether the metric has not become better for `patience` rounds.
  mutating func shouldStop(after step: MetricStep) -> Bool {
    guard let bestRound else {
      self.bestRound = step.step
      best = step.value
      return false
    }
    if Self.isBetterHigh(step.name) ? step.value > best : step.value < best {
      self.bestRound = step.step
      best = step.value
      return false
    }
    return step.step - bestRound >= patience
  }

  private static func isBetterHigh(_ metric: String) -> Bool {
    metric == "auc" || metric == "aucpr"
  }
}

/// A DMatrix, freed with the object.
final class XGBoostMatrix {
  let handle: XGBoostLibrary.Handle
  private let library: XGBoostLibrary

  init(
    _ library: XGBoostLibrary, _ rows: FitRows, _ payload: FitPayload, _ threadCount: Int
  ) throws(LearningError) {
    var created: XGBoostLibrary.Handle?
    try library.check(
      library.createMatrix(
        payload.floats(at: rows.offsetBytes), UInt64(rows.rowCount), UInt64(rows.columnCount), .nan,
        &created, Int32(threadCount)))
    guard let created else {
      throw .library(name: "xgboost", message: "no matrix was made", hint: nil)
    }
    handle = created
    self.library = library
    try library.check(
      library.setFloats(
        handle, "label", payload.floats(at: rows.labelOffsetBytes), UInt64(rows.rowCount)))
    if rows.hasWeights {
      try library.check(
        library.setFloats(
          handle, "weight", payload.floats(at: rows.weightOffsetBytes), UInt64(rows.rowCount)))
    }
  }

  deinit { _ = library.freeMatrix(handle) }
}

/// A Booster, freed with the object.
final class XGBoostBooster {
  private let handle: XGBoostLibrary.Handle
  private let library: XGBoostLibrary

  init(_ library: XGBoostLibrary, watching matrices: [XGBoostMatrix]) throws(LearningError) {
    var created: XGBoostLibrary.Handle?
    let handles = matrices.map { Optional($0.handle) }
    try library.check(library.createBooster(handles, UInt64(handles.count), &created))
    guard let created else {
      throw .library(name: "xgboost", message: "no booster was made", hint: nil)
    }
    handle = created
    self.library = library
  }

  private init(_ library: XGBoostLibrary, handle: XGBoostLibrary.Handle) {
    self.library = library
    self.handle = handle
  }

  deinit { _ = library.freeBooster(handle) }

  func set(_ name: String, _ value: String) throws(LearningError) {
    try library.check(library.setParameter(handle, name, value))
  }

  func nameFeatures(_ names: [String]) throws(LearningError) {
    try setTexts("feature_name", names)
    try setTexts("feature_type", names.map { _ in "float" })
  }

  private func setTexts(_ field: String, _ texts: [String]) throws(LearningError) {
    let bytes = texts.map { Array($0.utf8CString) }
    let total = bytes.reduce(0) { $0 + $1.count }
    let storage = UnsafeMutablePointer<CChar>.allocate(capacity: max(1, total))
    defer { storage.deallocate() }
    var pointers: [UnsafePointer<CChar>?] = []
    var end = storage
    for text in bytes {
      pointers.append(UnsafePointer(end))
      for character in text {
        end.initialize(to: character)
        end += 1
      }
    }
    try library.check(
      library.setFeatureTexts(handle, field, &pointers, UInt64(pointers.count)))
  }

  func update(round: Int, with matrix: XGBoostMatrix) throws(LearningError) {
    try library.check(library.update(handle, Int32(round), matrix.handle))
  }

  /// What the round's metrics are on each of `watched`; the last one is of the last rows.
  func evaluate(
    round: Int, _ watched: [(name: String, matrix: XGBoostMatrix)]
  ) throws(LearningError) -> [MetricStep] {
    var handles = watched.map { Optional($0.matrix.handle) }
    let names = watched.map { Array($0.name.utf8CString) }
    var told: UnsafePointer<CChar>?
    let status = names[0].withUnsafeBufferPointer { first in
      (names.count > 1 ? names[1] : names[0]).withUnsafeBufferPointer { second in
        var pointers = [first.baseAddress, second.baseAddress]
        return library.evaluate(
          handle, Int32(round - 1), &handles, &pointers, UInt64(handles.count), &told)
      }
    }
    try library.check(status)
    guard let told else { return [] }
    return Self.parse(String(cString: told), round: round, rows: watched.map(\.name))
  }

  /// `[3]\ttrain-logloss:0.51\tvalidation-logloss:0.53`
  static func parse(_ line: String, round: Int, rows: [String]) -> [MetricStep] {
    line.split(separator: "\t").dropFirst().compactMap { part in
      guard let colon = part.lastIndex(of: ":"),
        let value = Double(part[part.index(after: colon)...]),
        let name = rows.first(where: { part.hasPrefix($0 + "-") })
      else { return nil }
      let metric = part[..<colon].dropFirst(name.count + 1)
      return MetricStep(step: round, rows: name, name: String(metric), value: value)
    }
  }

  /// The booster as it was after `rounds` rounds.
  func sliced(to rounds: Int) throws(LearningError) -> XGBoostBooster {
    var slice: XGBoostLibrary.Handle?
    try library.check(library.slice(handle, 0, Int32(rounds), 1, &slice))
    guard let slice else {
      throw .library(name: "xgboost", message: "no slice was made", hint: nil)
    }
    return XGBoostBooster(library, handle: slice)
  }

  /// The model as XGBoost's JSON.
  func save() throws(LearningError) -> [UInt8] {
    var count: UInt64 = 0
    var bytes: UnsafePointer<CChar>?
    try library.check(library.save(handle, #"{"format":"json"}"#, &count, &bytes))
    guard let bytes else { return [] }
    return UnsafeRawBufferPointer(start: bytes, count: Int(count)).map { $0 }
  }
}
