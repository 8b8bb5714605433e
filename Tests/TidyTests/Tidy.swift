/// The style as a function: what is wrong with one source file.
///
/// Port of the idea of TigerBeetle's `tidy.zig`: a rule that is not checked is a wish.
enum Tidy {
  struct Finding: Hashable, CustomStringConvertible {
    let path: String
    let line: Int
    let message: String
    var description: String { "\(path):\(line): \(message)" }
  }

  static let fileLineMax = 600
  static let functionLineMax = 60
  /// Generated: a shape's initialiser has a line for each of its members.
  static let generatedFolder = "Sources/QuernOperations/Shapes/"
  static let lineColumnMax = 100
  /// Of a line with a string literal.
  static let messageLineColumnMax = 112

  static func check(path: String, text: String) -> [Finding] {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    return sizes(path: path, lines: lines) + functions(path: path, lines: lines)
      + imports(path: path, lines: lines) + banned(path: path, lines: lines)
  }

  static func sizes(path: String, lines: [String]) -> [Finding] {
    var findings: [Finding] = []
    if lines.count > fileLineMax + 1 {
      findings.append(
        Finding(
          path: path, line: lines.count,
          message: "\(lines.count) lines; split it below \(fileLineMax): is it one idea?"))
    }
    for (index, line) in lines.enumerated() where line.count > lineColumnMax {
      // A message reads better whole, and a URL cannot be broken.
      if line.contains("\""), line.count <= messageLineColumnMax || path.hasPrefix("Tests/") {
        continue
      }
      if line.contains("https://") { continue }
      findings.append(
        Finding(path: path, line: index + 1, message: "\(line.count) columns; at most 100"))
    }
    return findings
  }

  /// Functions by their indentation: from `func`/`init` to the line that closes it at its column.
  static func functions(path: String, lines: [String]) -> [Finding] {
    var findings: [Finding] = []
    for (index, line) in lines.enumerated() {
      let indent = line.prefix { $0 == " " }
      let words = line.dropFirst(indent.count).split(separator: " ")
      let isFunction =
        words.prefix(6).contains { $0 == "func" || $0.hasPrefix("init(") }
        && !line.hasPrefix("//") && !words.isEmpty && !words[0].hasPrefix("//")
        && !line.contains("= \"") && (words.first != "return")
      guard isFunction, !line.hasSuffix("}") else { continue }
      let close = indent + "}"
      guard let end = lines[(index + 1)...].firstIndex(where: { $0 == close }) else { continue }
      let count = end - index + 1
      if count > functionLineMax, !path.hasPrefix(generatedFolder) {
        findings.append(
          Finding(
            path: path, line: index + 1,
            message: "a function of \(count) lines; split it below \(functionLineMax)"))
      }
    }
    return findings
  }

  static func imports(path: String, lines: [String]) -> [Finding] {
    let parts = path.split(separator: "/")
    guard parts.first == "Sources", parts.count > 2 else { return [] }
    let target = String(parts[1])
    guard let allowed = ImportTable.allowed[target] else {
      return [
        Finding(path: path, line: 1, message: "target \(target) is missing in ImportTable.swift")
      ]
    }
    var findings: [Finding] = []
    for (index, line) in lines.enumerated() {
      guard let module = importedModule(line) else { continue }
      if !allowed.contains(module), !ImportTable.everywhere.contains(module) {
        findings.append(
          Finding(
            path: path, line: index + 1,
            message: "\(target) may not import \(module); see ImportTable.swift"))
      }
    }
    return findings
  }

  static func importedModule(_ line: String) -> String? {
    let words = line.split(separator: " ").map(String.init)
    guard let index = words.firstIndex(of: "import"), index < words.count - 1,
      words[..<index].allSatisfy({
        $0.hasPrefix("@")
          || ["package", "public", "internal", "private", "fileprivate"].contains($0)
      })
    else { return nil }
    let kinds = ["struct", "class", "enum", "func", "protocol", "typealias", "var", "let"]
    let name = kinds.contains(words[index + 1]) ? words[index + 2] : words[index + 1]
    return name.split(separator: ".").first.map(String.init)
  }

  static func banned(path: String, lines: [String]) -> [Finding] {
    guard path.hasPrefix("Sources/") else { return [] }
    var findings: [Finding] = []
    for (index, line) in lines.enumerated() {
      let code = withoutCommentsAndStrings(line)
      for ban in Ban.all where ban.matches(code: code, line: line, path: path) {
        findings.append(
          Finding(path: path, line: index + 1, message: "`\(ban.text)`: \(ban.instead)"))
      }
    }
    return findings
  }

  /// The code of a line: string literals emptied, a trailing comment cut.
  static func withoutCommentsAndStrings(_ line: String) -> String {
    var result = ""
    var inString = false
    var previous: Character = " "
    for character in line {
      if character == "\"", previous != "\\" { inString.toggle() }
      if !inString, character == "/", previous == "/" {
        result.removeLast()
        break
      }
      if !inString { result.append(character) }
      previous = character
    }
    return result
  }
}

/// A spelling that is not used, with what to write instead.
struct Ban {
  let text: String
  let instead: String
  var inComments = false
  /// Path prefixes where it is allowed.
  var except: [String] = []

  func matches(code: String, line: String, path: String) -> Bool {
    guard !except.contains(where: { path.hasPrefix($0) }) else { return false }
    return stands(in: inComments ? line : code)
  }

  /// Whether the text stands in the code as a word of its own: `factor ` is no `actor `, and
  /// `Formatter.print(` no `print(`.
  private func stands(in code: String) -> Bool {
    guard text.first?.isLetter == true else { return code.contains(text) }
    return code.ranges(of: text).contains { range in
      guard range.lowerBound > code.startIndex else { return true }
      let previous = code[code.index(before: range.lowerBound)]
      return !previous.isLetter && !previous.isNumber && previous != "_" && previous != "."
    }
  }

  static let all: [Ban] = [
    Ban(text: "fatalError(", instead: "a diagnostic, or a precondition with a sentence"),
    Ban(text: "try!", instead: "handle the error or let it through"),
    Ban(text: "try?", instead: "catch the typed error and say what happens"),
    Ban(text: " as!", instead: "a switch over the cases"),
    Ban(text: "TODO", instead: "finish it, or file an issue", inComments: true),
    Ban(text: "FIXME", instead: "fix it, or file an issue", inComments: true),
    Ban(text: "Date()", instead: "the Clock that was passed in"),
    Ban(text: "UUID()", instead: "an id that was passed in"),
    Ban(
      text: "SystemRandomNumberGenerator",
      instead: "RandomStream: a draw is a function of its seed", except: secret),
    Ban(text: "Task.sleep", instead: "a deadline row and the injected clock", except: platform),
    Ban(
      text: "Task {", instead: "a thread (quern) or a structured group (platform)",
      except: platform),
    Ban(text: "actor ", instead: "a state struct owned by the I/O thread", except: platform),
    Ban(text: "print(", instead: "an Output, or the front end's Console", except: printing),
    Ban(text: "Manager ", instead: "the noun of what it holds"),
    Ban(text: "Utils", instead: "a function at the point of use"),
  ]

  private static let platform = ["Sources/QuernServer/", "Sources/quern-platform/"]
  // The formatter has a `print` of its own.
  private static let printing = [
    "Sources/quern/", "Sources/quern-platform/", "Sources/QuernSyntax/Formatter/",
  ]
  // Keys and request ids must not be foreseen.
  private static let secret = ["Sources/QuernServer/HTTP/"]
}
