import QuernREPL
import QuernSession
import QuernSyntax
import QuernSystem
import QuernText
import QuernValue
import QuernWire

/// Shows a session's events: cells with their texts, outputs and ends.
struct FollowView {
  private let console: Console
  private let asJSON: Bool
  private let clock = Clock.system
  /// Number of the last event that was shown.
  private(set) var last: UInt64 = 0
  /// The cell that runs.
  private(set) var running: String?
  /// Cells before the first that is shown.
  var earlierCellCount = 0
  private var sources: [String: String] = [:]
  private var startedNs: Int64 = 0
  private var line = ProgressLine()
  private var isLineShown = false

  init(console: Console, asJSON: Bool) {
    self.console = console
    self.asJSON = asJSON
  }

  mutating func begin(_ session: SessionSummary, from: UInt64) {
    last = from - 1
    guard !asJSON else { return }
    console.line(console.styled("\(session.name) on \(session.instance)", .bold))
    if earlierCellCount > 0 {
      note("\(earlierCellCount) earlier cells are not shown; --from 1 shows all")
    }
  }

  mutating func show(_ event: SessionEvent) {
    last = event.sequence
    if asJSON { return console.line(Self.json(event).text()) }
    switch event.body {
    case .accepted(let submission): sources[submission.id] = submission.source
    case .started(let cell):
      running = cell
      startedNs = clock.monotonicNs()
      line = ProgressLine()
      clear()
      console.line(console.styled("▸ \(cell)", .cyan))
      if let source = sources[cell] { console.write(Self.shown(source, console)) }
    case .output(_, let json):
      let output = Self.output(json)
      if case .display(let bundle)? = output { line.end(bundle) }
      if let output, let text = console.form.text(output) {
        clear()
        console.write(text)
      }
    case .finished(let report):
      if running == report.id { running = nil }
      sources[report.id] = nil
      clear()
      console.line(ending(report))
    case .opened(let opening): note("a worker began on \(opening.instance)")
    case .configured(let settings):
      if settings.startsClean { note("\(settings.notebook) runs from its top: names are forgotten") }
    case .closed(let reason): note("the worker ended: \(reason)")
    case .intended, .performed, .ran: break
    }
  }

  mutating func progress(_ json: [UInt8]) {
    if case .progress(let value)? = Self.output(json) { line.note(value) }
    tick()
  }

  /// Moves the line of a running cell.
  mutating func tick() {
    let now = clock.monotonicNs()
    guard !asJSON, console.isTerminal, let running, now - startedNs > 200_000_000 else { return }
    let text = line.next(running, seconds: Double(now - startedNs) / 1e9)
    console.write("\r\u{1B}[2K" + TerminalText.truncate(text, width: console.widthColumns - 1))
    isLineShown = true
  }

  mutating func end(_ text: String) { note(text) }

  private mutating func note(_ text: String) {
    guard !asJSON else { return }
    clear()
    console.line(console.styled("· \(text)", .dim))
  }

  private mutating func clear() {
    guard isLineShown else { return }
    console.write("\r\u{1B}[2K")
    isLineShown = false
  }

  private func ending(_ report: CellReport) -> String {
    let time = Numbers.seconds(report.seconds)
    switch report.status {
    case .ok: return console.styled("✓ \(report.id)  \(time)", .green)
    case .cached: return console.styled("= \(report.id)  unchanged", .cyan)
    case .error: return console.styled("✗ \(report.id)  \(report.errorCode ?? "")", .red)
    case .interrupted:
      let why = report.errorCode == "not-started" ? "not begun" : "interrupted after \(time)"
      return console.styled("! \(report.id)  \(why)", .yellow)
    }
  }

  private static func shown(_ source: String, _ console: Console) -> String {
    let text = console.hasColor ? Highlighter.ansi(SourceText(source)) : source
    return text.split(separator: "\n", omittingEmptySubsequences: false)
      .map { "  \($0)\n" }.joined()
  }

  private static func output(_ bytes: [UInt8]) -> Output? {
    do {
      return Output(json: try JSON.parse(bytes))
    } catch {
      // An output of another release that is not understood is passed over.
      return nil
    }
  }

  /// An event's header, with what is in its body as `content`.
  private static func json(_ event: SessionEvent) -> JSON {
    var header = event.frame.header
    header["type"] = nil
    do throws(JSONError) {
      if !event.frame.body.isEmpty { header["content"] = try JSON.parse(event.frame.body) }
    } catch {
      header["content"] = .null
    }
    return .object(header)
  }
}
