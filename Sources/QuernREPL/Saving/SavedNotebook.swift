import QuernNotebook
import QuernSyntax
import QuernText
import QuernWire

/// A session's cells as a Markdown notebook that gives the same in a run of its own.
///
/// A notebook has no `_`: where a cell takes the last result, the cell before gets a name for it.
package struct SavedNotebook {
  package let text: String
  /// The cells that were added, as they are written.
  package let added: [String]
  package var cellCount: Int { added.count }

  /// A notebook of its own, with a title.
  package init(title: String, cells: [SessionCells.Cell]) {
    let sources = Self.withoutLastResult(cells)
    text = "# \(title)\n" + sources.map { "\n\(Self.fenced($0))" }.joined()
    added = sources.map(Self.trimmed)
  }

  /// The notebook that the session began with, every byte of it, and the cells that it lacks.
  package init(after notebook: String, having known: [String], cells: [SessionCells.Cell]) {
    let present = Set(known.map(Self.trimmed))
    let sources = Self.withoutLastResult(cells).filter { !present.contains(Self.trimmed($0)) }
    let gap = notebook.isEmpty || notebook.hasSuffix("\n") ? "" : "\n"
    text = notebook + gap + sources.map { "\n\(Self.fenced($0))" }.joined()
    added = sources.map(Self.trimmed)
  }

  private static func fenced(_ source: String) -> String {
    // A fence must be longer than any inside of it.
    var fence = "```"
    while source.contains(fence) { fence += "`" }
    return "\(fence)quern\n\(trimmed(source))\n\(fence)\n"
  }

  private static func trimmed(_ source: String) -> String {
    var text = source[...]
    while text.last?.isWhitespace == true { text.removeLast() }
    return String(text)
  }
}

// `_`.
extension SavedNotebook {
  private static func withoutLastResult(_ cells: [SessionCells.Cell]) -> [String] {
    var sources = cells.map(\.source)
    var named: [Int: String] = [:]
    let taken = Set(cells.flatMap { $0.report.defined.map(\.name) })
    for (place, cell) in cells.enumerated() {
      guard let read = cell.report.read.first(where: { $0.name == "_" }),
        let maker = cells[..<place].lastIndex(where: { earlier in
          earlier.report.defined.contains { $0.name == "_" && $0.version == read.version }
        })
      else { continue }
      if named[maker] == nil {
        var number = maker + 1
        while taken.contains("result_\(number)") { number += 1 }
        let name = "result_\(number)"
        guard let source = naming(sources[maker], name) else { continue }
        sources[maker] = source
        named[maker] = name
      }
      if let name = named[maker] { sources[place] = replacingLastResult(sources[place], name) }
    }
    return sources
  }

  /// The cell with its last expression under a name, and the name below, so that it is shown.
  private static func naming(_ source: String, _ name: String) -> String? {
    let text = SourceText(source)
    let (program, _) = Parser.parse(text)
    guard case .expression(let last)? = program.statements.last else { return nil }
    let before = text.slice(SourceRange(0, last.range.lower))
    let after = text.slice(SourceRange(last.range.upper, text.count))
    return "\(before)let \(name) = \(text.slice(last.range))\(after)\n\(name)"
  }

  private static func replacingLastResult(_ source: String, _ name: String) -> String {
    let text = SourceText(source)
    var result = ""
    var offset = 0
    for (range, kind) in Highlighter.spans(text) where kind == .name || kind == .call {
      guard text.slice(range) == "_" else { continue }
      result += text.slice(SourceRange(offset, range.lower)) + name
      offset = range.upper
    }
    result += text.slice(SourceRange(offset, text.count))
    let isContinued = result.drop { $0.isWhitespace }.hasPrefix("|>")
    return isContinued ? "\(name) \(result.drop { $0.isWhitespace })" : result
  }
}
