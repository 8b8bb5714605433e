import ArgumentParser
import QuernKernel
import QuernSystem

struct KernelCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "kernel",
    abstract: "Quern in Jupyter: JupyterLab, VS Code, nbconvert, papermill, jupyter console.",
    discussion: """
      quern kernel install               for your user
      quern kernel install --sys-prefix  for the active venv or conda environment
      jupyter lab                        and choose Quern

      A kernel that is killed loses nothing: the next one of the same notebook goes on with its \
      names, and shows what the running cell has shown. Restarting it forgets the names. With \
      --session the names also outlive a shutdown.
      """,
    subcommands: [StartKernel.self, InstallKernel.self, UninstallKernel.self],
    defaultSubcommand: StartKernel.self)
}

struct StartKernel: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "start", abstract: "Run a kernel; Jupyter's programs do this themselves.")

  @Option(
    name: [.customShort("f"), .customLong("connection-file")],
    help: ArgumentHelp("The connection file that the client wrote.", valueName: "file"))
  var file: String

  @Option(help: ArgumentHelp("A session by name, kept at a shutdown.", valueName: "name"))
  var session: String?

  @Option(help: ArgumentHelp("Instance type.", valueName: "type"))
  var instance: String?

  @Option(help: ArgumentHelp("Threads; no digit depends on them.", valueName: "count"))
  var threads: Int?

  func validate() throws {
    if let threads, !(1...1024).contains(threads) {
      throw ValidationError("--threads: from 1 to 1024")
    }
    if let problem = session.flatMap(SessionName.problem) { throw ValidationError(problem) }
  }

  func run() throws {
    var options = KernelOptions(
      connectionFile: file, version: QuernProgram.version, build: QuernProgram.build)
    options.session = session
    options.instance = instance
    options.threadCount = threads
    try Self.start(options)
  }

  static func start(_ options: KernelOptions) throws {
    let (status, message) = Kernel.run(options)
    if let message { throw CommandStatus.failure(message, code: status) }
    if status != ExitCode.success { throw CommandStatus(status) }
  }
}

/// Where a kernelspec goes.
struct KernelPlace: ParsableArguments {
  @Flag(help: "For your user; this is the default.")
  var user = false

  @Flag(name: .customLong("sys-prefix"), help: "For the active venv or conda environment.")
  var activePrefix = false

  @Option(help: ArgumentHelp("Under PATH/share/jupyter.", valueName: "path"))
  var prefix: String?

  @Option(help: ArgumentHelp("The kernelspec's name.", valueName: "name"))
  var name = KernelSpec.defaultName

  func validate() throws {
    if [user, activePrefix, prefix != nil].count(where: { $0 }) > 1 {
      throw ValidationError("give one of --user, --sys-prefix and --prefix")
    }
    if let problem = SessionName.problem(name) {
      throw ValidationError(problem.replacing("session", with: "kernel"))
    }
  }

  /// Jupyter's data directory there.
  func folder() throws -> String {
    if let prefix { return JupyterFolders.prefix(prefix) }
    if activePrefix {
      guard let active = JupyterFolders.activePrefix() else {
        throw CommandStatus.failure(
          "no environment is active and no `jupyter` is on PATH; --prefix names a place")
      }
      return JupyterFolders.prefix(active)
    }
    guard let folder = JupyterFolders.user() else {
      throw CommandStatus.failure("HOME is not set; --prefix names a place")
    }
    return folder
  }
}

struct InstallKernel: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "install", abstract: "Tell Jupyter's programs of the kernel.")

  @OptionGroup var place: KernelPlace

  @Option(
    name: .customLong("display-name"),
    help: ArgumentHelp("As menus show it.", valueName: "text"))
  var displayName = "Quern"

  @Option(
    help: ArgumentHelp(
      "A session by name that every kernel of this spec goes on with.", valueName: "name"))
  var session: String?

  func validate() throws {
    if let problem = session.flatMap(SessionName.problem) { throw ValidationError(problem) }
  }

  func run() throws {
    let spec = KernelSpec(
      name: place.name, executable: HostFacts.executablePath, displayName: displayName,
      session: session)
    let data = try place.folder()
    do throws(SystemError) {
      let folder = try spec.install(in: data)
      Console.out.line("\(folder): \(displayName) is installed; `jupyter lab` offers it")
    } catch {
      throw CommandStatus.failure(error.message, code: ExitCode.cannotWrite)
    }
    if let problem = Kernel.missingLibrary { Console.error.line("quern: \(problem)") }
  }
}

struct UninstallKernel: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "uninstall", abstract: "Take the kernel away from Jupyter's programs.")

  @OptionGroup var place: KernelPlace

  func run() throws {
    let data = try place.folder()
    do throws(SystemError) {
      guard let folder = try KernelSpec.uninstall(place.name, in: data) else {
        Console.out.line("\(data)/kernels/\(place.name): there is no kernel")
        return
      }
      Console.out.line("\(folder): removed")
    } catch {
      throw CommandStatus.failure(error.message, code: ExitCode.cannotWrite)
    }
  }
}
