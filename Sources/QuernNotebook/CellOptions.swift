import QuernText

/// The options of a cell: `#| key: value` lines at its head (Quarto's form).
package struct CellOptions: Sendable, Hashable {
  /// Names the cell in messages and in the saved outputs.
  package var label: String?
  /// Wall-clock limit in seconds.
  package var timeoutSeconds: Double?
  /// `cache: false` runs the cell each time.
  package var usesCache = true
  /// `eval: false` shows the cell but does not run it.
  package var runs = true
  /// `refresh: 1d`: how old a cached result that read `now()` or the network may be, in seconds.
  package var refreshSeconds: Double?

  package init() {}

  /// The option names, for messages and completion.
  package static let names = ["label", "timeout", "cache", "eval", "refresh"]

  /// Reads the option lines at the head of `source`; `firstLine` is its first line in the file.
  package static func read(
    _ source: String, firstLine: Int
  ) -> (options: CellOptions, warnings: [NotebookWarning]) {
    var options = CellOptions()
    var warnings: [NotebookWarning] = []
    var line = firstLine
    for text in source.split(separator: "\n", omittingEmptySubsequences: false) {
      guard text.hasPrefix("#|") else { break }
      if let warning = options.set(text.dropFirst(2), line: line) { warnings.append(warning) }
      line += 1
    }
    return (options, warnings)
  }

  /// An option of a MyST cell, where it is one of ours; others belong to other tools.
  mutating func take(mystOption text: String) { _ = set(text[...], line: 0) }

  private mutating func set(_ text: Substring, line: Int) -> NotebookWarning? {
    guard let colon = text.firstIndex(of: ":") else {
      return NotebookWarning(line: line, message: "a cell option is written `#| key: value`")
    }
    let key = trimmed(text[..<colon])
    let value = unquoted(trimmed(text[text.index(after: colon)...]))
    func bad(_ expected: String) -> NotebookWarning {
      NotebookWarning(line: line, message: "\(key): expected \(expected), found `\(value)`")
    }
    switch key {
    case "label", "id":
      guard !value.isEmpty else { return bad("a name") }
      label = value
    case "timeout", "refresh":
      guard let seconds = spanSeconds(value) else { return bad("a duration such as 30s or 5min") }
      if key == "timeout" { timeoutSeconds = seconds } else { refreshSeconds = seconds }
    case "cache", "eval":
      guard let flag = ["true": true, "false": false][value] else { return bad("true or false") }
      if key == "cache" { usesCache = flag } else { runs = flag }
    default:
      let near = EditDistance.nearest(key, in: Self.names).first
      let hint = near.map { "; did you mean \"\($0)\"?" } ?? ""
      return NotebookWarning(line: line, message: "there is no cell option \"\(key)\"\(hint)")
    }
    return nil
  }
}

/// `text` without the blanks around it.
func trimmed(_ text: Substring) -> String {
  var slice = text
  while let first = slice.first, first == " " || first == "\t" || first == "\r" {
    slice.removeFirst()
  }
  while let last = slice.last, last == " " || last == "\t" || last == "\r" { slice.removeLast() }
  return String(slice)
}

/// `text` without a pair of quotes around it.
func unquoted(_ text: String) -> String {
  guard text.utf8.count >= 2, let first = text.first, first == "\"" || first == "'",
    text.last == first
  else { return text }
  return String(text.dropFirst().dropLast())
}

/// Seconds of a duration as the language writes it: `500ms`, `30s`, `5min`, `2h`, `1d`, `1w`.
package func spanSeconds(_ text: String) -> Double? {
  let digits = text.prefix { $0.isNumber || $0 == "." }
  guard let count = Double(digits), count >= 0 else { return nil }
  let units: [String: Double] = [
    "ms": 0.001, "s": 1, "": 1, "min": 60, "h": 3600, "d": 86_400, "w": 604_800,
  ]
  return units[String(text.dropFirst(digits.count))].map { $0 * count }
}
