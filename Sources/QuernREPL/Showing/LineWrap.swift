import QuernText

/// Lines cut at blanks where a terminal ends.
package enum LineWrap {
  /// The line in as many as it needs.
  ///
  /// `hanging` is where further lines begin; nil: where the text of the first does.
  package static func lines(_ line: String, width: Int, hanging given: Int? = nil) -> [String] {
    guard TerminalText.width(line) > width else { return [line] }
    let hanging = min(given ?? hangingWidth(line), width / 2)
    let indent = String(repeating: " ", count: hanging)
    var result: [String] = []
    var current = ""
    var used = 0
    for word in words(line) {
      let cells = TerminalText.width(word)
      let bare = word.reversed().drop { $0 == " " }
      let needed = TerminalText.width(String(bare.reversed()))
      if used + needed > width, used > (result.isEmpty ? 0 : hanging) {
        result.append(trimmed(current))
        current = indent
        used = hanging
      }
      current += word
      used += cells
    }
    return result + [trimmed(current)]
  }

  /// Where the text of a line begins: behind its indent, and behind a name with two blanks.
  package static func hangingWidth(_ line: String) -> Int {
    let indent = line.prefix { $0 == " " }.count
    let rest = line.dropFirst(indent)
    guard let gap = rest.firstRange(of: "  ") else { return indent }
    let name = rest[..<gap.lowerBound]
    guard name.count <= 24, indent > 0, !name.contains(",") else { return indent }
    let blanks = rest[gap.lowerBound...].prefix { $0 == " " }.count
    return indent + name.count + blanks
  }

  /// The line's words, each with the blanks behind it.
  private static func words(_ line: String) -> [String] {
    var words: [String] = []
    var word = ""
    var isBehind = false
    for character in line {
      if character != " ", isBehind, word.contains(where: { $0 != " " }) {
        words.append(word)
        word = ""
      }
      isBehind = character == " "
      word.append(character)
    }
    return word.isEmpty ? words : words + [word]
  }

  private static func trimmed(_ line: String) -> String {
    var line = line
    while line.last == " " { line.removeLast() }
    return line
  }
}
