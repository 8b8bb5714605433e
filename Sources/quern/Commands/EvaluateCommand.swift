import ArgumentParser
import Glibc
import QuernNotebook
import QuernREPL
import QuernSession
import QuernSyntax
import QuernSystem
import QuernText
import QuernValue
import QuernWire

struct EvaluateCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "eval",
    abstract: "Evaluate an expression, a script, or standard input.",
    discussion: """
      quern -e '1 + 1'            an expression; -e may be given several times, and `_` or a
                                  leading |> takes the value of the one before
      quern script.qn             a script
      echo 'sum([1, 2])' | quern  standard input
      """)

  @Option(
    name: [.customShort("e"), .customLong("expression")], parsing: .unconditionalSingleValue,
    help: ArgumentHelp("A cell's text.", valueName: "text"))
  var expressions: [String] = []

  @ArgumentParser.Argument(
    help: "A script, or - for standard input.", completion: .file(extensions: ["qn"]))
  var script: String?

  @Flag(help: "One JSON object for each cell.")
  var json = false

  func run() throws {
    let cells: [(name: String, source: String)]
    if !expressions.isEmpty {
      cells = expressions.enumerated().map { ("-e \($0 + 1)", $1) }
    } else if let script, script != "-" {
      do {
        cells = [(script, try Self.text(try Disk.real.read(script), of: script))]
      } catch let error as SystemError {
        throw CommandStatus.failure(MissingFile.script(error, script))
      }
    } else if script == "-" || isatty(0) == 0 {
      let name = "standard input"
      cells = [(name, try Self.text(StandardInput.read(), of: name))]
    } else {
      return try ReplCommand.start(ReplCommand.options)
    }
    Interruption.watch()
    let status = try OneShotSession(
      folder: script.map { Path.parent(Path.absolute($0)) } ?? Path.absolute("."),
      json: json, bindsResults: cells.count > 1
    ).run(cells.map(\.source))
    if status != ExitCode.success { throw CommandStatus(status) }
  }

  private static func text(_ bytes: [UInt8], of name: String) throws -> String {
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw CommandStatus.failure("\(name) is not UTF-8; iconv -f LATIN1 -t UTF-8 makes it so")
    }
    return text
  }
}

/// A session for a few cells, gone when they are done.
struct OneShotSession {
  let folder: String
  let json: Bool
  /// Whether a cell's last value is `_` in those behind it.
  let bindsResults: Bool

  func run(_ sources: [String]) throws -> Int32 {
    let home: HomeDirectory
    do throws(SystemError) {
      home = try HomeDirectory.find()
    } catch {
      throw CommandStatus.failure(error.message, code: ExitCode.sessionLost)
    }
    let directory = Path.join(home.path, "sessions/once-\(getpid())")
    defer { remove(directory) }
    do throws(SessionError) {
      let client = try SessionClient.open(
        directory: directory,
        options: SessionOptions(
          home: home,
          settings: SessionSettings(
            folder: folder, notebook: "script", widthColumns: Console.out.widthColumns),
          start: .fresh, build: QuernProgram.build, idleSeconds: 0))
      Departure.prepare {
        client.detach()
        self.remove(directory)
      }
      defer { Departure.prepare(nil) }
      for (index, source) in sources.enumerated() {
        let report = try run(source, index: index + 1, client)
        guard report.isGood else {
          client.detach()
          return Interruption.count > 0 ? ExitCode.interrupted : ExitCode.cellFailed
        }
      }
      try client.close()
    } catch {
      throw CommandStatus.failure(error.message, code: ExitCode.sessionLost)
    }
    return ExitCode.success
  }

  private func run(
    _ source: String, index: Int, _ client: SessionClient
  ) throws(SessionError) -> CellReport {
    try client.submit(
      CellSubmission(
        id: "cell-\(index)", index: index, source: source, reuse: .never,
        mayAsk: CellQuestion.isPossible && !json, bindsResult: bindsResults))
    var interruptions = Interruption.count
    var outputs: [JSON] = []
    var asking = CellQuestion()
    defer { asking.end() }
    while true {
      if Interruption.count > interruptions {
        interruptions = Interruption.count
        asking.end()
        try client.interrupt()
      }
      try asking.poll(client)
      switch try client.nextEvent(timeoutSeconds: asking.patienceSeconds) {
      case .event(let event):
        switch event.body {
        case .output(_, let bytes):
          guard let output = Self.output(bytes) else { continue }
          if json { outputs.append(output.json) } else { show(output) }
        case .finished(let report):
          if json { Console.out.line(line(report, outputs).text()) }
          return report
        case .opened, .configured, .accepted, .started, .intended, .performed, .ran, .closed:
          continue
        }
      case .ask(let question, _, let prompt, let isSecret):
        try asking.begin(question, prompt, isSecret: isSecret, client)
      case .refused(let code, let message): throw .refused(code: code, message: message)
      case .hello, .progress, .state, .described, .replayed, .closing, nil: continue
      }
    }
  }

  /// Values and prints to stdout, all that is said about them to stderr.
  private func show(_ output: Output) {
    let console: Console =
      switch output {
      case .result, .display, .stream: .out
      case .note, .warning, .error, .progress: .error
      }
    if let text = console.form.text(output) { console.write(text) }
  }

  private func line(_ report: CellReport, _ outputs: [JSON]) -> JSON {
    .object(
      JSONObject([
        ("index", .int(Int64(report.index))), ("status", .string(report.status.rawValue)),
        ("seconds", .number(report.seconds)), ("outputs", .array(outputs)),
      ]))
  }

  private static func output(_ bytes: [UInt8]) -> Output? {
    do {
      return Output(json: try JSON.parse(bytes))
    } catch {
      return nil
    }
  }

  private func remove(_ directory: String) {
    do throws(SessionError) {
      try SessionDirectory(path: directory).discard()
      return
    } catch {
      // What is there goes in any case.
    }
    do {
      try Disk.real.remove(directory)
    } catch {
      Console.error.line("quern: \(error.message)")
    }
  }
}
