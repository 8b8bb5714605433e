import Glibc
import QuernSyntax
import QuernText

/// The prompt's line on GNU readline: keys and editing are readline's, completion, history and
/// what is drawn are ours.
final class ReadlineEditor: InputEditor {
  let library: ReadlineLibrary
  let terminal: Terminal
  let assistant: InputAssistant
  let history: EntryHistory
  var screen: InputScreen
  var prompt = PromptText(number: 1)
  var panel: [String] = []
  /// The panel stands until the next key.
  var keepsPanel = false
  var menu: CompletionMenu?
  var walk: HistoryWalk?
  private var result: PromptInput?
  private var isReading = false
  private var hasSearchHistory = 0
  private var interruptions = 0
  private var stops = 0
  private var resizes = 0

  /// Sets readline up; there is one for the process.
  init(
    library: ReadlineLibrary, terminal: Terminal, assistant: InputAssistant,
    history: EntryHistory
  ) {
    self.library = library
    self.terminal = terminal
    self.assistant = assistant
    self.history = history
    screen = InputScreen(terminal)
    activeEditor = self
    useUTF8()
    library.programName.pointee = UnsafePointer(strdup("quern"))
    library.catchesSignals.pointee = 0
    library.catchesResizes.pointee = 0
    library.changesEnvironment.pointee = 0
    _ = library.setVariable("enable-bracketed-paste", "on")
    _ = library.initialise()
    library.redisplay.pointee = { activeEditor?.draw() }
    bindKeys()
  }

  func read(_ prompt: PromptText) -> PromptInput {
    self.prompt = prompt
    result = nil
    forgetHelp()
    isReading = true
    interruptions = TerminalSignals.interruptionCount
    stops = TerminalSignals.stopCount
    resizes = TerminalSignals.resizeCount
    library.install(prompt.first) { line in
      activeEditor?.ended(line.map { String(cString: $0) })
      free(line)
    }
    while result == nil { waitForKey() }
    isReading = false
    if let failure = history.takeFailure() { terminal.line(terminal.styled(failure, .dim)) }
    return result ?? .end
  }

  /// Readline has a line, or none at the end of the input.
  private func ended(_ line: String?) {
    library.remove()
    guard let line else {
      result = .end
      // Readline has gone to a new line; where it is too old for that, the prompt goes.
      terminal.write("\r\u{1B}[K")
      return
    }
    result = .entry(line)
  }

  private func waitForKey() {
    let wakes = assistant.wakeDescriptors()
    var entries = ([0, TerminalSignals.bell] + wakes).map {
      pollfd(fd: $0, events: Int16(POLLIN), revents: 0)
    }
    let ready = poll(&entries, UInt(entries.count), -1)
    obeySignals()
    guard ready > 0 else { return }
    if entries.dropFirst(2).contains(where: { $0.revents != 0 }), let news = assistant.wake() {
      tell(news)
    }
    guard entries[0].revents != 0 else { return }
    if entries[0].revents & Int16(POLLIN) == 0 {
      // The terminal is gone.
      library.remove()
      result = .end
      return
    }
    library.readKey()
  }

  private func obeySignals() {
    TerminalSignals.hush()
    if TerminalSignals.interruptionCount != interruptions {
      interruptions = TerminalSignals.interruptionCount
      abandon()
    }
    if TerminalSignals.stopCount != stops {
      stops = TerminalSignals.stopCount
      suspend()
    }
    if TerminalSignals.resizeCount != resizes {
      resizes = TerminalSignals.resizeCount
      reshape()
    }
  }

  /// Ctrl-C: the line is given up, a new one begins.
  private func abandon() {
    forgetHelp()
    library.freeLineState()
    library.endSignal()
    screen.finish(layout(cursorAtEnd: true, mark: "^C"))
    library.replace("", 0)
    library.point.pointee = 0
    draw()
  }

  /// Ctrl-Z.
  private func suspend() {
    screen.finish(layout(cursorAtEnd: true))
    library.deprepare()
    TerminalSignals.stop()
    library.prepare(1)
    draw()
  }

  private func reshape() {
    screen.reshaped(cursorRow: layout().cursorRow)
    draw()
  }

  /// Shows a text above the line.
  private func tell(_ news: String) {
    screen.clear()
    terminal.write(news.hasSuffix("\n") ? news : news + "\n")
    draw()
  }

  /// Readline asks for this after each key.
  func draw() {
    guard isReading, result == nil, !hasKeysWaiting else { return }
    if !keepsPanel { panel = [] }
    keepsPanel = false
    screen.draw(layout(), panel: panel, screenRows: terminal.size.rows)
  }

  /// A pasted or fast typed text is drawn once.
  private var hasKeysWaiting: Bool {
    var entry = pollfd(fd: 0, events: Int16(POLLIN), revents: 0)
    return poll(&entry, 1, 0) > 0 && entry.revents & Int16(POLLIN) != 0
  }

