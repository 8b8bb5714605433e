import QuernText

/// The source lines that a range covers, with carets below them.
struct Excerpt {
  /// Of a long range the first and the last line are shown, with `…` between them.
  private static let linesShownMax = 4
  /// Terminal cells of source shown in a line; of a longer line the part around the range is.
  private static let widthMax = 120
  private static let tabWidth = 4

  private let range: SourceRange
  private let label: String?
  private let source: SourceText

  init(_ range: SourceRange, label: String?, source: SourceText) {
    self.range = range
    self.label = label
    self.source = source
  }

  func lines(_ style: DiagnosticStyle) -> [String] {
    let first = source.position(range.lower).line
    // A range that ends after a line break covers nothing of the line below.
    let last = max(first, source.position(max(range.lower, range.upper - 1)).line)
    let numberWidth = String(last).count
    let shown =
      last - first < Self.linesShownMax ? Array(first...last) : [first, first + 1, last]
    var result: [String] = []
    for (index, number) in shown.enumerated() {
      if index > 0, number > shown[index - 1] + 1 { result.append(style.dim("  …")) }
      let padding = String(repeating: " ", count: numberWidth - String(number).count)
      let (text, carets) = line(number, isLast: number == last)
      result.append(trimmed(style.dim("  \(padding)\(number) | ") + text))
      let blank = String(repeating: " ", count: numberWidth)
      let note = number == last ? label.map { " " + $0 } ?? "" : ""
      let below = style.dim("  \(blank) | ") + carets.padding
      result.append(below + style.mark(carets.marks + note))
    }
    return result
  }

  /// A line as shown, and the blanks and carets below it.
  private func line(
    _ number: Int, isLast: Bool
  ) -> (text: String, carets: (padding: String, marks: String)) {
    let whole = source.lineRange(number)
    let lower = min(max(range.lower, whole.lower), whole.upper)
    let upper = min(max(range.upper, lower), whole.upper)
    var before = shown(source.slice(SourceRange(whole.lower, lower)), startCell: 0)
    let marked = shown(
      source.slice(SourceRange(lower, upper)), startCell: TerminalText.width(before))
    var after = shown(source.slice(SourceRange(upper, whole.upper)), startCell: 0)
    if lower == whole.lower, number > source.position(range.lower).line {
      // A line that the range covers from its beginning: its indent is not marked.
      let indent = marked.prefix { $0 == " " }
      let rest = String(marked.dropFirst(indent.count))
      return (
        TerminalText.truncate(marked + after, width: Self.widthMax),
        (String(indent), String(repeating: "^", count: max(1, width(rest))))
      )
    }
    let room = Self.widthMax - min(TerminalText.width(marked), Self.widthMax / 2)
    if TerminalText.width(before) > room * 2 / 3 { before = "…" + tail(before, room / 2) }
    after = TerminalText.truncate(after, width: max(10, room - TerminalText.width(before)))
    let text = TerminalText.truncate(before + marked + after, width: Self.widthMax * 2)
    let blanks = String(repeating: " ", count: TerminalText.width(before))
    return (text, (blanks, String(repeating: "^", count: max(1, width(marked)))))
  }

  private func width(_ text: String) -> Int { min(TerminalText.width(text), Self.widthMax) }

  /// The last characters of a text that take at most so many cells.
  private func tail(_ text: String, _ cells: Int) -> String {
    var used = 0
    let kept = text.reversed().prefix { character in
      used += TerminalText.width(character)
      return used <= cells
    }
    return String(kept.reversed())
  }

  /// Tabs as blanks up to the next stop, other control characters as a visible sign.
  private func shown(_ text: String, startCell: Int) -> String {
    guard text.utf8.contains(where: { $0 < 32 || $0 == 127 }) else { return text }
    var result = ""
    var cell = startCell
    for character in text {
      if character == "\t" {
        let count = Self.tabWidth - cell % Self.tabWidth
        result += String(repeating: " ", count: count)
        cell += count
      } else if let ascii = character.asciiValue, ascii < 32 || ascii == 127 {
        result.append("\u{FFFD}")
        cell += 1
      } else {
        result.append(character)
        cell += TerminalText.width(character)
      }
    }
    return result
  }

  private func trimmed(_ line: String) -> String {
    guard line.hasSuffix(" ") else { return line }
    return String(line.reversed().drop { $0 == " " }.reversed())
  }
}
