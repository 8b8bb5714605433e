import QuernPlan
import QuernSystem
import QuernValue

/// How far a loop over `progress(…)` is: shown while it runs, and one line when it has ended.
///
/// A loop inside of another such loop shows its bar and leaves no line; its turns would fill the
/// page.
final class LoopMeter {
  private let machine: Machine
  private let label: String
  private let total: Int?
  /// Nil inside of another meter.
  private let id: String?
  private var doneCount = 0
  private var shownNs: Int64

  /// A bar moves at most so often.
  private static let intervalNs: Int64 = 110_000_000
  /// Loops of a cell that leave a line.
  private static let lineCountMax = 20

  /// Nil where there is nothing to go over.
  init?(_ label: String, over list: Value, _ machine: Machine) {
    switch list {
    case .list(let values): total = values.count
    case .range(.int(let lower), .int(let upper)), .range(.date(let lower), .date(let upper)):
      let (last, overflow) = upper.subtractingReportingOverflow(lower)
      total = overflow || last == .max ? nil : max(0, Int(last) + 1)
    default: return nil
    }
    self.label = label
    self.machine = machine
    shownNs = Clock.system.monotonicNs()
    if machine.meterDepth == 0, machine.meterCount < Self.lineCountMax {
      machine.meterCount += 1
      id = "progress-\(machine.meterCount)"
    } else {
      id = nil
    }
    machine.meterDepth += 1
    show()
  }

  /// So many turns are done.
  func done(_ count: Int) {
    doneCount = count
    let now = Clock.system.monotonicNs()
    guard now - shownNs >= Self.intervalNs else { return }
    shownNs = now
    show()
  }

  /// The loop went over everything.
  func finish() throws(RuntimeError) {
    machine.meterDepth -= 1
    if let last = last("") { try machine.emit(last) }
  }

  /// The loop ended early: an error, or an interrupt.
  func stop() {
    machine.meterDepth -= 1
    if let last = last(", stopped") { machine.host.emit(last) }
  }

  private var progress: ProgressOutput {
    ProgressOutput(
      id: id, label: label, done: Double(doneCount), total: total.map { Double($0) }, unit: "")
  }

  private func show() { machine.host.emit(.progress(progress)) }

  private func last(_ suffix: String) -> Output? {
    id.map { .display(MIMEBundle(plain: progress.lastLine + suffix, displayId: $0)) }
  }
}
