import Glibc
import QuernNotebook
import QuernPlan
import QuernSession
import QuernSyntax
import QuernSystem
import QuernText
import QuernWire

// `:open`, `:save`, `:edit`, and the notebook that a prompt begins with.
extension Repl {
  /// Runs a notebook's cells in this session, or takes them from the cache; stops at the first
  /// that fails, and before the first that acts where the user has not asked for that.
  func openNotebook(_ path: String, acts: Bool) throws {
    let absolute = Path.absolute(path, from: session.settings.folder)
    let notebook = try Self.notebook(absolute, shownAs: path)
    try checkAlone(notebook, path: path)
    let declared = NotebookParameter.declared(in: notebook)
    let (values, errors) = ParameterValues.check(given: parameters, declared: declared)
    if let first = errors.first { throw CommandMistake(first.message) }
    var settings = session.settings
    settings.folder = Path.parent(absolute)
    settings.notebook = absolute
    settings.seed = notebook.frontMatter.seed
    let key = HomeKey(home: places.home.path)
    settings.parameters = try values.json { text throws(SystemError) in try key.sealed(text) }
    settings.idleSeconds = notebook.frontMatter.idleSeconds
    settings.budget = notebook.frontMatter.budget
    session.showsCost = session.showsCost || notebook.frontMatter.showsCost
    try takeInstance(notebook.frontMatter)
    try session.configure(settings)
    self.notebook = OpenedNotebook(path: absolute)
    for cell in notebook.cells where cell.options.runs {
      terminal.write(terminal.styled("\(cell.index)/\(notebook.cells.count) \(cell.id)\n", .cyan))
      if !acts, try wouldAct(cell) {
        return say(
          "It acts: neither it nor the cells below were run. :open! \(path) runs them too.\n",
          .yellow)
      }
      let report = try session.run(
        CellSubmission(
          id: cell.id, index: cell.index, source: cell.source,
          timeoutSeconds: cell.options.timeoutSeconds,
          reuse: cell.options.usesCache ? .resume : .never, mayAct: acts,
          refreshSeconds: cell.options.refreshSeconds),
        terminal: terminal)
      guard report.isGood else {
        hasFailed = true
        return say("Cell \(cell.id) failed; the cells above it are here.\n", .yellow)
      }
    }
  }

  /// The instance that a notebook asks for: the session moves there with all values, unless the
  /// command line named one.
  private func takeInstance(_ matter: FrontMatter) throws {
    let type = isInstanceNamed ? nil : matter.instance
    guard try session.lacks(type: type, isIsolated: matter.isIsolated == true) else { return }
    tell(try session.move(to: type, isIsolated: matter.isIsolated == true))
  }

  private func wouldAct(_ cell: NotebookCell) throws -> Bool {
    try session.settleNames(seconds: 1)
    let (plan, _) = Checker.plan(
      text: cell.source, bindings: session.names.bindings, registry: registry)
    return plan.effect == .acts
  }

  /// A cell that needs a name of the prompt would fail in a run of the notebook: it fails here too.
  private func checkAlone(_ notebook: Notebook, path: String) throws {
    let names = Set(session.names.all.map(\.name))
    var defined: Set<String> = []
    for cell in notebook.cells where cell.options.runs {
      let (program, mistakes) = Parser.parse(SourceText(cell.source))
      // What cannot be read says so when it runs.
      guard !mistakes.contains(where: { $0.severity == .error }) else { return }
      let found = DependencyScan.cell(program)
      let foreign = found.reads.map(\.name.text).first {
        names.contains($0) && !defined.contains($0) && registry[$0] == nil
      }
      if let foreign {
        throw CommandMistake(
          "\(path), cell \(cell.id): `\(foreign)` is defined at this prompt and not in the "
            + "notebook. Define it there, or :reset first")
      }
      defined.formUnion(found.defines.map(\.text))
    }
  }

  static func notebook(_ path: String, shownAs name: String) throws -> Notebook {
    do {
      return try Notebook.read(try Disk.real.read(path), path: path)
    } catch let error as NotebookError {
      throw CommandMistake(error.message)
    } catch let error as SystemError {
      throw CommandMistake(error.message)
    }
  }

