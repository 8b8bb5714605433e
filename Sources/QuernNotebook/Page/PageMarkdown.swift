import QuernText
internal import QuernValue

/// A notebook with its outputs as Markdown that GitHub renders: pictures are files beside it.
package struct PageMarkdown {
  /// Lines of an output that are shown without unfolding it.
  private static let lineCountMax = 40

  /// A file that the text names.
  package struct Picture: Sendable {
    package let path: String
    package let bytes: [UInt8]
  }

  package private(set) var text = ""
  package private(set) var pictures: [Picture] = []
  /// The folder of the pictures, relative to the text.
  private let folder: String

  package init(_ notebook: ExportedNotebook, folder: String) {
    self.folder = folder
    var hasTitle = false
    if case .prose(let first)? = notebook.items.first { hasTitle = first.hasPrefix("# ") }
    if !hasTitle { text = "# \(notebook.title)\n" }
    for item in notebook.items {
      if !text.isEmpty { text += "\n" }
      switch item {
      case .prose(let prose): text += prose + "\n"
      case .cell(let cell): add(cell)
      }
    }
    guard !notebook.facts.isEmpty else { return }
    let facts = notebook.facts.map { "\($0.name) \($0.value)" }
    text += "\n---\n\n<sub>\(MarkdownHTML.escape(facts.joined(separator: " · ")))</sub>\n"
  }

  private mutating func add(_ cell: ExportedCell) {
    text += fenced(cell.source, info: "quern")
    switch cell.status {
    case .ok, .failed: break
    case .interrupted: text += "\n> interrupted\n"
    case .notRun: text += "\n> not run\n"
    }
    if cell.isChanged {
      text += "\n> [!NOTE]\n> This cell was changed since its outputs were made.\n"
    }
    for output in cell.outputs { add(output, cell) }
  }

  private mutating func add(_ output: Output, _ cell: ExportedCell) {
    switch output {
    case .result(let bundle), .display(let bundle): add(bundle, cell)
    case .stream(let body): text += "\n" + folded(body)
    case .note(let body): text += "\n" + quoted(body)
    case .warning(let body): text += "\n> [!WARNING]\n" + quoted(body)
    case .error(let error): text += "\n" + fenced(error.rendered, info: "text")
    case .progress: break
    }
  }

  private mutating func add(_ bundle: MIMEBundle, _ cell: ExportedCell) {
    text += "\n"
    if let svg = bundle.text("image/svg+xml") {
      text += picture(Array(svg.utf8), suffix: "svg", alt: cell.id)
    } else if let data = bundle.text("image/png"), let bytes = Base64.decode(data) {
      text += picture(bytes, suffix: "png", alt: cell.id)
    } else if let html = bundle.html, let table = HTMLTable(html) {
      text += table.markdown
    } else if let markdown = bundle.text("text/markdown") {
      text += markdown + (markdown.hasSuffix("\n") ? "" : "\n")
    } else {
      text += folded(bundle.plain)
    }
  }

  private mutating func picture(_ bytes: [UInt8], suffix: String, alt: String) -> String {
    let path = "\(folder)/\(SHA256.hash(bytes).short).\(suffix)"
    if !pictures.contains(where: { $0.path == path }) {
      pictures.append(Picture(path: path, bytes: bytes))
    }
    let target = path.contains(" ") ? "<\(path)>" : path
    return "![\(alt)](\(target))\n"
  }

  private func quoted(_ body: String) -> String {
    body.split(separator: "\n", omittingEmptySubsequences: false)
      .map { "> " + MarkdownHTML.escape(String($0)) + "\n" }.joined()
  }

  private func folded(_ body: String) -> String {
    let count = body.utf8.count { $0 == 10 } + (body.utf8.last == 10 ? 0 : 1)
    let block = fenced(body, info: "text")
    guard count > Self.lineCountMax else { return block }
    return "<details><summary>\(count) lines</summary>\n\n\(block)\n</details>\n"
  }

  private func fenced(_ body: String, info: String) -> String {
    var length = 3
    var run = 0
    for byte in body.utf8 {
      run = byte == UInt8(ascii: "`") ? run + 1 : 0
      length = max(length, run + 1)
    }
    let fence = String(repeating: "`", count: length)
    return "\(fence)\(info)\n\(body)\(body.isEmpty || body.utf8.last == 10 ? "" : "\n")\(fence)\n"
  }
}
