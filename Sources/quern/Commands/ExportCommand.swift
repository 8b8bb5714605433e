import ArgumentParser
import QuernNotebook
import QuernSystem
import QuernText
import QuernValue

struct ExportCommand: ParsableCommand {
  enum Form: String, ExpressibleByArgument, CaseIterable {
    case html, ipynb, md
  }

  static let configuration = CommandConfiguration(
    commandName: "export",
    abstract: "Write a notebook with its outputs: a web page, a Jupyter notebook or Markdown.",
    discussion: """
      The outputs are those of the last run (NAME.out/); --run runs the notebook first, and what is
      unchanged is not computed again. The page is one file that needs no network; Markdown has its
      pictures in a folder beside it.

      quern export churn.md                        writes churn.html
      quern export churn.md --to md -o README.md   writes README.md, pictures in README.files/
      """)

  @Argument(
    help: "The notebook: .md or .ipynb", completion: .file(extensions: ["md", "ipynb"]))
  var notebook: String

  @Option(help: "The form: html, ipynb or md.")
  var to: Form = .html

  @Option(
    name: [.short, .customLong("output")],
    help: ArgumentHelp("The file to write; - is standard output.", valueName: "file"))
  var output: String?

  @Option(
    name: [.customShort("p"), .customLong("param")],
    help: ArgumentHelp(
      "The parameters of the run whose outputs are meant.", valueName: "name=value"))
  var parameters: [String] = []

  @Flag(name: .customLong("run"), help: "Run the notebook first.")
  var runsFirst = false

  func run() throws {
    let given = try ParameterArguments.read(parameters)
    var status = ExitCode.success
    if runsFirst {
      var options = Runner.Options()
      options.parameters = given
      options.form = .quiet
      options.keepsGoing = true
      Interruption.watch()
      var runner = Runner(path: notebook, options: options)
      status = runner.run()
      guard status == ExitCode.success || status == ExitCode.cellFailed else {
        throw CommandStatus(status)
      }
    }
    let source = try ExportSource(path: notebook, parameters: given)
    try write(source)
    if status != ExitCode.success { throw CommandStatus(status) }
  }

  private var target: String {
    if let output { return output }
    let stem = String(notebook.dropLast(Path.suffix(notebook).utf8.count + 1))
    switch to {
    case .html: return stem + ".html"
    case .ipynb: return (notebook.hasSuffix(".ipynb") ? stem + ".executed" : stem) + ".ipynb"
    case .md: return stem + ".executed.md"
    }
  }

  private func write(_ source: ExportSource) throws {
    let target = target
    guard Path.absolute(target) != Path.absolute(notebook) else {
      throw CommandStatus.failure("\(target) is the notebook itself; -o names another file")
    }
    var pictures: [PageMarkdown.Picture] = []
    let text: String
    switch to {
    case .html:
      text = PageHTML(source.exported, picture: source.picture).text
    case .ipynb:
      text = JupyterNotebook.text(source.jupyter)
    case .md:
      let stem = target == "-" ? "notebook" : String(Path.name(target).dropLast(3))
      let page = PageMarkdown(source.exported, folder: stem + ".files")
      text = page.text
      pictures = page.pictures
    }
    if target == "-" { return Console.out.write(text) }
    do {
      let folder = Path.parent(target)
      for picture in pictures {
        let path = Path.join(folder, picture.path)
        try Disk.real.makeDirectory(Path.parent(path))
        try Disk.real.writeAtomically(path, picture.bytes)
      }
      try Disk.real.writeAtomically(target, Array(text.utf8))
    } catch {
      throw CommandStatus.failure(error.message, code: ExitCode.cannotWrite)
    }
    let more = pictures.isEmpty ? "" : " and \(pictures.count) pictures"
    Console.out.line("\(target): \(Numbers.bytes(text.utf8.count))\(more)")
  }
}

/// A notebook and what its last run left.
struct ExportSource {
  let exported: ExportedNotebook
  private let document: NotebookDocument
  private let notebook: Notebook
  private let record: OutputRecord
  private let folder: String