  func save(_ path: String, replaces: Bool) throws {
    let absolute = Path.absolute(path, from: workingFolder)
    let suffix = Path.suffix(absolute)
    guard ["md", "qmd", "markdown", "ipynb"].contains(suffix) else {
      if ["svg", "png", "html", "json", "txt"].contains(suffix) {
        throw CommandMistake("a plot is saved by a word: save(_, \"\(path)\")")
      }
      throw CommandMistake("a session is saved as a notebook: \(path).md or \(path).ipynb")
    }
    let cells = SessionCells(events: try session.events()).cells
    let isOwn = notebook?.path == absolute
    if Disk.real.exists(absolute), !replaces, !isOwn, !savedPaths.contains(absolute) {
      throw CommandMistake("\(path) is there already; :save! \(path) replaces it")
    }
    let saved: SavedNotebook
    var before: JSON?
    if let notebook {
      // As it is now: it may have been edited since, or saved to before.
      let now = try Self.notebook(notebook.path, shownAs: path)
      let text = try Self.markdown(notebook.path, shownAs: path)
      saved = SavedNotebook(after: text, having: now.cells.map(\.source), cells: cells)
      before = now.jupyter
    } else {
      saved = SavedNotebook(title: Path.stem(absolute), cells: cells)
    }
    guard saved.cellCount > 0 || !isOwn else {
      return say("Nothing was typed that \(path) does not have.")
    }
    guard saved.cellCount > 0 || notebook != nil else {
      throw CommandMistake("no cell has ended well yet: there is nothing to save")
    }
    let text: String
    if suffix == "ipynb", let before {
      // Markdown has no place for its outputs.
      text = JupyterNotebook.text(JupyterNotebook.appending(before, sources: saved.added))
    } else {
      text = suffix == "ipynb" ? try Self.jupyter(saved.text, path: absolute) : saved.text
    }
    try Disk.real.writeAtomically(absolute, text: text)
    savedPaths.insert(absolute)
    let count = saved.cellCount
    let added = notebook == nil ? "" : isOwn ? " added" : " behind the notebook's own"
    say("\(count) cell\(count == 1 ? "" : "s")\(added) in \(path)")
  }

  /// A notebook's text as Markdown; one of Jupyter's is converted.
  private static func markdown(_ path: String, shownAs name: String) throws -> String {
    guard Path.suffix(path) == "ipynb" else { return try Disk.real.readText(path) }
    let bytes = try Disk.real.read(path)
    do throws(NotebookError) {
      return MarkdownDocument.text(try NotebookDocument.read(bytes, path: path))
    } catch {
      throw CommandMistake(error.message)
    }
  }

  /// A Markdown notebook in Jupyter's form.
  private static func jupyter(_ text: String, path: String) throws -> String {
    do throws(NotebookError) {
      let document = try NotebookDocument.read(Array(text.utf8), path: path + ".md")
      return JupyterNotebook.text(JupyterDocument.json(document))
    } catch {
      throw CommandMistake(error.message)
    }
  }

  /// The last cell in the user's editor; what comes back is run.
  func edit() throws {
    let editor =
      ["VISUAL", "EDITOR"].compactMap(Terminal.environment).first { !$0.isEmpty } ?? "vi"
    let path = Path.join(
      Terminal.environment("TMPDIR") ?? "/tmp", "quern-cell-\(getpid()).qn")
    try Disk.real.writeAtomically(path, text: (lastCell ?? "") + "\n")
    defer { unlink(path) }
    guard system("\(editor) '\(path)'") == 0 else {
      throw CommandMistake("`\(editor)` did not end well; $EDITOR names another editor")
    }
    let text = Self.trimmed(try Disk.real.readText(path))
    guard !text.isEmpty else { return say("Nothing was left to run.") }
    terminal.line(terminal.hasColor ? Highlighter.ansi(SourceText(text)) : text)
    history.add(text)
    try runCell(text)
  }
}

/// The notebook that a prompt has opened.
struct OpenedNotebook {
  var path: String
}
