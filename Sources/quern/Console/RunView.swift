import Glibc
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
  private var progress: ProgressOutput?
  private var hasStatusLine = false
  private var frame = 0
  private var shown: [Output] = []
  private var pending: [Output] = []
  private var isOpened = false

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

  mutating func cellStarted(_ name: String, index: Int, atNs now: Int64) {
    title = "\(index)/\(total) \(name)"
    startedNs = now
    progress = nil
    shown = []
    pending = []
    isOpened = false
    tick(now)
  }

  mutating func output(_ output: Output, atNs now: Int64) {
    switch output {
    case .progress(let value): progress = value
    case .result, .display, .stream, .note, .warning, .error:
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

  mutating func cellFinished(_ report: CellReport, name: String) {
    clearStatusLine()
    if form == .json {
      console.line(json(report).text())
      return
    }
    console.line(statusLine(report, name: name))
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
    return console.styled(head, style) + padding
      + console.styled(facts.joined(separator: " · "), .dim)
  }

  private func show(_ output: Output) {
    let text: String
    switch output {
    case .result(let bundle), .display(let bundle): text = fitted(bundle.plain)
    case .stream(let body): return console.stream(body)
    case .note(let body): text = console.styled(body, .dim)
    case .warning(let body): text = console.styled("warning: \(body)", .yellow)
    case .error(let error): text = console.hasColor ? colored(error.rendered) : error.rendered
    case .progress: return
    }
    console.write(text.hasSuffix("\n") || text.isEmpty ? text : text + "\n")
  }

  /// Lines of tables are cut where the terminal ends: broken ones cannot be read. What is saved
  /// stays whole, and of one width on every terminal.
  private func fitted(_ text: String) -> String {
    guard console.isTerminal, text.contains("┼") else { return text }
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      line.contains("│") || line.contains("┼")
        ? TerminalText.truncate(String(line), width: console.widthColumns) : String(line)
    }
    return lines.joined(separator: "\n")
  }

  /// The first line of an error, which names it, in red; the carets too.
  private func colored(_ rendered: String) -> String {
    var lines = rendered.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    for index in lines.indices {
      if lines[index].hasPrefix("error") {
        lines[index] = console.styled(lines[index], .red)
      } else if lines[index].contains("^") {
        lines[index] = console.styled(lines[index], .yellow)
      }
    }
    return lines.joined(separator: "\n")
  }

  private mutating func drawStatusLine(_ now: Int64) {
    let frames = Array("⠋⠙⠹⠸⠼⠴⠦⠧⠇⠏")
    frame = (frame + 1) % frames.count
    var text = "\(frames[frame]) \(title)  \(Numbers.seconds(Double(now - startedNs) / 1e9))"
    if let progress { text += "  " + bar(progress) }
    console.write("\r\u{1B}[2K" + TerminalText.truncate(text, width: console.widthColumns - 1))
    hasStatusLine = true
  }

  private func bar(_ progress: ProgressOutput) -> String {
    let count = Numbers.grouped(Int64(progress.done))
    guard let total = progress.total, total > 0 else {
      return "\(progress.label) \(count) \(progress.unit)"
    }
    let width = 20
    let share = min(1, max(0, progress.done / total))
    let full = Int(share * Double(width))
    let blocks = String(repeating: "█", count: full) + String(repeating: "░", count: width - full)
    let of = Numbers.grouped(Int64(total))
    return "\(blocks) \(Int(share * 100)) % \(progress.label) \(count)/\(of) \(progress.unit)"
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
