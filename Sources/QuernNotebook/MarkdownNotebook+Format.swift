import QuernSyntax

extension MarkdownNotebook {
  /// The text with each cell formatted, and the errors of cells that do not parse (left as they
  /// are).
  ///
  /// Every byte outside the cells survives: line ends, prose, fences.
  package static func formatted(
    _ text: String, path: String
  ) throws(NotebookError) -> (String, [String]) {
    let notebook = try read(text, path: path)
    var lines = text.split(omittingEmptySubsequences: false) { $0 == "\n" || $0 == "\r\n" }
      .map(String.init)
    let lineEnd = text.contains("\r\n") ? "\r\n" : "\n"
    var problems: [String] = []
    // From the last cell up, so that line numbers above stay true.
    for cell in notebook.cells.reversed() {
      let source = SourceText(cell.source)
      let (formatted, diagnostics) = Formatter.format(source)
      let errors = diagnostics.filter { $0.severity == .error }
      guard errors.isEmpty else {
        problems =
          errors.map { $0.rendered(source: source, cell: "\(path), cell \(cell.id)", color: false) }
          + problems
        continue
      }
      var body = formatted
      while body.hasSuffix("\n") { body.removeLast() }
      let count = cell.source.split(separator: "\n", omittingEmptySubsequences: false).count
      let indent = String(lines[cell.firstLine - 2].prefix { $0 == " " })
      let replacement = body.split(separator: "\n", omittingEmptySubsequences: false)
        .map { $0.isEmpty ? "" : indent + $0 }
      let first = cell.firstLine - 1
      let isEmpty =
        cell.source.isEmpty && first < lines.count
        && Fence(opening: lines[first][...]) != nil
      guard !isEmpty else { continue }
      lines.replaceSubrange(first..<(first + count), with: replacement)
    }
    return (lines.joined(separator: lineEnd), problems)
  }
}
