package import QuernPlan
import QuernText

/// The manual of a word, for `?word` and `quern words word`.
package struct WordManual {
  private let word: Word
  private let widthColumns: Int
  private let hasColor: Bool

  package init(_ word: Word, widthColumns: Int, hasColor: Bool) {
    self.word = word
    self.widthColumns = widthColumns
    self.hasColor = hasColor
  }

  /// Signature, summary, parameters and examples; with `isFull` also what it gives back, where it
  /// may stand, what the examples show and the words beside it.
  package func text(isFull: Bool = false, neighbours: [Word] = []) -> String {
    var lines = wrap(word.signature).map { styled($0, "1") } + wrap("  \(word.summary)") + [""]
    let effect = word.effect.strongest
    if effect != .pure {
      lines.append("  " + styled(effect == .acts ? Self.acts : Self.reads, "33"))
      lines.append("")
    }
    lines += parameters()
    if isFull { lines += facts(neighbours) }
    for example in word.examples {
      lines.append("")
      for line in example.source.split(separator: "\n") { lines.append("    " + styled(line, "36")) }
      guard isFull, let shows = example.shows else { continue }
      for line in shows.split(separator: "\n") { lines.append("    " + styled(line, "2")) }
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private static let acts = "acts: it changes something outside, and stands in a cell itself"
  private static let reads = "reads: what it looks at outside is recorded"

  private func parameters() -> [String] {
    let width = min(18, (word.parameters.map(\.name.count).max() ?? 0) + 2)
    let indent = String(repeating: " ", count: width + 2)
    return word.parameters.filter { !$0.doc.isEmpty }.flatMap { parameter -> [String] in
      let name = parameter.kind == .definitions ? "name = e" : parameter.name
      let blanks = String(repeating: " ", count: max(2, width - name.count))
      var doc = parameter.doc
      if let given = parameter.defaultText { doc += " Default: \(given)." }
      var lines = wrap("  \(name)\(blanks)\(doc)")
      lines[0] = "  " + styled(name, "33") + lines[0].dropFirst(2 + name.count)
      if !parameter.constants.isEmpty {
        lines += wrap("\(indent)one of \(parameter.constants.joined(separator: ", "))")
      }
      return lines
    }
  }

  private func facts(_ neighbours: [Word]) -> [String] {
    var lines = ["", "  \(word.category.rawValue)"]
    if word.lift != nil { lines.append("  works on column expressions, row by row") }
    if word.step != nil { lines.append("  may be a step of recipe(…)") }
    if word.isRandom { lines.append("  draws at random: seed: decides") }
    let beside = neighbours.filter { $0.category == word.category && $0.name != word.name }
    if !beside.isEmpty {
      lines += wrap("  see also  " + beside.map(\.name).joined(separator: ", "))
    }
    return lines
  }

  private func wrap(_ line: String) -> [String] { LineWrap.lines(line, width: widthColumns) }

  private func styled(_ text: some StringProtocol, _ style: String) -> String {
    hasColor && !text.isEmpty ? "\u{1B}[\(style)m\(text)\u{1B}[0m" : String(text)
  }
}
