import ArgumentParser
import QuernNotebook
import QuernSystem
import QuernText

struct WhyCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "why",
    abstract: "Why cells of a notebook are run again, or not: what changed since its last run.",
    discussion: """
      Compares what the last run recorded (NAME.out/lock.json) with the notebook and the files as
      they are now. Nothing is run.

      quern why churn.md              every cell
      quern why churn.md fit          one cell by its name or number, and those that it reads from
      """)

  @Argument(
    help: "The notebook: .md or .ipynb", completion: .file(extensions: ["md", "ipynb"]))
  var notebook: String

  @Argument(help: "A cell: its name or its number.")
  var cell: String?

  @Option(
    name: [.customShort("p"), .customLong("param")],
    help: ArgumentHelp("The parameters of the run that is meant.", valueName: "name=value"))
  var parameters: [String] = []

  func run() throws {
    let given = try ParameterArguments.read(parameters)
    let source: Notebook
    do {
      source = try Notebook.read(try Disk.real.read(notebook), path: notebook)
    } catch let error as NotebookError {
      throw CommandStatus.failure(error.message)
    } catch let error as SystemError {
      throw CommandStatus.failure(error.message)
    }
    let (values, errors) = ParameterValues.check(
      given: given, declared: NotebookParameter.declared(in: source))
    if let error = errors.first, !given.isEmpty {
      throw CommandStatus.failure("\(notebook): \(error.message)")
    }
    let out = OutputFolder(notebook: notebook, parametersKey: RunDestination.key(of: values))
    let report = StaleReport(
      notebook: source, lock: try lock(out), folder: Path.parent(Path.absolute(notebook)))
    let wanted = try wanted(report, source)
    for line in report.lines where wanted?.contains(line.cell.index) ?? true {
      show(line, total: source.cells.count)
    }
  }

  private func lock(_ out: OutputFolder) throws -> NotebookLock {
    let path = Path.join(out.path, "lock.json")
    guard Disk.real.exists(path) else {
      throw CommandStatus.failure(
        "\(notebook) has no earlier run (\(path) is not there): every cell would be run. "
          + "`quern run \(notebook) --plan` says what each does")
    }
    do {
      return try NotebookLock(text: try Disk.real.readText(path))
    } catch let error as NotebookLockError {
      throw CommandStatus.failure("\(path): \(error.message)")
    } catch let error as SystemError {
      throw CommandStatus.failure(error.message)
    }
  }

  /// The cells that were asked for; nil: all.
  private func wanted(_ report: StaleReport, _ source: Notebook) throws -> Set<Int>? {
    guard let cell else { return nil }
    let found = source.cells.first { $0.id == cell || String($0.index) == cell }
    guard let found else {
      let names = source.cells.map(\.id)
      let near = EditDistance.nearest(cell, in: names, limit: 1).first
      throw CommandStatus.failure(
        "\(notebook) has no cell \(cell)" + (near.map { "; did you mean \($0)?" } ?? "")
          + " Its cells: \(names.joined(separator: ", "))")
    }
    return report.chain(to: found.index)
  }

  private func show(_ line: StaleReport.Line, total: Int) {
    let console = Console.out
    let (mark, text, style, reasons): (String, String, Console.Style, [String]) =
      switch line.fate {
      case .holds: ("=", "unchanged: its result is taken from the cache", .dim, [])
      case .runs(let reasons): ("↻", "runs again", .yellow, reasons)
      case .follows(let reasons):
        ("?", "runs again where a value above comes out otherwise", .cyan, reasons)
      case .acts: ("▸", "acts: it runs each time, and repeats nothing that is done", .cyan, [])
      }
    let head = "\(mark) \(line.cell.index)/\(total) \(line.cell.id)"
    let padding = String(repeating: " ", count: max(1, 24 - TerminalText.width(head)))
    console.line(console.styled(head, .bold) + padding + console.styled(text, style))
    for reason in reasons { console.line("    \(reason)") }
  }
}
