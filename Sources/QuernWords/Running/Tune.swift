import QuernLearning
import QuernPlan
import QuernSystem
import QuernTable
import QuernText
import QuernValue

extension Word {
  /// `tune(t, xgboost(max_depth: 3..10, eta: log(0.01..0.3)), target: .churn, trials: 50)`
  static let tune = Word(
    "tune", .running,
    "Try parameters and keep the best: ranges or lists stand where `train` takes values; gives "
      + "`best`, an algorithm to train with, its `score`, the `metric`, and a table of `trials`.",
    parameters: [
      .required("t", .table, "The training rows."),
      .required(
        "algorithm", .algorithm,
        "With open parameters: a range `3..10`, `log(0.01..0.3)`, or a list to choose from."),
    ] + Parameter.training + [
      .option("trials", .int, default: "20", "How many combinations; all of a grid without it."),
      .option(
        "search", .constant, default: "auto", constants: ["auto", "grid", "random", "halving"],
        "`grid`: all combinations, where all are lists; `random`; `halving`: many on few rows, "
          + "the best third on three times as many, and so on."),
      .option(
        "metric", .either([.constant, .function]), constants: Metric.allCases.map(\.rawValue),
        "What decides; the chief one of the task without it."),
      .option(
        "validation", .table, "Rows to measure on; folds of the training rows without it."),
    ] + Parameter.folding + [.option("seed", .int, "Instead of the notebook's.")],
    result: .type(
      .record([
        StaticType.Member("best", .plain(.algorithm)), StaticType.Member("score", .float),
        StaticType.Member("metric", .string), StaticType.Member("trials", .anyTable),
      ])),
    isRandom: true,
    examples: [
      WordExample(
        "let t = table({x: [1, 2, 3, 4, 5, 6], y: [3, 5, 7, 9, 11, 14]})\n"
          + "let tuned = t |> tune(linear(l2: [0, 1, 10]), target: .y, folds: 3)\n"
          + "t |> train(tuned.best, target: .y)")
    ],
    body: { call in try TuneCall(call).run() })
}

/// One combination of parameters and what it came to.
private struct Trial {
  let number: Int
  let algorithm: AlgorithmSpec
  var score: Double?
  var deviation: Double?
  /// The share of the training rows that it was trained on.
  var share = 1.0
}

/// One call of `tune`.
private struct TuneCall {
  let call: WordCall
  let space: SearchSpace
  let runner: FoldRunner
  let choice: MetricChoice
  let trialCountMax: Int

  /// Rows times this, and trials by it, from one round of halving to the next.
  private static let reduction = 3

  init(_ call: WordCall) throws {
    self.call = call
    space = try SearchSpace(try call.algorithm("algorithm"))
    guard !space.axes.isEmpty else {
      throw RuntimeError(.nothingToTune(space.base.text, at: call.range(of: "algorithm")))
    }
    if let validation = try call.tableIfGiven("validation") {
      for name in ["folds", "order", "stratify"] where call.isGiven(name) {
        throw RuntimeError(.validationAndFolds(name, at: call.range(of: name)))
      }
      runner = try FoldRunner(call, [], validation: validation).measuring(call)
    } else {
      runner = try FoldRunner(call, []).measuring(call)
    }
    choice = runner.choices[0]
    trialCountMax = try call.int("trials", in: 1...10_000) ?? 20
  }

  func run() throws -> Value {
    let started = call.host.now()
    let beganNs = Clock.system.monotonicNs()
    let search = try call.constant("search") ?? "auto"
    var trials: [Trial]
    switch search {
    case "grid": trials = try grid()
    case "auto":
      trials = space.isOfLists && fitsGrid ? try grid() : drawn(trialCountMax)
    default: trials = drawn(trialCountMax)
    }
    trials = search == "halving" ? try halved(trials) : try measured(trials, share: 1)
    let ranked = trials.sorted { isBefore($0, $1) }
    guard let best = ranked.first, let score = best.score else {
      throw RuntimeError(.noTrial(choice.name, at: call.site.range))
    }
    warnOfEnds(best)
    try record(best, ranked, started, Double(Clock.system.monotonicNs() - beganNs) / 1e9)
    return .record([
      ("best", .algorithm(best.algorithm)), ("score", .number(score)),
      ("metric", .string(choice.name)), ("trials", .table(try table(ranked))),
    ])
  }

  /// Whether the whole grid is tried where nothing is said.
  private var fitsGrid: Bool {
    guard let count = space.gridCount else { return false }
    return !call.isGiven("trials") || count <= trialCountMax
  }

  private func grid() throws -> [Trial] {
    guard let count = space.gridCount else {
      throw RuntimeError(.gridOfRanges(at: call.range(of: "search")))
    }
    let limit = call.isGiven("trials") ? trialCountMax : 10_000
    guard count <= limit else {
      throw RuntimeError(.gridTooLarge(count, limit: limit, at: call.range(of: "search")))
    }
    return (0..<count).map { Trial(number: $0 + 1, algorithm: space.grid($0)) }
  }

  /// Combinations drawn at random, each once; fewer where there are no more.
  private func drawn(_ count: Int) -> [Trial] {
    let random = RandomStream(seed: runner.request.seed, word: "tune", ordinal: 0)
    var seen: Set<AlgorithmSpec> = []
    var trials: [Trial] = []
    for draw in 0..<(count * 20) where trials.count < count {
      let algorithm = space.drawn(random.child(draw))
      guard seen.insert(algorithm).inserted else { continue }
      trials.append(Trial(number: trials.count + 1, algorithm: algorithm))
    }
    return trials
  }

