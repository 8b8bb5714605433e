package import QuernWire

/// The cells that were typed at a session's prompt and ended well, in their order.
package struct SessionCells {
  package struct Cell: Hashable, Sendable {
    package var source: String
    package var report: CellReport

    package init(source: String, report: CellReport) {
      self.source = source
      self.report = report
    }
  }

  package private(set) var cells: [Cell] = []

  /// From the session's journal: what stood before a reset is left out.
  package init(events: [SessionEvent]) {
    var submitted: [String: String] = [:]
    for event in events {
      switch event.body {
      case .accepted(let submission):
        if submission.bindsResult { submitted[submission.id] = submission.source }
      case .finished(let report):
        guard let source = submitted.removeValue(forKey: report.id), report.isGood else { break }
        cells.append(Cell(source: source, report: report))
      case .configured(let settings):
        if settings.startsClean { cells = [] }
      case .opened, .started, .output, .intended, .performed, .ran, .closed: break
      }
    }
  }
}
