import ArgumentParser
import QuernNotebook
import QuernSystem
import QuernWire

struct RunCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "run",
    abstract: "Run notebooks to their end; save their outputs beside them.",
    discussion: """
      Outputs of NAME.md go to NAME.out/; a Jupyter notebook gets them in the file too. \
      A cell whose text, inputs and parameters are unchanged is not computed again.

      Exit status: 0 all cells ran; 1 a cell failed; 2 wrong use, parameter or file, \
      nothing ran; 3 outputs cannot be written; 4 the session was lost; 124 time limit; \
      130 interrupted.
      """)

  @Argument(help: "Notebook files: .md, .ipynb", completion: .file(extensions: ["md", "ipynb"]))
  var notebooks: [String]

  @Option(
    name: [.customShort("p"), .customLong("param")],
    help: ArgumentHelp("A parameter, or @FILE with one name=value a line.", valueName: "name=value")
  )
  var parameters: [String] = []

  @Option(
    name: [.customShort("o"), .customLong("output")],
    help: ArgumentHelp(
      "Where outputs go: a folder, or an .ipynb for a Jupyter notebook.", valueName: "path"))
  var output: String?

  @Option(help: ArgumentHelp("Time limit of the whole run: 30s, 5min, 1h.", valueName: "time"))
  var timeout: String?

  @Option(
    help: ArgumentHelp("Instance type, over the notebook's own.", valueName: "type"),
    completion: .custom(HomeNames.types))
  var instance: String?

  @Option(
    help: ArgumentHelp(
      "Run in the session of this name; it and its names stay, and `quern sessions` shows it.",
      valueName: "name"),
    completion: .custom(HomeNames.sessions))
  var session: String?

  @Flag(help: "Without a network; where that cannot be had, nothing runs.")
  var isolated = false

  @Flag(help: "Say beside each cell's time what it would cost at AWS.")
  var cost = false

  @Option(help: ArgumentHelp("Threads; no digit depends on them.", valueName: "count"))
  var threads: Int?

  @Flag(help: "Go on after a cell that failed.")
  var keepGoing = false

  @Flag(help: "Take up the notebook's last run where it ended.")
  var resume = false

  @Flag(help: "Compute every cell, whatever is known already.")
  var fresh = false

  @Flag(help: "Show what each cell reads, defines and does; run nothing.")
  var plan = false

  @Flag(help: "Stop before the first cell that acts (writes, deploys, stops).")
  var noAct = false

  @Flag(name: [.customShort("q"), .customLong("quiet")], help: "Status lines only.")
  var quiet = false

  @Flag(help: "One JSON object a line: each cell, then the end.")
  var json = false

  func validate() throws {
    if output != nil, notebooks.count > 1 {
      throw ValidationError("-o names one place: give one notebook")
    }
    if resume, fresh { throw ValidationError("--resume and --fresh exclude each other") }
    if let session, let problem = SessionName.problem(session) {
      throw ValidationError("--session: \(problem)")
    }
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads: from 1 to 1024")
    }
    if let timeout, spanSeconds(timeout) == nil {
      throw ValidationError("--timeout: `\(timeout)` is no duration; write 30s, 5min or 1h")
    }
  }

  func run() throws {
    var options = Runner.Options()
    options.parameters = try ParameterArguments.read(parameters)
    options.output = output
    options.timeoutSeconds = timeout.flatMap(spanSeconds)
    options.instance = instance
    options.session = session
    options.isIsolated = isolated
    options.showsCost = cost
    options.threadCount = threads
    options.keepsGoing = keepGoing
    options.reuse = fresh ? .never : resume ? .resume : .cache
    options.mayAct = !noAct
    options.form = json ? .json : quiet ? .quiet : .full
    Interruption.watch()
    var worst = ExitCode.success
    for path in notebooks {
      if plan {
        try PlanReport.show(path, options: options)
        continue
      }
      var runner = Runner(path: path, options: options)
      let status = runner.run()
      worst = max(worst, status)
      if status != ExitCode.success, !keepGoing { break }
    }
    if worst != ExitCode.success { throw CommandStatus(worst) }
  }
}

/// `-p name=value` and `-p @FILE`.
enum ParameterArguments {
  static func read(_ arguments: [String]) throws -> [(name: String, text: String)] {
    var pairs: [(name: String, text: String)] = []
    for argument in arguments {
      guard argument.hasPrefix("@") else {
        pairs.append(try pair(argument[...], whole: argument))
        continue
      }
      let path = String(argument.dropFirst())
      let bytes: [UInt8]
      do {
        bytes = try Disk.real.read(path)
      } catch {
        throw CommandStatus.failure("-p \(argument): \(error.message)")
      }
      for line in String(decoding: bytes, as: UTF8.self).split(whereSeparator: \.isNewline)
      where !line.hasPrefix("#") && !line.allSatisfy(\.isWhitespace) {
        pairs.append(try pair(line, whole: argument))
      }
    }
    return pairs
  }

  private static func pair(
    _ text: Substring, whole: String
  ) throws -> (name: String, text: String) {
    guard let mark = text.firstIndex(of: "="), mark > text.startIndex else {
      throw CommandStatus.failure(ParameterError.malformed(text: String(text)).message)
    }
    let name = text[..<mark].filter { !$0.isWhitespace }
    var value = text[text.index(after: mark)...]
    // Files are written with blanks around the mark; the command line means what it says.
    if whole.hasPrefix("@") { value = value.drop(while: \.isWhitespace) }
    return (String(name), String(value))
  }
}