  init(path: String, parameters: [(name: String, text: String)]) throws {
    let disk = Disk.real
    do {
      let bytes = try disk.read(path)
      notebook = try Notebook.read(bytes, path: path)
      document = try NotebookDocument.read(bytes, path: path)
    } catch let error as NotebookError {
      throw CommandStatus.failure(error.message)
    } catch let error as SystemError {
      throw CommandStatus.failure(MissingFile.message(error, path))
    }
    let (values, errors) = ParameterValues.check(
      given: parameters, declared: NotebookParameter.declared(in: notebook))
    // A notebook whose parameters have no defaults can be shown without a run.
    if let error = errors.first, !parameters.isEmpty {
      throw CommandStatus.failure("\(path): \(error.message)")
    }
    let out = OutputFolder(notebook: path, parametersKey: RunDestination.key(of: values))
    folder = Path.parent(path)
    record = try Self.record(out, notebook, path: path)
    exported = ExportedNotebook(
      document: document, notebook: notebook, record: record, name: Path.name(path),
      run: Self.json(out.path + "/runs.jsonl", lastLine: true),
      lock: Self.json(out.path + "/lock.json", lastLine: false))
    let changed = exported.cells.filter(\.isChanged).map(\.id)
    if !changed.isEmpty {
      Console.error.line(
        "quern: changed since their outputs were made: \(changed.joined(separator: ", ")); "
          + "--run runs the notebook first")
    }
  }

  private static func record(
    _ out: OutputFolder, _ notebook: Notebook, path: String
  ) throws -> OutputRecord {
    let disk = Disk.real
    let file = out.path + "/outputs.txt"
    guard disk.exists(file) else {
      if let record = JupyterNotebook.record(of: notebook) { return record }
      Console.error.line("quern: \(path) has not run yet, so there are no outputs; --run runs it")
      return OutputRecord()
    }
    do {
      let text = String(decoding: try disk.read(file), as: UTF8.self)
      return try OutputRecord.read(text) { name in
        do { return try disk.read("\(out.path)/blobs/\(name)") } catch { return nil }
      }
    } catch let error as OutputRecordError {
      throw CommandStatus.failure(
        "\(file), line \(error.line): \(error.message). Run the notebook again")
    } catch let error as SystemError {
      throw CommandStatus.failure(error.message)
    }
  }

  /// What the log or the lock says; nothing where it is absent or of another release.
  private static func json(_ path: String, lastLine: Bool) -> JSON? {
    do {
      let bytes = try Disk.real.read(path)
      let line = bytes.split(separator: 10).last ?? []
      return try JSON.parse(lastLine ? Array(line) : bytes)
    } catch {
      return nil
    }
  }

  /// The notebook's JSON with the outputs in their cells.
  var jupyter: JSON {
    var outputs: [Int: (count: Int, outputs: [JSON])] = [:]
    let places = document.cells.indices.filter { document.cells[$0].kind == .code }
    for (place, cell) in zip(places, notebook.cells) {
      guard let entry = record.entries.first(where: { $0.id == cell.id }),
        entry.status != "not run"
      else { continue }
      outputs[place] = (
        count: cell.index, outputs: JupyterNotebook.outputs(entry.outputs, count: cell.index)
      )
    }
    return JupyterNotebook.withOutputs(JupyterDocument.json(document), outputs: outputs)
  }

  /// A picture beside the notebook as a `data:` address.
  func picture(_ url: String) -> String? {
    let types = [
      "png": "image/png", "jpg": "image/jpeg", "jpeg": "image/jpeg", "gif": "image/gif",
      "svg": "image/svg+xml", "webp": "image/webp",
    ]
    guard !url.contains(":"), let type = types[Path.suffix(url)] else { return nil }
    do {
      let bytes = try Disk.real.read(Path.join(folder, url))
      return "data:\(type);base64,\(Base64.encode(bytes))"
    } catch {
      Console.error.line("quern: the picture \(url) cannot be read: \(error.message)")
      return nil
    }
  }
}
