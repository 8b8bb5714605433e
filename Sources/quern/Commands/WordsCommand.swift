import ArgumentParser
import QuernPlan
import QuernText
import QuernWords

struct WordsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "words", abstract: "The words of the language, or the manual of some.")

  @Argument(help: "Names of words; all are listed where none is given.")
  var names: [String] = []

  func run() throws {
    if names.isEmpty {
      for category in WordCategory.allCases {
        let words = Words.all.filter { $0.category == category }
        guard !words.isEmpty else { continue }
        Console.out.line(Console.out.styled(category.rawValue, .bold))
        for word in words {
          let blanks = String(repeating: " ", count: max(1, 18 - word.name.count))
          Console.out.line("  \(word.name)\(blanks)\(word.summary)")
        }
      }
      return
    }
    for name in names {
      guard let word = Words.registry[name] else {
        let near = Words.registry.nearest(name).map { "; did you mean `\($0)`?" } ?? ""
        throw CommandStatus.failure("there is no word `\(name)`\(near)")
      }
      Console.out.line(manual(word))
    }
  }

  private func manual(_ word: Word) -> String {
    var lines = [Console.out.styled(word.signature, .bold), "", "  \(word.summary)", ""]
    for parameter in word.parameters where !parameter.doc.isEmpty {
      let blanks = String(repeating: " ", count: max(1, 16 - parameter.name.count))
      lines.append("  \(parameter.name)\(blanks)\(parameter.doc)")
      if !parameter.constants.isEmpty {
        lines.append("                  one of \(parameter.constants.joined(separator: ", "))")
      }
    }
    for example in word.examples {
      lines.append("")
      for line in example.source.split(separator: "\n") {
        lines.append("    " + Console.out.styled(String(line), .cyan))
      }
    }
    return lines.joined(separator: "\n") + "\n"
  }
}