  private func layout(cursorAtEnd: Bool = false, mark: String = "") -> InputLayout {
    // While it searches, readline shows a prompt of its own.
    let shown = library.shownPrompt.pointee.map { String(cString: $0) } ?? prompt.first
    let own = shown == prompt.first
    return InputLayout(
      text + mark, cursor: cursorAtEnd ? .max : Int(library.point.pointee),
      prompt: (
        own ? terminal.styled(prompt.first, .boldCyan) : shown, TerminalText.width(shown)
      ),
      continuation: (terminal.styled(prompt.next, .dim), TerminalText.width(prompt.next)),
      width: terminal.size.columns, isColored: terminal.hasColor)
  }

  private func useUTF8() {
    setlocale(LC_CTYPE, "")
    let codes = nl_langinfo(Int32(CODESET)).map { String(cString: $0) } ?? ""
    // Cells are UTF-8 whatever the environment says.
    if codes != "UTF-8" { setlocale(LC_CTYPE, "C.UTF-8") }
  }
}

// The line.
extension ReadlineEditor {
  var text: String { library.buffer.pointee.map { String(cString: $0) } ?? "" }

  /// The cursor's place in UTF-8.
  var point: Int { Int(library.point.pointee) }

  func replaceAll(_ text: String) {
    library.replace(text, 0)
    library.point.pointee = library.end.pointee
  }

  func replace(_ range: Range<Int>, with text: String) {
    _ = library.delete(Int32(range.lowerBound), Int32(range.upperBound))
    library.point.pointee = Int32(range.lowerBound)
    _ = library.insert(text)
  }

  func forgetHelp() {
    panel = []
    keepsPanel = false
    menu = nil
    walk = nil
  }
}

// Keys.
extension ReadlineEditor {
  private func bindKeys() {
    let keys: [(String, ReadlineLibrary.Command)] = [
      ("\\C-m", { _, _ in activeEditor?.pressedReturn() ?? 0 }),
      ("\\C-j", { _, _ in activeEditor?.pressedReturn() ?? 0 }),
      ("\\e\\C-m", { _, _ in activeEditor?.insertLine() ?? 0 }),
      ("\\C-i", { _, _ in activeEditor?.pressedTab(by: 1) ?? 0 }),
      ("\\e[Z", { _, _ in activeEditor?.pressedTab(by: -1) ?? 0 }),
      ("\\C-p", { _, _ in activeEditor?.pressedUp() ?? 0 }),
      ("\\e[A", { _, _ in activeEditor?.pressedUp() ?? 0 }),
      ("\\eOA", { _, _ in activeEditor?.pressedUp() ?? 0 }),
      ("\\C-n", { _, _ in activeEditor?.pressedDown() ?? 0 }),
      ("\\e[B", { _, _ in activeEditor?.pressedDown() ?? 0 }),
      ("\\eOB", { _, _ in activeEditor?.pressedDown() ?? 0 }),
      ("\\C-r", { count, key in activeEditor?.search(count, key) ?? 0 }),
      ("\\C-l", { _, _ in activeEditor?.clearScreen() ?? 0 }),
      ("\\eh", { _, _ in activeEditor?.explain() ?? 0 }),
      ("\\eOP", { _, _ in activeEditor?.explain() ?? 0 }),
    ]
    for map in library.keymaps {
      for (sequence, command) in keys { _ = library.bind(sequence, command, map) }
    }
  }

  private func pressedReturn() -> Int32 {
    dedentEnd()
    let text = self.text
    if case .goesOn(let indent) = EntryRule.of(text) {
      forgetHelp()
      let end = Int(library.end.pointee)
      let isAtEnd = point >= end
      _ = library.insert("\n" + (isAtEnd ? String(repeating: " ", count: indent) : ""))
      return 0
    }
    forgetHelp()
    library.point.pointee = library.end.pointee
    screen.finish(layout(cursorAtEnd: true))
    library.isDone.pointee = 1
    return 0
  }

  /// A line of `end` alone, typed where the block's lines are: it goes back by one step.
  private func dedentEnd() {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    guard let line = lines.last, point == Int(library.end.pointee) else { return }
    let blanks = line.prefix { $0 == " " }.count
    let above = lines.dropLast().joined(separator: "\n")
    guard line.dropFirst(blanks) == "end", blanks >= 2,
      case .incomplete(blanks) = Parser.isComplete(SourceText(above))
    else { return }
    let start = point - line.utf8.count
    replace(start..<(start + 2), with: "")
    library.point.pointee = library.end.pointee
  }

  private func insertLine() -> Int32 { library.insert("\n") }

  private func clearScreen() -> Int32 {
    screen.clearAll()
    draw()
    return 0
  }

