/// A `.cells` file: cells of one session, each with what it must come to.
///
///     # a comment
///     === file cities.csv
///     city,n
///     === cell
///     1 + 1
///     --- value
///     2
package struct CellsFile: Sendable {
  /// `--- kind arguments`, and the lines below it.
  package struct Section: Hashable, Sendable {
    package var kind: String
    package var arguments: [String]
    package var lines: [String]

    package init(kind: String, arguments: [String] = [], lines: [String]) {
      self.kind = kind
      self.arguments = arguments
      self.lines = lines
    }

    package var text: String { lines.joined(separator: "\n") }
  }

  package enum Part: Hashable, Sendable {
    case comment([String])
    case file(name: String, lines: [String])
    /// `line` is where its text begins, from 1.
    case cell(lines: [String], line: Int, sections: [Section])
  }

  package var parts: [Part]

  package init(_ text: String) {
    parts = []
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    if lines.last == "" { lines.removeLast() }
    var reader = Reader(lines: lines)
    parts = reader.read()
  }

  /// The header says `# slow`.
  package var isSlow: Bool {
    guard case .comment(let lines)? = parts.first else { return false }
    return lines.contains("# slow")
  }

  /// The file's text: what `init` reads as this.
  package var text: String {
    var blocks: [String] = []
    for part in parts {
      switch part {
      case .comment(let lines): blocks.append(lines.joined(separator: "\n"))
      case .file(let name, let lines):
        blocks.append((["=== file \(name)"] + lines).joined(separator: "\n"))
      case .cell(let lines, _, let sections):
        var block = ["=== cell"] + lines
        for section in sections {
          block.append((["---", section.kind] + section.arguments).joined(separator: " "))
          block += section.lines
        }
        blocks.append(block.joined(separator: "\n"))
      }
    }
    return blocks.joined(separator: "\n\n") + "\n"
  }

  private struct Reader {
    let lines: [String]
    var next = 0

    mutating func read() -> [Part] {
      var parts: [Part] = []
      let comment = block()
      if !comment.isEmpty { parts.append(.comment(comment)) }
      while next < lines.count {
        let head = lines[next]
        next += 1
        if head.hasPrefix("=== file ") {
          parts.append(.file(name: String(head.dropFirst(9)), lines: block()))
        } else {
          let line = next + 1
          let cell = block()
          var sections: [Section] = []
          while next < lines.count, lines[next].hasPrefix("--- ") {
            let words = lines[next].dropFirst(4).split(separator: " ").map(String.init)
            next += 1
            sections.append(
              Section(
                kind: words.first ?? "", arguments: Array(words.dropFirst()), lines: block()))
          }
          parts.append(.cell(lines: cell, line: line, sections: sections))
        }
      }
      return parts
    }

    /// The lines up to the next head, without empty ones at their end.
    private mutating func block() -> [String] {
      var result: [String] = []
      while next < lines.count, !lines[next].hasPrefix("=== "), !lines[next].hasPrefix("--- ") {
        result.append(lines[next])
        next += 1
      }
      while result.last == "" { result.removeLast() }
      return result
    }
  }
}
