internal import QuernSystem
internal import QuernTable
internal import QuernText
internal import QuernValue
internal import QuernWire

/// What one execution of a cell looked at and showed, collected from whichever thread.
final class CellLog: @unchecked Sendable {
  private let lock = Lock()
  private var entries: [TraceEntry] = []
  private var tables: [(path: String, table: Table)] = []
  private var shown: [JSON] = []
  /// Text of `print` since the last other output.
  private var printed = ""
  private var writeCount = 0
  /// Of each bar: when it began, and when it was last shown.
  private var bars: [String: (beganNs: Int64, shownNs: Int64)] = [:]
  private var acted = false
  private var trained = false
  private var runs: [String] = []

  /// A bar is shown at most so often.
  private static let progressIntervalNs: Int64 = 100_000_000
  /// Bars whose times are kept.
  private static let barCountMax = 256

  func add(_ entry: TraceEntry) {
    lock.withLock { if !entries.contains(entry) { entries.append(entry) } }
  }

  func add(opened path: String, _ table: Table) {
    lock.withLock { tables.append((path, table)) }
  }

  /// Text that follows text is one output: what is kept does not depend on when it was shown.
  func add(printed text: String) { lock.withLock { printed += text } }

  /// Any other output.
  func add(output: JSON) {
    lock.withLock {
      endText()
      shown.append(output)
    }
  }

  private func endText() {
    guard !printed.isEmpty else { return }
    shown.append(.members([("kind", .string("stream")), ("text", .string(printed))]))
    printed = ""
  }

  /// Number of the next `write` of this execution, from 0.
  func nextWrite() -> Int {
    lock.withLock {
      defer { writeCount += 1 }
      return writeCount
    }
  }

  /// The progress with its time, where it may be shown; what begins again starts its time anew.
  func timed(_ progress: ProgressOutput, at nanoseconds: Int64) -> ProgressOutput? {
    let key = progress.id ?? "\(progress.label) \(progress.unit)"
    return lock.withLock {
      var bar = bars[key] ?? (nanoseconds, nanoseconds - Self.progressIntervalNs)
      if progress.done == 0 { bar.beganNs = nanoseconds }
      defer {
        if bars.count >= Self.barCountMax { bars = [:] }
        bars[key] = bar
      }
      guard nanoseconds - bar.shownNs >= Self.progressIntervalNs else { return nil }
      bar.shownNs = nanoseconds
      var timed = progress
      timed.seconds = Double(nanoseconds - bar.beganNs) / 1e9
      return timed
    }
  }

  /// Whether something outside was changed.
  var hasActed: Bool {
    get { lock.withLock { acted } }
    set { lock.withLock { acted = newValue } }
  }

  /// Whether a run was recorded.
  var hasTrained: Bool {
    get { lock.withLock { trained } }
    set { lock.withLock { trained = newValue } }
  }

  /// The run that `train` and `track` belong to now.
  var innermostRun: String? { lock.withLock { runs.last } }

  func open(run: String) { lock.withLock { runs.append(run) } }

  func closeRun() { lock.withLock { _ = runs.popLast() } }

  var outputs: [JSON] {
    lock.withLock {
      endText()
      return shown
    }
  }

  /// Tables that were opened, in order.
  var opened: [(path: String, table: Table)] { lock.withLock { tables } }

  var trace: [TraceEntry] { lock.withLock { entries } }
}
