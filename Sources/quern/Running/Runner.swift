import QuernNotebook
import QuernPlan
import QuernSession
import QuernSyntax
import QuernSystem
import QuernText
import QuernValue
import QuernWire

/// Runs one notebook to its end, in a session of its own, and saves what its cells show.
struct Runner {
  /// What the command line asks for.
  struct Options {
    var parameters: [(name: String, text: String)] = []
    var output: String?
    var timeoutSeconds: Double?
    var instance: String?
    /// A session by name; nil: the notebook's own.
    var session: String?
    /// Scripts have no network, whatever the notebook says.
    var isIsolated = false
    /// Whether each cell's line says what it would cost.
    var showsCost = false
    var keepsGoing = false
    var reuse = CellSubmission.Reuse.cache
    var mayAct = true
    var form = RunView.Form.full
    var threadCount: Int?
    var memoryByteCount: Int?
  }

  let path: String
  let options: Options
  private let clock = Clock.system
  private let console = Console.out

  init(path: String, options: Options) {
    self.path = path
    self.options = options
  }

  /// Runs it; returns the exit status. Everything there is to say has been said.
  mutating func run() -> Int32 {
    let prepared: PreparedRun
    do {
      prepared = try PreparedRun(path: path, options: options)
    } catch {
      for line in error.lines { Console.error.line(Console.error.styled("quern: ", .red) + line) }
      return error.code
    }
    for warning in prepared.notebook.warnings {
      Console.error.line("\(path), \(warning.text)")
    }
    var pass = NotebookPass(prepared: prepared, options: options)
    let status = pass.run()
    // A run that never had a session has no outputs: those of the last one stay.
    guard pass.hasBegun else { return status }
    do {
      try prepared.destination.save(pass.results)
    } catch {
      Console.error.line("quern: the outputs could not be saved: \(error.message)")
      return ExitCode.cannotWrite
    }
    return status
  }
}

/// Why a run did not begin.
struct RunRefusal: Error {
  let lines: [String]
  let code: Int32

  init(_ line: String, code: Int32 = ExitCode.usage) {
    lines = [line]
    self.code = code
  }

  init(lines: [String], code: Int32 = ExitCode.usage) {
    self.lines = lines
    self.code = code
  }
}

/// A run whose notebook, parameters, home and place for outputs are known to be good.
struct PreparedRun {
  let path: String
  let notebook: Notebook
  let parameters: ParameterValues
  let home: HomeDirectory
  let destination: RunDestination
  let instance: String?
  let settings: SessionSettings
  private let sessionName: String?

  init(path: String, options: Runner.Options) throws(RunRefusal) {
    self.path = path
    sessionName = options.session
    let disk = Disk.real
    do {
      notebook = try Notebook.read(try disk.read(path), path: path)
    } catch let error as NotebookError {
      throw RunRefusal(error.message)
    } catch let error as SystemError {
      throw RunRefusal(MissingFile.message(error, path))
    } catch {
      throw RunRefusal("\(path): \(error)")
    }
    guard !notebook.cells.isEmpty else {
      throw RunRefusal(
        "\(path): there is no cell to run. A cell is fenced as ```quern … ```")
    }
    let (values, errors) = ParameterValues.check(
      given: options.parameters, declared: NotebookParameter.declared(in: notebook))
    guard errors.isEmpty else { throw RunRefusal(lines: errors.map { "\(path): \($0.message)" }) }
    parameters = values
    instance = options.instance ?? notebook.frontMatter.instance
    do throws(SystemError) {
      home = try HomeDirectory.find()
      settings = try Self.settings(path, notebook, values, home)
    } catch {
      throw RunRefusal(error.message, code: ExitCode.sessionLost)
    }
    destination = try RunDestination(
      path: path, notebook: notebook, parameters: values, output: options.output)
    do throws(SystemError) {
      try destination.folder.prepare()
    } catch {
      throw RunRefusal(
        "outputs cannot be written: \(error.message). Hint: -o names another place",
        code: ExitCode.cannotWrite)
    }
  }

  /// The directory of the session that runs this notebook with these parameters.
  var sessionDirectory: String {
    if let sessionName { return Path.join(home.path, "sessions/\(sessionName)") }
    let literals = parameters.literals.sorted { $0.key < $1.key }
      .map { "\($0.key)=\($0.value)" }.joined(separator: "\n")
    let identity = SHA256.hash("\(Path.absolute(path))\n\(literals)").short
    return Path.join(home.path, "sessions/run-\(identity)")
  }

  private static func settings(
    _ path: String, _ notebook: Notebook, _ parameters: ParameterValues, _ home: HomeDirectory
  ) throws(SystemError) -> SessionSettings {
    let key = HomeKey(home: home.path)
    return SessionSettings(
      folder: Path.parent(Path.absolute(path)), notebook: Path.absolute(path),
      seed: notebook.frontMatter.seed,
      parameters: try parameters.json { text throws(SystemError) in try key.sealed(text) },
      widthColumns: 100, startsClean: true, idleSeconds: notebook.frontMatter.idleSeconds,
      budget: notebook.frontMatter.budget)
  }
}