  private func measured(
    _ trials: [Trial], share: Double, done: Int = 0, of total: Int? = nil
  ) throws -> [Trial] {
    var measured: [Trial] = []
    for trial in trials {
      call.emitProgress("tune", done + measured.count, total ?? trials.count, "trials")
      var trial = trial
      let folds = try runner.measure(trial.algorithm, share: share) { _, _ in }
      trial.score = FoldRunner.mean(folds, 0)
      trial.deviation = FoldRunner.deviation(folds, 0)
      trial.share = share
      measured.append(trial)
    }
    return measured
  }

  /// All on few rows, then the best third on three times as many, until the last ones have all.
  private func halved(_ trials: [Trial]) throws -> [Trial] {
    var rounds = 1
    var size = trials.count
    while size > Self.reduction {
      size = (size + Self.reduction - 1) / Self.reduction
      rounds += 1
    }
    var sizes = [trials.count]
    for _ in 1..<max(1, rounds) {
      sizes.append((sizes[sizes.count - 1] + Self.reduction - 1) / Self.reduction)
    }
    let total = sizes.reduce(0, +)
    var out: [Trial] = []
    var running = trials
    var done = 0
    for round in 0..<rounds {
      var share = 1.0
      for _ in round..<(rounds - 1) { share /= Double(Self.reduction) }
      running = try measured(running, share: share, done: done, of: total)
        .sorted { isBefore($0, $1) }
      done += running.count
      guard round + 1 < rounds else { break }
      out += running.dropFirst(sizes[round + 1])
      running = Array(running.prefix(sizes[round + 1]))
    }
    return out + running
  }

  /// Trained on more rows first, then the better score, then the earlier trial.
  private func isBefore(_ a: Trial, _ b: Trial) -> Bool {
    if a.share != b.share { return a.share > b.share }
    switch (a.score, b.score) {
    case (let x?, let y?) where x != y: return choice.isBetterHigh ? x > y : x < y
    case (nil, .some): return false
    case (.some, nil): return true
    default: return a.number < b.number
    }
  }

  /// Says where the best value lies at the end of its range.
  private func warnOfEnds(_ best: Trial) {
    for axis in space.axes {
      guard let value = best.algorithm[axis.name], let end = axis.choice.end(value) else {
        continue
      }
      call.tableContext.notes.add(
        Note(
          code: "end-of-range",
          text: "\(axis.name): the best value, \(value.literalText), is the \(end) end of its "
            + "range: a wider one may hold a better"))
    }
  }

  private func table(_ trials: [Trial]) throws -> Table {
    var fields = [Field(name: "trial", type: .int)]
    for axis in space.axes {
      let values = trials.map { $0.algorithm[axis.name] ?? .null }
      fields.append(Field(name: axis.name, type: Scalar.commonType(values) ?? .string))
    }
    fields.append(Field(name: choice.name, type: .float))
    let hasDeviation = runner.pairs.count > 1
    let isHalving = trials.contains { $0.share != trials[0].share }
    if hasDeviation { fields.append(Field(name: "sd", type: .float)) }
    if isHalving { fields.append(Field(name: "share", type: .float)) }
    func number(_ value: Double?) -> Scalar { value.map { .float($0) } ?? .null }
    let rows = trials.map { trial in
      [Scalar.int(Int64(trial.number))]
        + zip(space.axes, fields.dropFirst()).map { axis, field in
          let value = trial.algorithm[axis.name] ?? .null
          return field.type == .string && !value.isNull ? .string(value.text) : value
        } + [number(trial.score)] + (hasDeviation ? [number(trial.deviation)] : [])
        + (isHalving ? [.float(trial.share)] : [])
    }
    return Table(data: try TableData.build(Schema(fields: fields), rows: rows))
  }

  private func record(
    _ best: Trial, _ trials: [Trial], _ started: Int64, _ seconds: Double
  ) throws {
    let request = runner.request
    var run = RunRecord(
      kind: "tune", name: nil, token: call.token,
      parameters: [
        ("algorithm", .string(request.algorithm.name)),
        ("target", request.target.map { .string($0) } ?? .null),
        ("trials", .int(Int64(trials.count))),
      ], seed: request.seed, startedMicroseconds: started, seconds: seconds)
    for parameter in best.algorithm.parameters {
      run.parameters.append((parameter.name, parameter.value.json()))
    }
    if let score = best.score { run.metrics.append((choice.name, score)) }
    for trial in trials.sorted(by: { $0.number < $1.number }) {
      guard let score = trial.score else { continue }
      run.steps.append(RunStep(step: trial.number, name: choice.name, value: score))
    }
    run.digests = [("data", try request.table.digest(call.tableContext))]
    try call.host.record(run)
  }
}

extension FoldRunner {
  /// The same with the one metric that decides.
  fileprivate func measuring(_ call: WordCall) throws -> FoldRunner {
    let given = try call.metrics("metric")
    guard given.isEmpty else { return FoldRunner(self, given) }
    return FoldRunner(self, [.builtIn(Metric.all(for: task)[0])])
  }

  private init(_ other: FoldRunner, _ choices: [MetricChoice]) {
    self.init(
      call: other.call, request: other.request, task: other.task, pairs: other.pairs,
      choices: choices)
  }
}
