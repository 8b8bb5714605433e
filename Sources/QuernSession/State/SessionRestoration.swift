package import QuernText
internal import QuernWire

/// A session's state as its journal tells it, and what is to be said of what could not be read.
package struct SessionRestoration: Sendable {
  package private(set) var state = SessionState()
  /// Sentences for the user, each with what to do.
  package private(set) var notices: [String] = []
  /// Blobs that the events tell of.
  package private(set) var blobs: [Digest] = []
  /// Cells of which it is not known any more how they ended.
  private var forgotten: [String] = []
  /// Cells whose values were not on disk when the power went.
  private var unkept: [String] = []

  /// `bootId` is this machine's; `isWhole` says whether the store has a blob with its bytes.
  ///
  /// A kill leaves everything that was written. After the machine itself went down, a journal may
  /// tell of values that never reached the disk: their cells count as not finished.
  package init(
    _ restored: Journal.Restored, bootId: String, isWhole: (Digest) -> Bool
  ) {
    if let snapshot = restored.snapshot { state.restore(snapshot) }
    let lastOpening = restored.events.reversed().lazy.compactMap { event in
      if case .opened(let opening) = event.body { opening } else { nil }
    }.first
    let isAfterPowerLoss = (lastOpening ?? state.opening).map { $0.bootId != bootId } ?? false
    for event in restored.events { take(event) { !isAfterPowerLoss || isWhole($0) } }
    tell(restored)
  }

  private mutating func take(_ event: SessionEvent, _ isWhole: (Digest) -> Bool) {
    if case .started(let cell) = event.body, let running = state.running?.submission.id,
      running != cell
    {
      forgotten.append(running)
    }
    guard case .finished(let report) = event.body, report.isGood else {
      return state.restore(event)
    }
    let named = report.defined.map(\.blob) + (report.outputs.map { [$0] } ?? [])
    guard !named.allSatisfy(isWhole) else {
      blobs += named
      return state.restore(event)
    }
    unkept.append(report.id)
    let cutOff = CellReport(
      id: report.id, index: report.index, status: .error, seconds: 0,
      errorCode: SessionState.workerDied)
    state.restore(SessionEvent(sequence: event.sequence, at: event.at, body: .finished(cutOff)))
  }

  private mutating func tell(_ restored: Journal.Restored) {
    for damage in restored.damages {
      notices.append("\(damage.sentence). What is before and behind it is there.")
    }
    if restored.cutByteCount > 0 {
      notices.append(
        "the journal's last record was cut short: the power went, or the disk was full, while it "
          + "was written. What was finished before it is there.")
    }
    if !unkept.isEmpty {
      notices.append(
        "the power went before the values of \(Self.list(unkept)) were on disk. "
          + "Hint: run \(unkept.count == 1 ? "it" : "them") again")
    }
    if !forgotten.isEmpty {
      notices.append(
        "how \(Self.list(forgotten)) ended is not known any more. "
          + "Hint: run \(forgotten.count == 1 ? "it" : "them") again")
    }
    state.notices = notices
  }

  private static func list(_ cells: [String]) -> String {
    cells.count == 1 ? "cell \(cells[0])" : "cells \(cells.joined(separator: ", "))"
  }
}
