import QuernNotebook
import QuernText
import QuernValue
import QuernWire

/// Shows one cell of the prompt as it runs.
struct CellView {
  /// A cell that is done sooner shows no moving line.
  private static let quietSeconds = 0.15
  /// A cell that takes longer says how long it took.
  private static let tellingSeconds = 0.5

  private let terminal: Terminal
  private let startedNs: Int64
  private var line = ProgressLine()
  private var isLineShown = false
  /// Text of `print` that has not ended its line.
  private var isLineOpen = false

  init(_ terminal: Terminal, startedNs: Int64) {
    self.terminal = terminal
    self.startedNs = startedNs
  }

  /// Shows an output, a long one by the pager; true where the pager was used.
  mutating func show(_ output: Output) -> Bool {
    if case .progress(let value) = output {
      line.note(value)
      return false
    }
    if case .display(let bundle) = output { line.end(bundle) }
    // Who pressed Ctrl-C knows; the last line says what it means.
    if case .error(let error) = output, error.code == "interrupted" { return false }
    let form = OutputText(
      widthColumns: terminal.isInteractive ? terminal.size.columns : nil,
      hasColor: terminal.hasColor)
    guard let text = form.text(output) else { return false }
    clearLine()
    let pager = Pager(terminal: terminal)
    if pager.isWanted(text) {
      pager.show(text)
      return true
    }
    isLineOpen = !text.isEmpty && !text.hasSuffix("\n")
    terminal.write(text)
    return false
  }

  /// Moves the line of a cell that takes its time.
  mutating func tick(_ nowNs: Int64, hint: String? = nil) {
    let seconds = Double(nowNs - startedNs) / 1e9
    guard terminal.canMove, !isLineOpen, seconds > Self.quietSeconds else { return }
    var text = line.next("", seconds: seconds)
    if let hint { text += "  " + hint }
    let cut = TerminalText.truncate(text, width: terminal.size.columns - 1)
    terminal.write("\r\u{1B}[2K" + terminal.styled(cut, .dim))
    isLineShown = true
  }

  /// `price` is what an hour costs, where that is to be told.
  mutating func finish(_ report: CellReport, isTimed: Bool, price: Double? = nil) {
    clearLine()
    if isLineOpen { terminal.line() }
    let time = Numbers.seconds(report.seconds)
    switch report.status {
    case .cached where isTimed || report.seconds > Self.tellingSeconds:
      say("taken from an earlier run, which took \(time)")
    case .ok where isTimed || report.seconds > Self.tellingSeconds:
      let usd = price.map { BudgetAmount.words($0 * report.seconds / 3600, .usd) }
      say(time + (usd.map { " · \($0) at AWS" } ?? ""))
    case .interrupted: say("interrupted after \(time); names and values are as before")
    case .ok, .cached, .error: break
    }
  }

  private func say(_ text: String) {
    guard terminal.isInteractive else { return }
    terminal.line(terminal.styled(text, .dim))
  }

  mutating func clearLine() {
    guard isLineShown else { return }
    terminal.write("\r\u{1B}[2K")
    isLineShown = false
  }
}
