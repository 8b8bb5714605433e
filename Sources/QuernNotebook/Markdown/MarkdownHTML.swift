/// Markdown as HTML.
package struct MarkdownHTML {
  /// What a picture's address becomes: a page without a network holds the picture itself.
  private let picture: (String) -> String
  /// The inside of a `pre` for code of a language; nil for plain text.
  private let highlight: (_ info: String, _ text: String) -> String?
  private var anchors: [String: Int] = [:]
  /// The headings met, for a table of contents.
  package private(set) var headings: [(level: Int, anchor: String, html: String)] = []

  package init(
    picture: @escaping (String) -> String = { $0 },
    highlight: @escaping (_ info: String, _ text: String) -> String? = { _, _ in nil }
  ) {
    self.picture = picture
    self.highlight = highlight
  }

  package mutating func html(_ blocks: [MarkdownBlock]) -> String {
    blocks.map { html($0, isTight: false) }.joined()
  }

  /// Text with what means something in HTML escaped.
  package static func escape(_ text: String) -> String {
    var out: [UInt8] = []
    out.reserveCapacity(text.utf8.count)
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "&"): out += "&amp;".utf8
      case UInt8(ascii: "<"): out += "&lt;".utf8
      case UInt8(ascii: ">"): out += "&gt;".utf8
      case UInt8(ascii: "\""): out += "&quot;".utf8
      default: out.append(byte)
      }
    }
    return String(decoding: out, as: UTF8.self)
  }

  private mutating func html(_ block: MarkdownBlock, isTight: Bool) -> String {
    switch block {
    case .heading(let level, let parts): return heading(level, parts)
    case .paragraph(let parts): return isTight ? html(parts) : "<p>\(html(parts))</p>\n"
    case .code(let info, let text):
      let language = info.prefix { $0 != " " && $0 != "\t" }
      let name = language.isEmpty ? "" : " class=\"language-\(Self.escape(String(language)))\""
      return "<pre><code\(name)>\(highlight(info, text) ?? Self.escape(text))</code></pre>\n"
    case .quote(let blocks): return "<blockquote>\n\(html(blocks))</blockquote>\n"
    case .list(let start, let isTight, let items): return list(start, isTight, items)
    case .rule: return "<hr />\n"
    case .html(let text): return text
    case .table(let header, let rows, let columns): return table(header, rows, columns)
    }
  }

  private mutating func heading(_ level: Int, _ parts: [MarkdownInline]) -> String {
    let inner = html(parts)
    var anchor = ""
    for character in parts.map(\.plain).joined().lowercased() {
      if character.isLetter || character.isNumber || character == "-" || character == "_" {
        anchor.append(character)
      } else if character.isWhitespace {
        anchor.append("-")
      }
    }
    let count = anchors[anchor, default: 0]
    anchors[anchor] = count + 1
    if count > 0 || anchor.isEmpty { anchor += "-\(count)" }
    headings.append((level, anchor, inner))
    return "<h\(level) id=\"\(Self.escape(anchor))\">\(inner)</h\(level)>\n"
  }

  private mutating func list(_ start: Int?, _ isTight: Bool, _ items: [MarkdownItem]) -> String {
    let tag = start == nil ? "ul" : "ol"
    let from = start.map { $0 == 1 ? "" : " start=\"\($0)\"" } ?? ""
    var out = "<\(tag)\(from)>\n"
    for item in items {
      out += item.isDone == nil ? "<li>" : "<li class=\"task\">"
      if let isDone = item.isDone {
        out += "<input type=\"checkbox\" disabled\(isDone ? " checked" : "") /> "
      }
      for (place, block) in item.blocks.enumerated() {
        var isText = false
        if case .paragraph = block { isText = isTight }
        if !isText, place == 0 || out.last != "\n" { out += "\n" }
        out += html(block, isTight: isTight)
      }
      out += "</li>\n"
    }
    return out + "</\(tag)>\n"
  }

  private func table(
    _ header: [[MarkdownInline]], _ rows: [[[MarkdownInline]]], _ columns: [MarkdownAlignment]
  ) -> String {
    func row(_ cells: [[MarkdownInline]], _ tag: String) -> String {
      let cells = zip(cells, columns).map { cell, column in
        let align: String =
          switch column {
          case .none: ""
          case .left: " align=\"left\""
          case .center: " align=\"center\""
          case .right: " align=\"right\""
          }
        return "<\(tag)\(align)>\(html(cell))</\(tag)>\n"
      }
      return "<tr>\n\(cells.joined())</tr>\n"
    }
    var out = "<table>\n<thead>\n\(row(header, "th"))</thead>\n"
    if !rows.isEmpty { out += "<tbody>\n\(rows.map { row($0, "td") }.joined())</tbody>\n" }
    return out + "</table>\n"
  }

  private func html(_ parts: [MarkdownInline]) -> String { parts.map { html($0) }.joined() }

  private func html(_ part: MarkdownInline) -> String {
    switch part {
    case .text(let text): return Self.escape(text)
    case .entity(let entity): return entity
    case .code(let text): return "<code>\(Self.escape(text))</code>"
    case .math(let text): return "<span class=\"math\">\(Self.escape(text))</span>"
    case .emphasis(let parts): return "<em>\(html(parts))</em>"
    case .strong(let parts): return "<strong>\(html(parts))</strong>"
    case .strike(let parts): return "<del>\(html(parts))</del>"
    case .link(let url, let title, let parts):
      return "<a href=\"\(Self.escape(MarkdownBytes.url(url)))\"\(attribute(title))>"
        + "\(html(parts))</a>"
    case .image(let url, let title, let parts):
      let source = Self.escape(picture(MarkdownBytes.url(url)))
      let alt = Self.escape(parts.map(\.plain).joined())
      return "<img src=\"\(source)\" alt=\"\(alt)\"\(attribute(title)) />"
    case .html(let text): return text
    case .softBreak: return "\n"
    case .hardBreak: return "<br />\n"
    }
  }

  private func attribute(_ title: String?) -> String {
    title.map { " title=\"\(Self.escape($0))\"" } ?? ""
  }
}
