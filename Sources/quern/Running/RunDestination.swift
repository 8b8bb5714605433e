import QuernNotebook
import QuernSystem
import QuernText

/// Where the outputs of a run go: the folder beside the notebook, and an `.ipynb` itself.
struct RunDestination {
  let folder: OutputFolder
  /// A Jupyter notebook's outputs go into this file too.
  private let jupyterPath: String?
  private let notebook: Notebook
  private let disk = Disk.real

  init(
    path: String, notebook: Notebook, parameters: ParameterValues, output: String?
  ) throws(RunRefusal) {
    self.notebook = notebook
    let key = Self.key(of: parameters)
    let namesNotebook = output?.hasSuffix(".ipynb") == true
    if namesNotebook, notebook.format != .jupyter {
      throw RunRefusal(
        "-o \(output ?? ""): only a Jupyter notebook's outputs go into an .ipynb; name a folder")
    }
    if let output, !namesNotebook {
      folder = OutputFolder(path: output)
    } else {
      folder = OutputFolder(notebook: output ?? path, parametersKey: key)
    }
    jupyterPath = notebook.format == .jupyter ? (namesNotebook ? output : path) : nil
  }

  /// What names the outputs of a run with parameters; nil for the defaults.
  static func key(of parameters: ParameterValues) -> String? {
    guard !parameters.literals.isEmpty else { return nil }
    let literals = parameters.literals.sorted { $0.key < $1.key }.map { "\($0.key)=\($0.value)" }
    return SHA256.hash(literals.joined(separator: "\n")).short
  }

  func save(_ results: RunResults) throws(SystemError) {
    try folder.save(results.record)
    if let lock = results.lock { try folder.save(lock) }
    try folder.log(results.logLine)
    guard let jupyterPath, let json = notebook.jupyter else { return }
    var outputs: [Int: (count: Int, outputs: [JSON])] = [:]
    for entry in results.record.entries where entry.status != "not run" {
      guard let cell = notebook.cells.first(where: { $0.index == entry.index }) else { continue }
      outputs[cell.position] = (
        count: entry.index,
        outputs: JupyterNotebook.outputs(entry.outputs, count: entry.index)
      )
    }
    let text = JupyterNotebook.text(JupyterNotebook.withOutputs(json, outputs: outputs))
    try disk.writeAtomically(jupyterPath, Array(text.utf8))
  }
}

/// What a run came to.
struct RunResults {
  var record = OutputRecord()
  /// Nil where the session was lost before it said what it is.
  var lock: NotebookLock?
  /// One line of `runs.jsonl`: times, counts, host.
  var logLine = ""
}
