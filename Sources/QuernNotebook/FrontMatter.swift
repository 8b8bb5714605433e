import QuernText

/// The YAML block at the head of a notebook: `key: value` lines between two `---` lines.
///
/// ```
/// ---
/// title: Churn
/// seed: 7
/// instance: ml.m5.large
/// ---
/// ```
package struct FrontMatter: Sendable, Hashable {
  package var title: String?
  /// The notebook's seed: every draw depends on it.
  package var seed: Int64 = 0
  /// The instance type that the session runs on; nil takes the host's default.
  package var instance: String?
  /// Idle seconds after which the session hibernates.
  package var idleSeconds: Double?
  package var role: String?
  /// What running it may cost: `5 usd/month`, `2h/day`.
  package var budget: String?
  /// Whether its session has no network.
  package var isIsolated: Bool?
  /// `show: cost`: each cell says its time and what it would cost at AWS.
  package var showsCost = false
  /// Keys of other tools, kept as they are.
  package var others: [String: String] = [:]

  package init() {}

  /// The keys Quern reads.
  package static let names = [
    "title", "seed", "instance", "idle", "role", "budget", "network", "show",
  ]
  /// Keys that other Markdown tools own: no warning.
  private static let foreign: Set<String> = [
    "author", "date", "format", "jupyter", "kernelspec", "jupytext", "tags", "abstract", "lang",
    "description", "subtitle", "license", "bibliography", "execute", "toc", "notebook", "quern",
  ]

  /// Reads the lines between the fences; `firstLine` is the file's line of the first of them.
  static func read(
    _ lines: [Substring], firstLine: Int, path: String
  ) throws(NotebookError) -> (FrontMatter, [NotebookWarning]) {
    var matter = FrontMatter()
    var warnings: [NotebookWarning] = []
    for (offset, line) in lines.enumerated() {
      let number = firstLine + offset
      let text = trimmed(line)
      // Nested values and comments belong to other tools.
      if text.isEmpty || text.hasPrefix("#") || line.hasPrefix(" ") || line.hasPrefix("-") {
        continue
      }
      guard let colon = text.firstIndex(of: ":") else {
        throw .frontMatter(
          path: path, line: number, message: "expected `key: value`, found `\(text)`")
      }
      let key = trimmed(text[..<colon])
      let value = unquoted(withoutComment(trimmed(text[text.index(after: colon)...])))
      if let problem = matter.set(key, value) {
        throw .frontMatter(path: path, line: number, message: problem)
      }
      if matter.others[key] != nil, !foreign.contains(key),
        let near = EditDistance.nearest(key, in: names).first
      {
        warnings.append(
          NotebookWarning(
            line: number,
            message: "`\(key)` means nothing to Quern; did you mean `\(near)`?"))
      }
    }
    return (matter, warnings)
  }

  /// Sets a key; returns what is wrong with the value.
  private mutating func set(_ key: String, _ value: String) -> String? {
    switch key {
    case "title": title = value
    case "seed":
      guard let number = Int64(value) else { return "seed: expected an integer, found `\(value)`" }
      seed = number
    case "instance": instance = value
    case "idle":
      guard let seconds = spanSeconds(value) else {
        return "idle: expected a duration such as 15min, found `\(value)`"
      }
      idleSeconds = seconds
    case "role": role = value
    case "budget":
      guard BudgetAmount(text: value) != nil else {
        return "budget: " + BudgetAmount.problem(value)
      }
      budget = value
    case "network":
      guard value == "none" || value == "host" else {
        return "network: expected `none` or `host`, found `\(value)`"
      }
      isIsolated = value == "none"
    case "show":
      guard value == "cost" else { return "show: expected `cost`, found `\(value)`" }
      showsCost = true
    default: others[key] = value
    }
    return nil
  }

  static func withoutComment(_ value: String) -> String {
    guard !value.hasPrefix("\""), !value.hasPrefix("'") else { return value }
    var previous: Character = "x"
    for index in value.indices {
      if value[index] == "#", previous == " " { return trimmed(value[..<index]) }
      previous = value[index]
    }
    return value
  }
}
