import QuernTable
import QuernText

/// HTML that stands in light and dark pages alike, without script or style sheet.
///
/// Text takes the page's colour; lines take JupyterLab's or the exported page's.
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

  static let tableStyle =
    "border-collapse:collapse;font-variant-numeric:tabular-nums;text-align:left"
  private static let typeStyle = "font-weight:normal;opacity:.65"
  private static let ruled =
    "border-bottom:1px solid var(--jp-border-color1,var(--line,#8888))"
  private static let padding = "padding:2px 8px"
  /// Columns of a table that are written out.
  private static let columnCountMax = 60

  static func table(_ preview: TablePreview) -> String {
    let columns = preview.columns.prefix(columnCountMax)
    var html = "<table style=\"\(tableStyle)\">\n<thead><tr>"
    for column in columns {
      html +=
        "<th scope=\"col\" style=\"\(alignment(column));\(padding);\(ruled)\">\(escape(column.name))"
        + "<br><span style=\"\(typeStyle)\">\(escape(kind(column)))</span></th>"
    }
    html += "</tr></thead>\n<tbody>\n"
    for row in 0..<preview.shownCount {
      html += "<tr>"
      for column in columns {
        html += "<td style=\"\(alignment(column));\(padding)\">"
        html += column.cells[row].map(escape) ?? "<span style=\"opacity:.45\">null</span>"
        html += "</td>"
      }
      html += "</tr>\n"
    }
    html += "</tbody>\n</table>"
    let rest = [preview.more, hidden(preview), preview.rowCount == 0 ? "no rows" : nil]
      .compactMap { $0 }
    if !rest.isEmpty {
      html += "\n<p style=\"opacity:.65\">\(escape(rest.joined(separator: "; ")))</p>"
    }
    return html
  }

  /// `int · 12 missing`
  private static func kind(_ column: TablePreview.Column) -> String {
    guard let missing = column.missingCount, missing > 0 else { return column.type.name }
    return "\(column.type.name) · \(Numbers.grouped(Int64(missing))) missing"
  }

  private static func hidden(_ preview: TablePreview) -> String? {
    let hidden = preview.columns.dropFirst(columnCountMax)
    guard !hidden.isEmpty else { return nil }
    let names = hidden.prefix(8).map(\.name).joined(separator: ", ")
    return "… \(hidden.count) more \(hidden.count == 1 ? "column" : "columns"): \(names)"
      + (hidden.count > 8 ? ", …" : "")
  }

  /// Facts by name, as a table of two columns.
  static func card(_ title: String, _ facts: [(name: String, value: String)]) -> String {
    var html = "<table style=\"\(tableStyle)\">\n"
    if !title.isEmpty { html += caption(title) }
    html += "<tbody>\n"
    for fact in facts {
      html +=
        "<tr><th scope=\"row\" style=\"text-align:left;vertical-align:top;\(typeStyle);\(padding)\">"
        + "\(escape(fact.name))</th><td style=\"text-align:left;\(padding)\">"
        + "\(escape(fact.value))</td></tr>\n"
    }
    return html + "</tbody>\n</table>"
  }

  private static func caption(_ title: String) -> String {
    "<caption style=\"text-align:left;font-weight:bold;white-space:nowrap;\(padding)\">"
      + "\(escape(title))</caption>\n"
  }

  /// Counts by two sets of labels, the greater a share of its row the stronger its colour.
  static func heat(_ title: String, _ heat: HeatTable) -> String {
    var html = "<table style=\"\(tableStyle)\">\n" + caption(title) + "<thead><tr>"
    html += "<th scope=\"col\" style=\"text-align:left;\(typeStyle);\(padding);\(ruled)\">"
    html += "\(escape(heat.corner))</th>"
    for label in heat.across {
      html += "<th scope=\"col\" style=\"text-align:right;\(padding);\(ruled)\">\(escape(label))</th>"
    }
    html += "</tr></thead>\n<tbody>\n"
    for (label, counts) in zip(heat.down, heat.counts) {
      html += "<tr><th scope=\"row\" style=\"text-align:left;\(padding)\">\(escape(label))</th>"
      let total = counts.reduce(0, +)
      for count in counts {
        let share = total > 0 ? count / total : 0
        html += "<td style=\"text-align:right;\(padding);background:rgba(0,114,178,"
        html += "\(Numbers.fixed(share * 0.55, places: 2)))\">\(HeatTable.text(count))</td>"
      }
      html += "</tr>\n"
    }
    return html + "</tbody>\n</table>"
  }

  /// Lines of code, one below the other.
  static func code(_ text: String) -> String { "<pre>\(escape(text))</pre>" }

  private static func alignment(_ column: TablePreview.Column) -> String {
    column.isNumeric ? "text-align:right" : "text-align:left"
  }
}
