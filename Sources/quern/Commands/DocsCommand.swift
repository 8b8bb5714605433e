import ArgumentParser
import QuernPlan
import QuernSyntax
import QuernSystem
import QuernWords

struct DocsCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "docs",
    abstract: "Write the reference: language.md, errors.md, cli.md.",
    shouldDisplay: false)

  @ArgumentParser.Argument(help: "The folder.")
  var folder: String

  func run() throws {
    let pages = [
      ("language.md", ReferencePages.language()), ("errors.md", ReferencePages.errors()),
      ("cli.md", ReferencePages.commands()),
    ]
    do throws(SystemError) {
      try Disk.real.makeDirectory(folder)
      for (name, text) in pages {
        try Disk.real.writeAtomically(Path.join(folder, name), Array(text.utf8))
      }
    } catch {
      throw CommandStatus.failure(error.message, code: ExitCode.cannotWrite)
    }
  }
}

/// The generated reference, from the registries of words, diagnostics and commands.
enum ReferencePages {
  private static let head = "<!-- Written by ./dev docs from the sources; do not edit. -->\n\n"

  static func language() -> String {
    var page = head + "# Words of the language\n"
    for category in WordCategory.allCases {
      let words = Words.all.filter { $0.category == category }
      guard !words.isEmpty else { continue }
      page += "\n## \(category.rawValue.prefix(1).uppercased())\(category.rawValue.dropFirst())\n"
      for word in words { page += "\n" + section(word) }
    }
    return page
  }

  private static func section(_ word: Word) -> String {
    var text = "### `\(word.signature)`\n\n\(word.summary)"
    let effect = word.effect.strongest
    if effect != .pure { text += " *\(effect == .acts ? "Acts" : "Reads")*." }
    text += "\n"
    if !word.parameters.isEmpty {
      text += "\n| parameter | takes | meaning |\n|---|---|---|\n"
      for parameter in word.parameters {
        let name = parameter.kind == .definitions ? "name = e" : parameter.name
        let constants = parameter.constants.map { "`\($0)`" }.joined(separator: ", ")
        let takes =
          parameter.constants.isEmpty
          ? parameter.type.name
          : parameter.type == .record ? "a record of \(constants)" : constants
        let given = parameter.defaultText.map { " (default \($0))" } ?? ""
        let doc = parameter.doc.replacing("|", with: "\\|")
        text += "| `\(name)` | \(takes)\(given) | \(doc) |\n"
      }
    }
    for example in word.examples { text += "\n```quern\n\(example.source)\n```\n" }
    return text
  }

  static func errors() -> String {
    var page = head + "# Errors\n\nEach code, when it comes and what it means.\n"
    for phase in DiagnosticKind.Phase.allCases {
      page += "\n## \(phase.rawValue.prefix(1).uppercased())\(phase.rawValue.dropFirst())\n"
      for kind in DiagnosticCatalogue.language.filter({ $0.phase == phase }).sorted(by: {
        $0.code < $1.code
      }) {
        page += "\n### `\(kind.code)`: \(kind.title)\n\n\(kind.explanation)\n"
        if !kind.example.isEmpty { page += "\n```quern\n\(kind.example)\n```\n" }
      }
    }
    return page
  }

  static func commands() -> String {
    var page = head + "# Commands\n"
    for command in shown(QuernCommand.self) {
      page += "\n```\n\(QuernCommand.helpMessage(for: command, columns: 96))\n```\n"
    }
    return page
  }

  /// A command and those below it, in the order of `quern --help`.
  private static func shown(_ command: any ParsableCommand.Type) -> [any ParsableCommand.Type] {
    guard command.configuration.shouldDisplay else { return [] }
    return [command] + command.configuration.subcommands.flatMap(shown)
  }
}
