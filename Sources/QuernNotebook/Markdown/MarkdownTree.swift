/// A block of prose, as CommonMark 0.31 and GitHub's tables define it.
package indirect enum MarkdownBlock: Hashable, Sendable {
  case heading(level: Int, [MarkdownInline])
  case paragraph([MarkdownInline])
  /// `info` is what stands after the fence; empty for indented code.
  case code(info: String, text: String)
  case quote([MarkdownBlock])
  /// `start` is nil for bullets; a loose list has blank lines between its items.
  case list(start: Int?, isTight: Bool, items: [MarkdownItem])
  case rule
  /// Passed through as it is.
  case html(String)
  case table(header: [[MarkdownInline]], rows: [[[MarkdownInline]]], columns: [MarkdownAlignment])
}

/// An item of a list; `isDone` is nil where it is no task.
package struct MarkdownItem: Hashable, Sendable {
  package var blocks: [MarkdownBlock]
  package var isDone: Bool?
}

/// Where the cells of a column stand.
package enum MarkdownAlignment: Hashable, Sendable {
  case none
  case left
  case center
  case right
}

/// A stretch of text within a block.
package indirect enum MarkdownInline: Hashable, Sendable {
  case text(String)
  /// `&name;`: what it means is known to whoever shows the page.
  case entity(String)
  case code(String)
  /// `$x^2$`, kept as it is written.
  case math(String)
  case emphasis([MarkdownInline])
  case strong([MarkdownInline])
  case strike([MarkdownInline])
  case link(to: String, title: String?, [MarkdownInline])
  case image(of: String, title: String?, [MarkdownInline])
  case html(String)
  case softBreak
  case hardBreak

  /// The text alone, as for a heading's anchor or a picture's description.
  package var plain: String {
    switch self {
    case .text(let text), .entity(let text), .code(let text), .math(let text): text
    case .emphasis(let parts), .strong(let parts), .strike(let parts), .link(_, _, let parts),
      .image(_, _, let parts):
      parts.map(\.plain).joined()
    case .html: ""
    case .softBreak, .hardBreak: " "
    }
  }
}

/// Reads Markdown. Every text is Markdown: reading never fails.
package enum Markdown {
  package static func parse(_ text: String) -> [MarkdownBlock] {
    var parser = MarkdownBlockParser()
    for line in text.utf8.split(omittingEmptySubsequences: false, whereSeparator: { $0 == 10 }) {
      parser.take(line.last == 13 ? line.dropLast() : line)
    }
    return parser.finish()
  }
}
