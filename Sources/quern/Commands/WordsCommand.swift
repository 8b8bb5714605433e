import ArgumentParser
import QuernPlan
import QuernREPL
import QuernSyntax
import QuernText
import QuernWords

struct WordsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "words",
    abstract: "The words of the language, or the manual of some; also what an error's code means.")

  @ArgumentParser.Argument(
    help: "Names of words, or codes of errors; all words are listed where none is given.")
  var names: [String] = []

  @Flag(help: "With what the examples show, and the words beside each.")
  var full = false

  func run() throws {
    if names.isEmpty {
      for category in WordCategory.allCases {
        let words = Words.all.filter { $0.category == category }
        guard !words.isEmpty else { continue }
        Console.out.line(Console.out.styled(category.rawValue, .bold))
        for word in words {
          let blanks = String(repeating: " ", count: max(1, 18 - word.name.count))
          let line = "  \(word.name)\(blanks)\(word.summary)"
          // In a pipe a line is a word, as `grep` expects.
          let lines =
            Console.out.isTerminal
            ? LineWrap.lines(line, width: Console.out.widthColumns, hanging: 20) : [line]
          for line in lines { Console.out.line(line) }
        }
      }
      return
    }
    for name in names {
      let console = Console.out
      if let kind = DiagnosticCatalogue.language.first(where: { $0.code == name }) {
        console.write(
          ErrorManual(kind, widthColumns: console.widthColumns, hasColor: console.hasColor).text)
        continue
      }
      guard let word = Words.registry[name] else {
        if let advice = ForeignNames.advice(forWord: name) {
          throw CommandStatus.failure("there is no word `\(name)`; in Quern: \(advice)")
        }
        let near = Words.registry.nearest(name).map { "; did you mean `\($0)`?" } ?? ""
        let hint = near.isEmpty ? "; `quern words` lists them" : near
        throw CommandStatus.failure("there is no word `\(name)`\(hint)")
      }
      console.write(
        WordManual(word, widthColumns: console.widthColumns, hasColor: console.hasColor)
          .text(isFull: full, neighbours: Words.all))
    }
  }
}
