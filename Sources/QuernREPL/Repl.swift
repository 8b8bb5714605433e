import Glibc
import QuernNotebook
import QuernPlan
import QuernSession
import QuernSyntax
import QuernSystem
import QuernText
import QuernWire
import QuernWords

/// The prompt: asks for cells, runs them in a session, shows what they say.
///
///     exit(Repl.run(ReplOptions(version: "0.2.0", build: "quern 0.2.0")))
package final class Repl {
  let terminal: Terminal
  private(set) var session: PromptSession
  let history: EntryHistory
  let registry: WordRegistry
  let parameters: [(name: String, text: String)]
  let workingFolder = Path.workingDirectory()
  private let options: ReplOptions
  let places: ReplPlaces
  /// Cells that were run at this prompt.
  private(set) var cellCount = 0
  var notebook: OpenedNotebook?
  var savedPaths: Set<String> = []
  var lastCell: String?
  var isLeaving = false
  /// Whether the command line says on which type it runs.
  let isInstanceNamed: Bool
  /// Whether a cell has failed: what a pipe's exit status says.
  var hasFailed = false

  /// Runs a prompt to its end; returns the exit status.
  package static func run(_ options: ReplOptions) -> Int32 {
    let terminal = Terminal.current
    TerminalSignals.watch()
    do throws(SystemError) {
      let places = try ReplPlaces.find(options, isInteractive: terminal.isInteractive)
      let repl = Repl(options, terminal: terminal, places: places)
      let status = try repl.run()
      try places.leave()
      return status
    } catch {
      complain("quern: \(error.message)")
      return 4
    }
  }

  private init(_ options: ReplOptions, terminal: Terminal, places: ReplPlaces) {
    self.options = options
    self.terminal = terminal
    self.places = places
    parameters = options.parameters
    registry = WordRegistry(Words.all)
    history = EntryHistory(path: places.history)
    let settings = SessionSettings(folder: workingFolder, notebook: "repl \(workingFolder)")
    isInstanceNamed = options.instance != nil
    let matter = Self.frontMatter(options.notebook)
    var session = SessionOptions(
      home: places.home, settings: settings,
      start: options.startsFresh || places.isTemporary ? .fresh : .resumed,
      instance: options.instance ?? matter.instance, build: options.build,
      idleSeconds: places.isTemporary ? 0 : SessionLimits.detachedIdleSeconds)
    session.threadCount = options.threadCount
    session.isIsolated = matter.isIsolated == true
    self.session = PromptSession(
      directory: places.directory, options: session, settings: settings, terminal: terminal)
  }

  /// What the notebook that it begins with says of its instance; one that cannot be read says why
  /// when it is opened.
  private static func frontMatter(_ path: String?) -> FrontMatter {
    guard let path else { return FrontMatter() }
    do {
      return try notebook(Path.absolute(path), shownAs: path).frontMatter
    } catch {
      return FrontMatter()
    }
  }

  private func run() throws(SystemError) -> Int32 {
    try session.start()
    let editor = makeEditor()
    greet()
    if let path = options.notebook {
      attempt { try self.openNotebook(path, acts: false) }
      if hasFailed, !terminal.isInteractive { return leave(status: 1) }
    }
    while !isLeaving {
      if let news, terminal.isInteractive { terminal.line(news) }
      switch editor.read(PromptText(number: cellCount + 1)) {
      case .end: isLeaving = true
      case .entry(let text): enter(text)
      }
    }
    return leave(status: hasFailed && !terminal.isInteractive ? 1 : 0)
  }

  /// Goes on in another session.
  func take(_ next: PromptSession) {
    session = next
    notebook = nil
    savedPaths = []
  }

  private func leave(status: Int32) -> Int32 {
    do throws(SessionError) {
      try session.close()
    } catch {
      session.detach()
    }
    return status
  }

  private func greet() {
    guard terminal.isInteractive else { return }
    let name = terminal.styled("Quern \(options.version)", .bold)
    let hint = "?word explains, :help lists commands, Ctrl-D leaves"
    terminal.line("\(name)  \(terminal.styled(hint, .dim))")
    if places.isSecond {
      say("Another prompt is open here: this one has a session of its own.")
      say("`quern repl --session \(places.firstName)` shares the other's.")
    }
  }

  private func makeEditor() -> any InputEditor {
    guard terminal.canMove else { return PlainEditor(terminal: terminal) }
    do throws(SystemError) {
      return ReadlineEditor(
        library: try ReadlineLibrary.open(), terminal: terminal, assistant: assistant,
        history: history)
    } catch {
      say("Plain lines, without keys, completion and history: \(error.message)")
      return PlainEditor(terminal: terminal)
    }
  }
}

// What is typed.
extension Repl {
  private func enter(_ text: String) {
    let trimmed = Self.trimmed(text)
    guard !trimmed.isEmpty else { return }
    if terminal.isInteractive { history.add(trimmed) }
    if trimmed.hasPrefix(":") { return attempt { try self.obey(trimmed) } }
    if EntryRule.isQuestion(trimmed) { return attempt { try self.answer(trimmed) } }
    attempt { try self.runCell(trimmed) }
  }

