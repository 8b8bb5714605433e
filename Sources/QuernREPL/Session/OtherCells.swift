import QuernSyntax
import QuernText
import QuernValue
import QuernWire

/// Cells of other front ends of the session, as a prompt shows them: each line behind a bar.
///
///     ╎ let x = 41
///     ╎ x + 1
///     ╎ 42
struct OtherCells {
  private let terminal: Terminal
  /// Texts of cells that were submitted and have not ended, by id.
  private var sources: [String: String] = [:]
  /// The one that runs now.
  private(set) var running: String?
  private var isHeadShown = false

  init(terminal: Terminal) {
    self.terminal = terminal
  }

  /// The cell that ran when this prompt came.
  mutating func begin(_ cell: String, source: String) {
    sources[cell] = source
    running = cell
  }

  /// What an event of another front end shows; empty where there is nothing to see.
  mutating func text(_ event: SessionEvent) -> String {
    switch event.body {
    case .accepted(let submission): sources[submission.id] = submission.source
    case .started(let cell):
      running = cell
      isHeadShown = false
    case .output(let cell, let json): return head(cell) + output(json)
    case .finished(let report):
      if running == report.id { running = nil }
      // A cell that was not begun was nobody's news.
      let wasBegun = report.errorCode != "not-started"
      let text = wasBegun ? head(report.id) + ending(report) : ""
      sources[report.id] = nil
      isHeadShown = false
      return text
    case .configured(let settings) where settings.startsClean:
      return barred("names are forgotten: another front end begins anew", dim: true)
    case .opened, .configured, .intended, .performed, .ran, .closed: break
    }
    return ""
  }

  /// The cell's text, once.
  private mutating func head(_ cell: String) -> String {
    guard !isHeadShown, let source = sources[cell] else { return "" }
    isHeadShown = true
    return barred(
      terminal.hasColor ? Highlighter.ansi(SourceText(source)) : source, dim: false)
  }

  private func output(_ json: [UInt8]) -> String {
    let output: Output?
    do {
      output = Output(json: try JSON.parse(json))
    } catch {
      // An output of another release that is not understood is passed over.
      return ""
    }
    let form = OutputText(
      widthColumns: terminal.isInteractive ? terminal.size.columns - 2 : nil,
      hasColor: terminal.hasColor)
    guard let output, let text = form.text(output) else { return "" }
    return barred(text, dim: false)
  }

  private func ending(_ report: CellReport) -> String {
    switch report.status {
    case .ok, .cached, .error: ""
    case .interrupted: barred("interrupted after \(Numbers.seconds(report.seconds))", dim: true)
    }
  }

  private func barred(_ text: String, dim: Bool) -> String {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    if lines.last?.isEmpty == true { lines.removeLast() }
    let bar = terminal.styled("╎ ", .dim)
    return lines.map { bar + (dim ? terminal.styled(String($0), .dim) : String($0)) + "\n" }
      .joined()
  }
}