  /// Readline's own search, over all that was ever typed.
  private func search(_ count: Int32, _ key: Int32) -> Int32 {
    let entries = history.entries
    for entry in entries.dropFirst(hasSearchHistory) { library.remember(entry) }
    hasSearchHistory = entries.count
    library.restHistory()
    return library.searchBack(count, key)
  }

  private func explain() -> Int32 {
    panel = assistant.explain(text, point)
    keepsPanel = true
    return 0
  }

  private func pressedUp() -> Int32 {
    if !isWalking, moveLine(by: -1) { return 0 }
    var steps = currentWalk()
    if let entry = steps.back() { replaceAll(entry) }
    walk = steps
    return 0
  }

  private func pressedDown() -> Int32 {
    if !isWalking, moveLine(by: 1) { return 0 }
    guard isWalking, var steps = walk else { return 0 }
    if let entry = steps.forward() { replaceAll(entry) }
    walk = steps
    return 0
  }

  /// Whether what stands in the line came from the history and was not changed.
  private var isWalking: Bool {
    guard let walk else { return false }
    return walk.shown == text && point == Int(library.end.pointee)
  }

  private func currentWalk() -> HistoryWalk {
    if isWalking, let walk { return walk }
    return HistoryWalk(entries: history.entries, draft: text)
  }

  /// Moves the cursor between the lines of the text; false at its first or last one.
  private func moveLine(by step: Int) -> Bool {
    let bytes = Array(text.utf8)
    let newline = UInt8(ascii: "\n")
    let start = bytes[..<point].lastIndex(of: newline).map { $0 + 1 } ?? 0
    let column = String(decoding: bytes[start..<point], as: UTF8.self).count
    let target: Int
    if step < 0 {
      guard start > 0 else { return false }
      target = bytes[..<(start - 1)].lastIndex(of: newline).map { $0 + 1 } ?? 0
    } else {
      guard let end = bytes[point...].firstIndex(of: newline) else { return false }
      target = end + 1
    }
    let end = bytes[target...].firstIndex(of: newline) ?? bytes.count
    let line = String(decoding: bytes[target..<end], as: UTF8.self)
    library.point.pointee = Int32(target + String(line.prefix(column)).utf8.count)
    return true
  }

  private func pressedTab(by step: Int) -> Int32 {
    if var menu, isInMenu {
      let old = menu.selected.map { menu.completions.candidates[$0].text } ?? menu.typed
      let start = menu.completions.range.lowerBound
      replace(start..<(start + old.utf8.count), with: menu.next(by: step))
      show(menu)
      return 0
    }
    menu = nil
    let completions = assistant.complete(text, point)
    let typed = String(decoding: Array(text.utf8)[completions.range], as: UTF8.self)
    guard let only = completions.candidates.first else {
      if completions.range.isEmpty, isBlankBefore(point) { return library.insert("  ") }
      terminal.write("\u{7}")
      return 0
    }
    if completions.candidates.count == 1 {
      replace(completions.range, with: only.text)
      return 0
    }
    let common = completions.commonPrefix
    let isLonger = common.utf8.count > typed.utf8.count
    if isLonger { replace(completions.range, with: common) }
    let range = completions.range
    let now = range.lowerBound..<(range.lowerBound + (isLonger ? common : typed).utf8.count)
    show(
      CompletionMenu(
        Completions(
          range: now, candidates: completions.candidates, heading: completions.heading),
        typed: isLonger ? common : typed))
    return 0
  }

  private func show(_ menu: CompletionMenu) {
    self.menu = menu
    let size = terminal.size
    panel = menu.lines(terminal, columns: size.columns, rows: size.rows)
    keepsPanel = true
  }

  /// Whether the menu is still about what stands before the cursor.
  private var isInMenu: Bool {
    guard let menu, !panel.isEmpty else { return false }
    let shown = menu.selected.map { menu.completions.candidates[$0].text } ?? menu.typed
    let start = menu.completions.range.lowerBound
    let bytes = Array(text.utf8)
    return start <= point && point <= bytes.count
      && String(decoding: bytes[start..<point], as: UTF8.self) == shown
  }

  /// Whether only blanks stand before the place in its line.
  private func isBlankBefore(_ place: Int) -> Bool {
    let bytes = Array(text.utf8)[..<place]
    let line = bytes.suffix(while: { $0 != UInt8(ascii: "\n") })
    return line.allSatisfy { $0 == UInt8(ascii: " ") }
  }
}

extension BidirectionalCollection {
  /// The longest end whose elements all are wanted.
  fileprivate func suffix(while isWanted: (Element) -> Bool) -> SubSequence {
    var start = endIndex
    while start > startIndex, isWanted(self[index(before: start)]) { start = index(before: start) }
    return self[start...]
  }
}

/// The editor that readline's functions speak to: they cannot carry anything themselves.
nonisolated(unsafe) private var activeEditor: ReadlineEditor?
