import QuernText
package import QuernValue

/// What cells show, as a terminal shows it: as wide as it is, and in colour where it has some.
package struct OutputText: Sendable {
  /// Cells of a line; nil where nobody looks: nothing is wrapped or cut.
  package var widthColumns: Int?
  package var hasColor: Bool

  package init(widthColumns: Int?, hasColor: Bool) {
    self.widthColumns = widthColumns
    self.hasColor = hasColor
  }

  /// The text of an output with its last newline; nil for what only moves while it lasts.
  package func text(_ output: Output) -> String? {
    switch output {
    case .result(let bundle), .display(let bundle):
      ended((hasColor ? bundle.text(MIMEBundle.terminalType) : nil) ?? value(bundle.plain))
    case .stream(let text): widthColumns == nil ? text : TerminalText.stripControls(text)
    case .note(let text): ended(lines(text) { styled($0, "2") })
    case .warning(let text):
      // What the checker warns of or hints at says so itself.
      ended(
        lines(text.hasPrefix("warning[") || text.hasPrefix("hint[") ? text : "warning: \(text)") {
          styled($0, "33")
        })
    case .error(let error): ended(self.error(error.rendered))
    case .progress: nil
    }
  }

  private func ended(_ text: String) -> String {
    text.isEmpty || text.hasSuffix("\n") ? text : text + "\n"
  }

  private func styled(_ text: String, _ style: String) -> String {
    hasColor && !text.isEmpty ? "\u{1B}[\(style)m\(text)\u{1B}[0m" : text
  }

  private func lines(_ text: String, _ paint: (String) -> String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false)
      .flatMap { wrapped(String($0)) }.map(paint).joined(separator: "\n")
  }

  private func wrapped(_ line: String) -> [String] {
    guard let widthColumns else { return [line] }
    return LineWrap.lines(line, width: widthColumns)
  }
}

// Values.
extension OutputText {
  private func value(_ plain: String) -> String {
    let lines = plain.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if let rule = lines.firstIndex(where: Self.isRule), rule >= 2 || lines.first == lines[rule] {
      return table(lines, rule: rule).joined(separator: "\n")
    }
    guard lines.count > 1, lines.dropFirst().allSatisfy({ $0.hasPrefix("  ") }),
      lines.dropFirst().contains(where: { Self.factName($0) != nil })
    else { return plain }
    return card(lines).joined(separator: "\n")
  }

  /// `─────┼─────`, and the rule of a table of one column.
  private static func isRule(_ line: String) -> Bool {
    !line.isEmpty && line.allSatisfy { $0 == "─" || $0 == "┼" }
  }

  /// Names bold, types and what is missing dim; lines end where the terminal does, for broken ones
  /// cannot be read.
  private func table(_ lines: [String], rule: Int) -> [String] {
    var isBody = true
    return lines.enumerated().map { place, line in
      // Below the rows stand remarks.
      if place > rule, line.hasPrefix("…") || line == "no rows" { isBody = false }
      guard isBody || place <= rule else { return self.lines(line) { styled($0, "2") } }
      let cut = widthColumns.map { TerminalText.truncate(line, width: $0) } ?? line
      guard hasColor else { return cut }
      if place == rule || place == rule - 1 { return styled(cut, "2") }
      if place == rule - 2 { return cells(cut) { styled($0, "1") } }
      return cells(cut) { $0.contains { $0 != " " } && isNull($0) ? styled($0, "2") : $0 }
    }
  }

  private func isNull(_ cell: String) -> Bool {
    var text = cell.drop { $0 == " " }
    while text.last == " " { text.removeLast() }
    return text == "null"
  }

  /// Each cell of a row painted, the rules between them dim.
  private func cells(_ line: String, _ paint: (String) -> String) -> String {
    line.split(separator: "│", omittingEmptySubsequences: false)
      .map { paint(String($0)) }.joined(separator: styled("│", "2"))
  }

  /// A title, and facts below it with their names in one column.
  private func card(_ lines: [String]) -> [String] {
    [styled(lines[0], "1")]
      + lines.dropFirst().flatMap { line -> [String] in
        guard let name = Self.factName(line) else { return wrapped(line) }
        let parts = wrapped(line)
        let first = parts[0].dropFirst(name.count)
        return [styled(String(parts[0].prefix(name.count)), "2") + first] + parts.dropFirst()
      }
  }

  /// `  target    `: the name at the beginning of a card's line, with the blanks around it.
  private static func factName(_ line: String) -> Substring? {
    let width = LineWrap.hangingWidth(line)
    guard line.hasPrefix("  "), width > 2, width < line.count else { return nil }
    return line.prefix(width)
  }
}

// Errors.
extension OutputText {
  /// What is wrong in red, carets in yellow, the rest as it is.
  private func error(_ rendered: String) -> String {
    rendered.split(separator: "\n", omittingEmptySubsequences: false).flatMap { line in
      let line = String(line)
      let bare = line.drop { $0 == " " }
      // Source lines and the carets below them stay as they are.
      if bare.hasPrefix("|") || Self.isSource(bare) {
        return [line.contains("^") && bare.hasPrefix("|") ? styled(line, "33") : line]
      }
      var lines = widthColumns.map { LineWrap.lines(line, width: $0, hanging: 2) } ?? [line]
      if line.hasPrefix("error") || line.hasPrefix("warning") {
        lines = head(lines, line.hasPrefix("error") ? "31" : "33")
      }
      return lines
    }.joined(separator: "\n")
  }

  /// `2 | held |> filter(.tenur > 0)`
  private static func isSource(_ line: Substring) -> Bool {
    let rest = line.drop { $0.isNumber }
    return rest.count < line.count && rest.hasPrefix(" |")
  }

  /// `error[unknown-column] cell 4, line 2: ` in the colour, what is said in bold.
  private func head(_ lines: [String], _ style: String) -> [String] {
    guard hasColor, let first = lines.first, let colon = first.firstRange(of: ": ") else {
      return lines.map { styled($0, style) }
    }
    let said = styled(String(first[colon.upperBound...]), "1")
    return [styled(String(first[..<colon.upperBound]), style) + said]
      + lines.dropFirst().map { styled($0, "1") }
  }
}
