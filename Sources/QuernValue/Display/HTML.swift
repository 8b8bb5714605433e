import QuernTable
import QuernText

/// HTML that stands in light and dark pages alike: it takes the page's own colours.
enum HTML {
  static func escape(_ text: String) -> String {
    var out = ""
    out.reserveCapacity(text.utf8.count)
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": out += "&amp;"
      case "<": out += "&lt;"
      case ">": out += "&gt;"
      case "\"": out += "&quot;"
      default: out.unicodeScalars.append(scalar)
      }
    }
    return out
  }

  private static let tableStyle =
    "border-collapse:collapse;font-variant-numeric:tabular-nums;text-align:left"
  private static let typeStyle = "font-weight:normal;opacity:.6"

  static func table(_ preview: TablePreview) -> String {
    var html = "<table style=\"\(tableStyle)\">\n<thead><tr>"
    for column in preview.columns {
      html +=
        "<th scope=\"col\" style=\"\(alignment(column));padding:2px 8px\">\(escape(column.name))"
        + "<br><span style=\"\(typeStyle)\">\(escape(column.type.name))</span></th>"
    }
    html += "</tr></thead>\n<tbody>\n"
    for row in 0..<preview.shownCount {
      html += "<tr>"
      for column in preview.columns {
        html += "<td style=\"\(alignment(column));padding:2px 8px\">"
        html += column.cells[row].map(escape) ?? "<span style=\"opacity:.4\">null</span>"
        html += "</td>"
      }
      html += "</tr>\n"
    }
    html += "</tbody>\n</table>"
    if let more = preview.more { html += "\n<p style=\"opacity:.6\">\(escape(more))</p>" }
    return html
  }

  /// Facts by name, as a table of two columns.
  static func card(_ title: String, _ facts: [(name: String, value: String)]) -> String {
    var html = "<table style=\"\(tableStyle)\">\n"
    html += "<caption style=\"text-align:left;font-weight:bold\">\(escape(title))</caption>\n"
    for fact in facts {
      html +=
        "<tr><th scope=\"row\" style=\"\(typeStyle);padding:2px 8px\">\(escape(fact.name))</th>"
        + "<td style=\"padding:2px 8px\">\(escape(fact.value))</td></tr>\n"
    }
    return html + "</table>"
  }

  static func pre(_ text: String) -> String { "<pre>\(escape(text))</pre>" }

  private static func alignment(_ column: TablePreview.Column) -> String {
    column.isNumeric ? "text-align:right" : "text-align:left"
  }
}
