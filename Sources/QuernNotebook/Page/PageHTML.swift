internal import QuernValue

/// A notebook as one HTML file that needs nothing else: no network, no script.
package struct PageHTML {
  /// Lines of an output that are shown without unfolding it.
  private static let lineCountMax = 60

  private let notebook: ExportedNotebook
  /// A picture of the prose as a `data:` address; nil where it cannot be had.
  private let picture: (String) -> String?

  package init(_ notebook: ExportedNotebook, picture: @escaping (String) -> String?) {
    self.notebook = notebook
    self.picture = picture
  }

  package var text: String {
    var prose = MarkdownHTML(
      picture: { picture($0) ?? $0 },
      highlight: { info, text in info.hasPrefix("quern") ? CodeHTML.of(text) : nil })
    var body = ""
    for item in notebook.items {
      switch item {
      case .prose(let text):
        body += "<div class=\"prose\">\n\(prose.html(Markdown.parse(text)))</div>\n"
      case .cell(let cell): body += html(cell)
      }
    }
    let headings = prose.headings
    let title = MarkdownHTML.escape(notebook.title)
    let hasTitle = headings.first?.level == 1
    let contents = contents(headings.filter { (2...3).contains($0.level) })
    return """
      <!doctype html>
      <html lang="en">
      <head>
      <meta charset="utf-8">
      <meta name="viewport" content="width=device-width, initial-scale=1">
      <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src \
      'unsafe-inline'; img-src data:; base-uri 'none'; form-action 'none'">
      <meta name="generator" content="Quern">
      <title>\(title)</title>
      <style>
      \(PageStyle.css)
      </style>
      </head>
      <body>
      \(contents.side)<div class="page">
      \(head)\(contents.top)\(hasTitle ? "" : "<h1>\(title)</h1>\n")<main>
      \(body)</main>
      \(foot)</div>
      </body>
      </html>

      """
  }

  private var head: String {
    let facts = notebook.facts.map { fact in
      "<span>\(MarkdownHTML.escape(fact.name)) \(MarkdownHTML.escape(fact.value))</span>"
    }
    return "<header class=\"run\"><span class=\"facts\"><span>\(MarkdownHTML.escape(notebook.name))"
      + "</span>\(facts.joined())</span>"
      + "<label><input type=\"checkbox\" id=\"hide-code\">hide code</label></header>\n"
  }

  private var foot: String {
    guard !notebook.inputs.isEmpty else { return "" }
    let rows = notebook.inputs.map {
      "<tr><td>\(MarkdownHTML.escape($0.path))</td><td><code>\($0.digest)</code></td></tr>\n"
    }
    return "<footer><details><summary>What the cells read</summary><div class=\"scroll\"><table>"
      + "<thead><tr><th>file</th><th>SHA-256</th></tr></thead><tbody>\n\(rows.joined())"
      + "</tbody></table></div></details></footer>\n"
  }

  private func contents(
    _ headings: [(level: Int, anchor: String, html: String)]
  ) -> (side: String, top: String) {
    guard headings.count >= 2 else { return ("", "") }
    let items = headings.map { heading in
      // Links in headings would be links in links.
      let inner = heading.html.replacing("<a ", with: "<span ").replacing("</a>", with: "</span>")
      return "<li class=\"l\(heading.level)\"><a href=\"#\(MarkdownHTML.escape(heading.anchor))\">"
        + "\(inner)</a></li>\n"
    }
    let list = "<ul>\n\(items.joined())</ul>"
    return (
      "<nav class=\"side\" aria-label=\"Contents\"><b>Contents</b>\(list)</nav>\n",
      "<nav class=\"top\"><details><summary>Contents</summary>\(list)</details></nav>\n"
    )
  }

  private func html(_ cell: ExportedCell) -> String {
    var classes = ["cell"]
    var facts: [String] = []
    switch cell.status {
    case .ok: break
    case .failed:
      classes.append("failed")
      facts.append("failed")
    case .interrupted:
      classes.append("interrupted")
      facts.append("interrupted")
    case .notRun: facts.append("not run")
    }
    if cell.isChanged {
      classes.append("stale")
      facts.append("changed since its outputs were made")
    }
    if let seconds = cell.seconds, seconds > 0, cell.status != .notRun {
      facts.append(Self.seconds(seconds))
    }
    let outputs = cell.outputs.map(html).joined()
    let label = MarkdownHTML.escape(cell.id)
    return "<section class=\"\(classes.joined(separator: " "))\" id=\"cell-\(label)\">\n"
      + "<details class=\"source\" open><summary class=\"bar\">"
      + "<span>\(label)</span><span class=\"status\">\(facts.joined(separator: " · "))</span></summary>"
      + "<pre><code>\(CodeHTML.of(cell.source))</code></pre></details>\n"
      + (outputs.isEmpty ? "" : "<div class=\"outputs\">\n\(outputs)</div>\n") + "</section>\n"
  }

  /// Whole milliseconds; what takes less is no fact worth reading.
  private static func seconds(_ seconds: Double) -> String {
    if seconds < 0.001 { return "< 1 ms" }
    if seconds < 1 { return "\(Int((seconds * 1000).rounded())) ms" }
    let tenths = Int((seconds * 10).rounded())
    return "\(tenths / 10).\(tenths % 10) s"
  }

  private func html(_ output: Output) -> String {
    switch output {
    case .result(let bundle), .display(let bundle): html(bundle)
    case .stream(let text): pre(text)
    case .note(let text): "<div class=\"note\">\(MarkdownHTML.escape(text))</div>\n"
    case .warning(let text): "<div class=\"warning\">\(MarkdownHTML.escape(text))</div>\n"
    case .error(let error):
      "<div class=\"error scroll\"><pre>\(MarkdownHTML.escape(error.rendered))</pre></div>\n"
    case .progress: ""
    }
  }

  private func html(_ bundle: MIMEBundle) -> String {
    if let svg = bundle.text("image/svg+xml") {
      return "<div class=\"picture\">\(Self.withoutProlog(svg))</div>\n"
    }
    for type in ["image/png", "image/jpeg"] {
      guard let data = bundle.text(type) else { continue }
      let bytes = data.filter { !$0.isWhitespace }
      return "<div class=\"picture\"><img alt=\"\" src=\"data:\(type);base64,"
        + "\(MarkdownHTML.escape(bytes))\"></div>\n"
    }
    if let html = bundle.html { return "<div class=\"scroll\">\(html)</div>\n" }
    if let markdown = bundle.text("text/markdown") {
      var prose = MarkdownHTML()
      return "<div class=\"prose\">\(prose.html(Markdown.parse(markdown)))</div>\n"
    }
    return pre(bundle.plain)
  }

  private func pre(_ text: String) -> String {
    let inner = "<pre>\(MarkdownHTML.escape(text))</pre>"
    let count = text.utf8.count { $0 == 10 } + (text.utf8.last == 10 ? 0 : 1)
    guard count > Self.lineCountMax else { return "<div class=\"scroll\">\(inner)</div>\n" }
    return "<details class=\"long\"><summary>\(count) lines</summary>"
      + "<div class=\"scroll\">\(inner)</div></details>\n"
  }

  /// An SVG file's XML declaration means nothing within a page.
  static func withoutProlog(_ svg: String) -> Substring {
    guard let start = svg.firstRange(of: "<svg") else { return svg[...] }
    return svg[start.lowerBound...]
  }
}
