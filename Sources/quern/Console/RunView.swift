import Glibc
import QuernNotebook
import QuernREPL
import QuernText
import QuernValue
import QuernWire

/// Shows a run as it goes: a moving line on a terminal, plain lines elsewhere.
struct RunView {
  /// What a run shows.
  enum Form {
    /// Status lines and outputs.
    case full
    /// Status lines, and outputs of cells that failed.
    case quiet
    /// One JSON object a line.
    case json
  }

  private let console: Console
  private let form: Form
  private let total: Int
  private var title = ""
  private var startedNs: Int64 = 0
  private var line = ProgressLine()
  private var hasStatusLine = false
  private var shown: [Output] = []
  private var pending: [Output] = []
  private var isOpened = false
  /// What an hour of the instance would cost, where lines are to say it.
  var usdPerHour: Double?

  init(console: Console, form: Form, total: Int) {
    self.console = console
    self.form = form
    self.total = total
  }

  /// The head of a run: which notebook, where it runs.
  mutating func begin(_ text: String) {
    guard form != .json else { return }
    console.line(console.styled(text, .bold))
  }

  /// A line about the run as a whole.
  func remark(_ text: String) {
    guard form != .json else { return }
    console.line(console.styled(text, .dim))
  }

  mutating func cellStarted(_ name: String, index: Int, atNs now: Int64) {
    title = "\(index)/\(total) \(name)"
    startedNs = now
    line = ProgressLine()
    shown = []
    pending = []
    isOpened = false
    tick(now)
  }

  mutating func output(_ output: Output, atNs now: Int64) {
    switch output {
    case .progress(let value): line.note(value)
    case .result, .display, .stream, .note, .warning, .error:
      if case .display(let bundle) = output { line.end(bundle) }
      shown.append(output)
      pending.append(output)
    }
    tick(now)
  }

  /// Moves the status line; shows what a long cell has said so far.
  mutating func tick(_ now: Int64) {
    guard form != .json else { return }
    // A quick cell is shown whole, under its line; a slow one must not hold back what it says.
    if form == .full, !pending.isEmpty, now - startedNs > 400_000_000 {
      clearStatusLine()
      if !isOpened { console.line(console.styled("▸ \(title)", .cyan)) }
      isOpened = true
      for output in pending { show(output) }
      pending = []
    }
    guard console.isTerminal, now - startedNs > 80_000_000 else { return }
    drawStatusLine(now)
  }

  /// Makes room for a question: what the cell has shown so far stands above it.
  mutating func pause() {
    guard form != .json else { return }
    clearStatusLine()
    for output in pending where form == .full { show(output) }
    pending = form == .full ? [] : pending
  }

  mutating func cellFinished(_ report: CellReport, name: String) {
    clearStatusLine()
    if form == .json {
      console.line(json(report).text())
      return
    }
    console.line(statusLine(report, name: name))
    // The user asked for it: a choice is no mistake.
    if report.errorCode == "act-refused" { return }
    if form == .full || !report.isGood {
      for output in pending { show(output) }
    }
    pending = []
  }

  /// A cell that was passed over: `eval: false`, or an error above.
  mutating func cellSkipped(_ name: String, index: Int, why: String) {
    guard form != .json else { return }
    console.line(console.styled("· \(index)/\(total) \(name)  \(why)", .dim))
  }

  mutating func end(_ summary: String, isGood: Bool) {
    guard form != .json else { return }
    console.line(console.styled(summary, isGood ? .green : .red))
  }
}

extension RunView {
  private func statusLine(_ report: CellReport, name: String) -> String {
    let (mark, style): (String, Console.Style) =
      switch report.status {
      case .ok: ("✓", .green)
      case .cached: ("=", .cyan)
      case .error where report.errorCode == "act-refused": ("·", .yellow)
      case .error: ("✗", .red)
      case .interrupted: ("!", .yellow)
      }
    let head = "\(mark) \(report.index)/\(total) \(name)"
    let padding = String(repeating: " ", count: max(1, 24 - TerminalText.width(head)))
    var facts = [report.status == .cached ? "unchanged" : Numbers.seconds(report.seconds)]
    if let rows = report.rowCount {
      facts.append("\(Numbers.grouped(Int64(rows))) row\(rows == 1 ? "" : "s")")
    }
    if report.status == .interrupted { facts.append("interrupted") }
    if let usdPerHour, report.status != .cached {
      let usd = report.seconds * usdPerHour / 3600
      facts.append("\(BudgetAmount.words(usd, .usd)) at AWS")
    }
    if report.errorCode == "act-refused" { facts = ["acts: not run (--no-act)"] }
    return console.styled(head, style) + padding
      + console.styled(facts.joined(separator: " · "), .dim)
  }

  /// As the terminal shows it: what is saved stays whole, and of one width on every terminal.
  private func show(_ output: Output) {
    if let text = console.form.text(output) { console.write(text) }
  }

  private mutating func drawStatusLine(_ now: Int64) {
    let text = line.next(title, seconds: Double(now - startedNs) / 1e9)
    console.write("\r\u{1B}[2K" + TerminalText.truncate(text, width: console.widthColumns - 1))
    hasStatusLine = true
  }

  private mutating func clearStatusLine() {
    guard hasStatusLine else { return }
    console.write("\r\u{1B}[2K")
    hasStatusLine = false
  }

  private func json(_ report: CellReport) -> JSON {
    var object = JSONObject([
      ("event", .string("cell")), ("id", .string(report.id)), ("index", .int(Int64(report.index))),
      ("status", .string(report.status.rawValue)), ("seconds", .number(report.seconds)),
    ])
    if let rows = report.rowCount { object["rows"] = .int(Int64(rows)) }
    object["outputs"] = .array(shown.map(\.json))
    return .object(object)
  }
}
