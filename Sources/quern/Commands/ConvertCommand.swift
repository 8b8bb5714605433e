import ArgumentParser
import QuernNotebook
import QuernSystem

struct ConvertCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Convert a notebook between Markdown and Jupyter, without loss.",
    discussion: """
      Converting there and back gives the same bytes: prose, cells, ids, metadata, fences. \
      Outputs are not converted, they belong to runs: `quern export --to ipynb` writes them \
      too. MyST's {code-cell} fences and jupytext's marks are read.

      quern convert churn.md               writes churn.ipynb
      quern convert churn.ipynb new.md     writes new.md
      quern convert churn.md -             writes to standard output
      """)

  @Argument(
    help: "The notebook: .md, .ipynb, or a script .qn",
    completion: .file(extensions: ["md", "ipynb", "qn"]))
  var notebook: String

  @Argument(help: "The file to write; by default beside it, with the other suffix.")
  var target: String?

  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp("The file to write, as -o of other tools has it.", valueName: "file"))
  var output: String?

  @Flag(name: .shortAndLong, help: "Replace the file where there is one already.")
  var force = false

  func run() throws {
    guard target == nil || output == nil else {
      throw CommandStatus.failure("name the file to write once: -o FILE or a second argument")
    }
    let toJupyter = try isForJupyter()
    let target = target ?? output ?? stem + (toJupyter ? ".ipynb" : ".md")
    let document: NotebookDocument
    do {
      document = try NotebookDocument.read(try Disk.real.read(notebook), path: notebook)
    } catch let error as NotebookError {
      throw CommandStatus.failure(error.message)
    } catch let error as SystemError {
      throw CommandStatus.failure(MissingFile.message(error, notebook))
    }
    let text =
      toJupyter
      ? JupyterNotebook.text(JupyterDocument.json(document)) : MarkdownDocument.text(document)
    guard target != "-" else { return Console.out.write(text) }
    guard force || !Disk.real.exists(target) else {
      throw CommandStatus.failure(
        "\(target) is there already; --force replaces it, or name another file")
    }
    do {
      try Disk.real.writeAtomically(target, Array(text.utf8))
    } catch {
      throw CommandStatus.failure(error.message, code: ExitCode.cannotWrite)
    }
    let cells = document.cells.count { $0.kind == .code }
    Console.out.line("\(target): \(cells) cell\(cells == 1 ? "" : "s")")
  }

  private var stem: String {
    let suffix = Path.suffix(notebook)
    return suffix.isEmpty ? notebook : String(notebook.dropLast(suffix.count + 1))
  }

  private func isForJupyter() throws -> Bool {
    let isJupyter = notebook.hasSuffix(".ipynb")
    guard let target = target ?? output, target != "-" else { return !isJupyter }
    let writesJupyter = target.hasSuffix(".ipynb")
    let writesMarkdown = target.hasSuffix(".md") || target.hasSuffix(".qmd")
    guard writesJupyter || writesMarkdown else {
      throw CommandStatus.failure("\(target): a notebook is written as .md or .ipynb")
    }
    guard writesJupyter != isJupyter else {
      throw CommandStatus.failure(
        "\(notebook) and \(target) are of the same form; copy the file with cp")
    }
    return writesJupyter
  }
}
