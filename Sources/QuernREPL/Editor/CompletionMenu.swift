import QuernText

/// The candidates below the line, and which of them stands in it.
struct CompletionMenu {
  let completions: Completions
  /// The beginning that was typed.
  let typed: String
  /// Nil before the first is taken.
  private(set) var selected: Int?

  init(_ completions: Completions, typed: String) {
    self.completions = completions
    self.typed = typed
  }

  /// What the next press of the key puts in place of the last: each candidate in turn, and then
  /// what was typed.
  mutating func next(by step: Int) -> String {
    let count = completions.candidates.count
    let place = (selected.map { $0 + 1 } ?? 0) + step
    let wrapped = ((place % (count + 1)) + count + 1) % (count + 1)
    selected = wrapped == 0 ? nil : wrapped - 1
    return selected.map { completions.candidates[$0].text } ?? typed
  }

  /// The lines of the menu, for a terminal of that size.
  func lines(_ terminal: Terminal, columns: Int, rows: Int) -> [String] {
    let candidates = completions.candidates
    var lines: [String] = []
    if let heading = completions.heading {
      lines.append(terminal.styled(TerminalText.truncate(heading, width: columns - 1), .cyan))
    }
    let room = max(3, rows - 6 - lines.count)
    return lines
      + (candidates.count <= room
        ? listed(terminal, columns: columns) : grid(terminal, columns: columns, rows: room))
  }

  /// A line each, with what it is.
  private func listed(_ terminal: Terminal, columns: Int) -> [String] {
    let candidates = completions.candidates
    let width = min(32, (candidates.map { TerminalText.width($0.label) }.max() ?? 0))
    return candidates.enumerated().map { place, candidate in
      let label = TerminalText.padRight(
        TerminalText.truncate(candidate.label, width: max(width, columns / 2)), width: width)
      let left = columns - 5 - TerminalText.width(label)
      let detail = TerminalText.truncate(TerminalText.stripControls(candidate.detail), width: left)
      let mark = place == selected ? terminal.styled(label, .selected) : label
      return "  \(mark)  \(terminal.styled(detail, .dim))"
    }
  }

  /// Names alone, in columns read downwards.
  private func grid(_ terminal: Terminal, columns: Int, rows: Int) -> [String] {
    let candidates = completions.candidates
    let width = min(columns - 3, (candidates.map { TerminalText.width($0.label) }.max() ?? 1)) + 2
    let perRow = max(1, (columns - 2) / width)
    let height = min(rows - 1, (candidates.count + perRow - 1) / perRow)
    let pageSize = height * perRow
    let page = (selected ?? 0) / pageSize
    let shown = candidates.enumerated().dropFirst(page * pageSize).prefix(pageSize)
    var lines = Array(repeating: "  ", count: height)
    for (place, candidate) in shown {
      let label = TerminalText.truncate(candidate.label, width: width - 2)
      let padding = String(repeating: " ", count: width - TerminalText.width(label))
      let mark = place == selected ? terminal.styled(label, .selected) : label
      lines[(place - page * pageSize) % height] += mark + padding
    }
    let hidden = candidates.count - shown.count
    if let selected {
      let detail = TerminalText.truncate(candidates[selected].detail, width: columns - 3)
      lines.append(terminal.styled("  \(detail)", .dim))
    } else if hidden > 0 {
      lines.append(terminal.styled("  … \(hidden) more: type on", .dim))
    }
    return lines
  }
}