  /// Runs a cell of the prompt.
  func runCell(
    _ source: String, reuse: CellSubmission.Reuse = .cache, display: CellDisplay? = nil,
    isTimed: Bool = false
  ) throws {
    lastCell = source
    cellCount += 1
    let report = try session.run(
      CellSubmission(
        id: "", index: cellCount, source: source, reuse: reuse,
        mayAsk: terminal.isInteractive, bindsResult: true, display: display ?? ownDisplay),
      terminal: terminal, isTimed: isTimed)
    if !report.isGood { hasFailed = true }
  }

  /// Tables as wide as the terminal; as tall as it where they have few rows.
  private var ownDisplay: CellDisplay {
    guard terminal.isInteractive else { return CellDisplay(widthColumns: 100) }
    let size = terminal.size
    return CellDisplay(
      widthColumns: size.columns, rowCountMax: 10, rowCountWhole: max(20, size.rows - 8))
  }

  func time(_ text: String) throws {
    guard let cell = text.isEmpty ? lastCell : text else {
      throw CommandMistake("write :time CELL")
    }
    try runCell(cell, reuse: .never, isTimed: true)
  }

  /// Rows that `:view` shows of a table.
  private static let viewedRowCountMax = 10_000

  func view(_ text: String) throws {
    let cell = text.isEmpty ? "_" : text
    try runCell(
      cell,
      display: CellDisplay(
        widthColumns: widthColumns, rowCountMax: Self.viewedRowCountMax,
        rowCountWhole: Self.viewedRowCountMax))
  }

  /// Does something, and says what went wrong with it in the place of an end.
  func attempt(_ body: () throws -> Void) {
    do {
      try body()
    } catch let mistake as CommandMistake {
      fail(mistake.message)
    } catch let error as SystemError {
      fail(error.message)
    } catch let error as SessionError {
      lost(error)
    } catch {
      fail("\(error)")
    }
  }

  private func lost(_ error: SessionError) {
    if case .refused(PromptLeft.code, _) = error {
      say("The cell is left to itself; what was finished is kept.\n", .yellow)
      session.detach()
      isLeaving = true
      hasFailed = true
      return
    }
    fail(error.message)
    if case .instance = error {
      isLeaving = true
      return
    }
    // The next cell starts another worker, which finds all that was finished.
    session.dropWorker()
  }

  private func fail(_ message: String) {
    hasFailed = true
    let text = LineWrap.lines(message, width: max(20, widthColumns - 7)).joined(separator: "\n")
    guard terminal.isInteractive else { return Self.complain("quern: \(message)") }
    terminal.line(terminal.styled("error: ", .red) + text)
  }

  func say(_ text: String, _ style: Terminal.Style = .dim) {
    guard terminal.isInteractive else { return }
    let lines = text.split(separator: "\n").flatMap {
      LineWrap.lines(String($0), width: widthColumns)
    }
    for line in lines { terminal.line(terminal.styled(line, style)) }
  }

  var widthColumns: Int { terminal.isInteractive ? terminal.size.columns : 100 }

  fileprivate static func complain(_ text: String) {
    let bytes = Array((text + "\n").utf8)
    _ = Glibc.write(2, bytes, bytes.count)
  }
}

// While the user types.
extension Repl {
  private var assistant: InputAssistant {
    InputAssistant(
      complete: { [unowned self] text, offset in self.complete(text, offset) },
      explain: { [unowned self] text, offset in self.explain(text, at: offset) },
      wakeDescriptors: { [unowned self] in self.session.wakeDescriptors },
      wake: { [unowned self] in self.wake() })
  }

  private func wake() -> String? {
    do throws(SessionError) {
      guard try session.wake() else { return news }
    } catch {
      session.dropWorker()
      if case .instance = error { isLeaving = true }
      return terminal.styled("error: ", .red) + error.message + "\n"
        + terminal.styled("The next cell starts another, with all that was finished.", .dim)
    }
    let names = session.restored
    guard !names.isEmpty, notebook == nil else { return news }
    let shown = names.prefix(12).joined(separator: ", ") + (names.count > 12 ? ", …" : "")
    let lines = LineWrap.lines(
      "From the last prompt here: \(shown). :reset forgets them.", width: widthColumns)
    let told = lines.map { terminal.styled($0, .dim) }.joined(separator: "\n")
    return news.map { told + "\n" + $0 } ?? told
  }

  /// What other front ends did since the last look, without its last newline.
  private var news: String? {
    let text = session.takeNews()
    return text.isEmpty ? nil : String(text.dropLast())
  }

  private func complete(_ text: String, _ offset: Int) -> Completions {
    do throws(SessionError) {
      try session.settleNames(seconds: 0.3)
    } catch {
      session.dropWorker()
    }
    let folder = session.settings.folder
    let completer = Completer(
      registry: registry, names: session.names,
      commands: PromptCommand.all.map { ($0.name, $0.argument == .path, $0.summary) },
      stored: .of(places.home),
      list: { Self.list($0, from: folder) })
    return completer.complete(text, at: offset)
  }

  private static let listedCountMax = 2_000

  private static func list(
    _ path: String, from folder: String
  ) -> [(name: String, isFolder: Bool)] {
    var place = path
    if path.hasPrefix("~/"), let home = Terminal.environment("HOME") {
      place = home + "/" + path.dropFirst(2)
    }
    let absolute = Path.absolute(place, from: folder)
    do throws(SystemError) {
      return try Disk.real.list(absolute).prefix(listedCountMax).map {
        ($0, Disk.real.isDirectory(Path.join(absolute, $0)))
      }
    } catch {
      return []
    }
  }
}
