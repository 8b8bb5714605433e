import QuernSyntax

/// Cells as coloured HTML.
enum CodeHTML {
  static func of(_ text: String) -> String {
    let source = SourceText(text)
    var html = ""
    var offset = 0
    for (range, tokenClass) in Highlighter.spans(source) where range.lower >= offset {
      html += MarkdownHTML.escape(source.slice(SourceRange(offset, range.lower)))
      let inner = MarkdownHTML.escape(source.slice(range))
      html += name(tokenClass).map { "<span class=\"\($0)\">\(inner)</span>" } ?? inner
      offset = range.upper
    }
    return html + MarkdownHTML.escape(source.slice(SourceRange(offset, source.count)))
  }

  /// The class of the style sheet; nil for the colour of the text.
  private static func name(_ tokenClass: TokenClass) -> String? {
    switch tokenClass {
    case .keyword: "kw"
    case .constant, .number: "nu"
    case .string: "st"
    case .interpolation: "ip"
    case .comment: "co"
    case .column, .field: "cl"
    case .label: "lb"
    case .definition: "df"
    case .call: "fn"
    case .invalid: "bad"
    case .name, .sign: nil
    }
  }
}
