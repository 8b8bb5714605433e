import QuernSystem
import QuernTable
import Testing

@testable import QuernLearning

/// An interrupt in the middle of the work.
@Suite struct InterruptTests {
  @Test func sortingStopsAndSortsStably() throws {
    let interrupt = Interrupt()
    var values = (0..<100_000).map { (key: Scattered.below(50, $0, 0), place: $0) }
    let expected = values.sorted { ($0.key, $0.place) < ($1.key, $1.place) }
    try PatientSort.sort(&values, interrupt: interrupt) { $0.key < $1.key }
    #expect(values.map(\.place) == expected.map(\.place))
    interrupt.raise()
    #expect(
      code { try PatientSort.sort(&values, interrupt: interrupt) { $0.key < $1.key } }
        == "interrupted")
  }

  /// Each pass over the rows looks at the interrupt by itself.
  @Test(arguments: LearningTask.supervised)
  func everyPassOfAMetricStops(task: LearningTask) throws {
    let interrupt = Interrupt()
    let count = 1_000
    let outputs = task == .multiclass ? 3 : 1
    let said = Predictions(
      task: task,
      classes: task == .regression ? [] : (0..<(task == .binary ? 2 : 3)).map { .int($0) },
      positiveIndex: task == .binary ? 1 : nil, rowCount: count, outputCount: outputs,
      outputs: (0..<(count * outputs)).map { Scattered.share($0, 1) / Double(outputs) })
    let labels = (0..<count).map { Double(Scattered.below(task == .multiclass ? 3 : 2, $0, 2)) }
    let metrics = Metric.possible(for: task)
    let measuring = try Measuring(said, labels: labels, metrics: metrics, interrupt)
    #expect(try measuring.values(metrics).count == metrics.count)
    interrupt.raise()
    for metric in metrics {
      #expect(code { _ = try measuring.values([metric]) } == "interrupted", "\(metric)")
    }
    #expect(
      code { _ = try Measuring(said, labels: labels, metrics: metrics, interrupt) } == "interrupted"
    )
    let digests = try RowDigests(rows: [1, 2, 3])
    #expect(code { _ = try digests.seen(among: [1], interrupt) } == "interrupted")
    guard let binary = measuring.binary else { return }
    #expect(code { _ = try binary.calibration() } == "interrupted")
    #expect(code { _ = try ROCCurve.points([], interrupt) } == nil)
  }

  /// The rows are many for a debug build: each algorithm would work for seconds.
  @Test(arguments: ["linear", "logistic", "xgboost", "forest", "mlp", "kmeans"])
  func anInterruptFromOutsideEndsAFit(algorithm: String) throws {
    let rows = 20_000
    let columns = (0..<12).map { column in
      ("x\(column)", (0..<rows).map { Scalar.float(Scattered.share($0, column)) })
    }
    let target = (0..<rows).map { Scalar.int(Int64(Scattered.below(2, $0, 20))) }
    let table = try World.table(columns + [("y", target)], groupRows: 4_096)
    let context = World.learning()
    let started = Gate()
    let request = TrainRequest(
      table: table,
      algorithm: AlgorithmSpec(
        name: algorithm, parameters: algorithm == "xgboost" ? [("rounds", .int(100_000))] : []),
      target: algorithm == "kmeans" ? nil : "y", task: algorithm == "linear" ? .regression : .auto)
    let interrupt = context.table.interrupt
    let thread = try PlatformThread.start(name: "interrupts", stackBytes: 1 << 20) {
      started.wait()
      interrupt.raise()
    }
    started.signal()
    let refused = code { _ = try Model.train(request, context) }
    thread.join()
    #expect(refused == "interrupted")
  }
}

/// Lets one thread wait for another.
private final class Gate: @unchecked Sendable {
  private let lock = Lock()
  private var isSet = false

  func signal() {
    lock.withLock {
      isSet = true
      lock.broadcast()
    }
  }

  func wait() {
    lock.withLock {
      while !isSet { lock.wait() }
    }
  }
}
