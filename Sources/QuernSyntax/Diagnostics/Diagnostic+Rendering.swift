import QuernText

extension Diagnostic {
  /// What a terminal shows of it: the message with its place, the source lines with carets, notes
  /// and hints. No line break at its end.
  ///
  ///     error[unknown-column] cell 4, line 2: there is no column .tenur in `held`
  ///       2 | held |> filter(.tenur > 0)
  ///         |                ^^^^^^ did you mean .tenure (int, 0.2 % null)?
  ///       `held` has: customer_id, plan, age, tenure, total, churn
  ///
  /// `cell` names the cell ("cell 4"), nil where there is but one.
  package func rendered(source: SourceText, cell: String?, color: Bool) -> String {
    let style = DiagnosticStyle(severity: severity, isColored: color)
    var lines = [head(source: source, cell: cell, style)]
    if let range {
      lines += Excerpt(range, label: label, source: source).lines(style)
    } else if let label {
      lines.append("  " + label)
    }
    lines += notes.map { "  " + $0 }
    lines += hints.map { "  " + style.mark("Hint:") + " " + $0 }
    return lines.joined(separator: "\n")
  }

  private func head(source: SourceText, cell: String?, _ style: DiagnosticStyle) -> String {
    var place = cell.map { [$0] } ?? []
    if let range { place.append("line \(source.position(range.lower).line)") }
    let start = style.mark("\(severity.rawValue)[\(code)]")
    let middle = place.isEmpty ? "" : " " + place.joined(separator: ", ")
    return start + middle + ": " + style.strong(message)
  }

  /// As conformance files hold it: the message, then the label, the notes and the hints, a line
  /// each.
  package var plainLines: [String] {
    [message] + (label.map { [$0] } ?? []) + notes + hints.map { "Hint: " + $0 }
  }

  /// As conformance files write the place: `2:17-2:23`, lines and columns from 1, up to the first
  /// column that is not meant; empty where there is no place.
  package func place(in source: SourceText) -> String {
    guard let range else { return "" }
    let start = source.position(range.lower)
    let end = source.position(range.upper)
    return "\(start.line):\(start.column)-\(end.line):\(end.column)"
  }
}

/// The colours of a diagnostic; none where colour is not wanted.
struct DiagnosticStyle {
  private let color: String
  private let isColored: Bool

  init(severity: Diagnostic.Severity, isColored: Bool) {
    self.isColored = isColored
    color =
      switch severity {
      case .error: "\u{1B}[1;31m"
      case .warning: "\u{1B}[1;33m"
      case .hint: "\u{1B}[1;36m"
      }
  }

  func mark(_ text: String) -> String { wrapped(text, color) }
  func strong(_ text: String) -> String { wrapped(text, "\u{1B}[1m") }
  func dim(_ text: String) -> String { wrapped(text, "\u{1B}[2m") }

  private func wrapped(_ text: String, _ start: String) -> String {
    isColored ? start + text + "\u{1B}[0m" : text
  }
}
