import ArgumentParser
import QuernREPL

struct ReplCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "repl",
    abstract: "The prompt: type cells, see what they give.",
    discussion: """
      Each folder has a session of its own: leave with Ctrl-D, come back, and all names are there.
      With a notebook its cells are run first, or taken from the cache, and the prompt goes on in
      its folder. Lines from a pipe are run as they are, in a session that is forgotten.

      Keys, completion and history are GNU readline's where libreadline8 is installed.
      """)

  @Argument(help: "A notebook: .md, .ipynb", completion: .file(extensions: ["md", "ipynb"]))
  var notebook: String?

  @Option(
    name: [.customShort("p"), .customLong("param")],
    help: ArgumentHelp("A parameter of the notebook.", valueName: "name=value"))
  var parameters: [String] = []

  @Option(
    help: ArgumentHelp(
      "A session by name, the same from any folder; other front ends may be there too.",
      valueName: "name"),
    completion: .custom(HomeNames.sessions))
  var session: String?

  @Option(
    help: ArgumentHelp("Instance type.", valueName: "type"), completion: .custom(HomeNames.types))
  var instance: String?

  @Option(help: ArgumentHelp("Threads; no digit depends on them.", valueName: "count"))
  var threads: Int?

  @Flag(help: "Forget what earlier prompts of the session left.")
  var fresh = false

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads: from 1 to 1024")
    }
    if let session, let problem = SessionName.problem(session) {
      throw ValidationError("--session: \(problem)")
    }
  }

  func run() throws {
    var options = Self.options
    options.notebook = notebook
    options.parameters = try ParameterArguments.read(parameters)
    options.session = session
    options.instance = instance
    options.threadCount = threads
    options.startsFresh = fresh
    try Self.start(options)
  }

  /// A prompt as `quern` alone opens it.
  static var options: ReplOptions {
    ReplOptions(version: QuernProgram.version, build: QuernProgram.build)
  }

  static func start(_ options: ReplOptions) throws {
    let status = Repl.run(options)
    if status != ExitCode.success { throw CommandStatus(status) }
  }
}
