import QuernPlan
package import QuernSyntax
import QuernText

/// What a code means, for `?unknown-column` and `quern words unknown-column`.
package struct ErrorManual {
  private let kind: DiagnosticKind
  private let widthColumns: Int
  private let hasColor: Bool

  package init(_ kind: DiagnosticKind, widthColumns: Int, hasColor: Bool) {
    self.kind = kind
    self.widthColumns = widthColumns
    self.hasColor = hasColor
  }

  /// The code, what it is about, what to do, and a cell that shows it.
  package var text: String {
    var lines = wrap("\(kind.code): \(kind.title)").map { styled($0, "1") }
    lines += wrap("  \(kind.explanation)")
    if !kind.example.isEmpty {
      lines.append("")
      for line in kind.example.split(separator: "\n") { lines.append("    " + styled(line, "36")) }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func wrap(_ line: String) -> [String] { LineWrap.lines(line, width: widthColumns) }

  private func styled(_ text: some StringProtocol, _ style: String) -> String {
    hasColor && !text.isEmpty ? "\u{1B}[\(style)m\(text)\u{1B}[0m" : String(text)
  }
}
