internal import QuernREPL
internal import QuernSystem
internal import QuernText
internal import QuernValue

/// Publishes what one cell shows.
final class CellShow {
  private let publish: PublishChannel
  private let parent: RequestParent
  private let count: Int
  private let clock: Clock
  private let startedNs: Int64
  /// Whether the client can change what it has shown.
  private let showsProgress: Bool
  private let isSilent: Bool

  /// The plain text of the result.
  private(set) var result: String?
  private(set) var error: ErrorOutput?
  /// Said in the metadata of every output.
  var metadata = MessageCodec.empty

  /// Bars that are shown now: the display of each, and how much was shown before it.
  private var bars: [String: Int] = [:]
  /// Whether what stands at the client is not what the cell has shown, in its order.
  private var isOutOfOrder = false
  private var shown: [Output] = []
  private var shownByteCount = 0

  /// Progress of work that is done sooner is not shown.
  private static let quietNs: Int64 = 300_000_000

  init(
    publish: PublishChannel, request: ExecuteRequest, count: Int, clock: Clock
  ) {
    self.publish = publish
    self.count = count
    self.clock = clock
    parent = request.parent
    isSilent = request.isSilent
    showsProgress = !request.isTyped
    startedNs = clock.monotonicNs()
  }

  /// Shows one output and keeps what the reply and the end will need of it.
  func take(_ output: Output) {
    if case .progress(let progress) = output { return show(progress) }
    switch output {
    case .result(let bundle): result = bundle.plain
    case .error(let error): self.error = error
    case .display, .stream, .note, .warning, .progress: break
    }
    shownByteCount += output.byteCount
    if shownByteCount <= KernelLimits.shownByteCountMax { shown.append(output) }
    if case .display(let bundle) = output, let id = bundle.displayId,
      let before = bars.removeValue(forKey: id)
    {
      // The last state of a bar stands in its place, unless something was shown meanwhile.
      isOutOfOrder = isOutOfOrder || before + 1 != shown.count
      return send("update_display_data", bundle, id: id)
    }
    show(output)
  }

  /// Leaves what the cell has shown and nothing else: bars are not saved with the notebook.
  func end() {
    guard isOutOfOrder || !bars.isEmpty else { return }
    guard shownByteCount <= KernelLimits.shownByteCountMax else { return }
    bars = [:]
    clear(waits: !shown.isEmpty)
    for output in shown { show(output) }
  }

  func clear(waits: Bool) {
    publish.publish(
      "clear_output", parent: parent, content: Array(#"{"wait":\#(waits)}"#.utf8))
  }

  private func show(_ output: Output) {
    guard !isSilent else { return }
    switch output {
    case .stream(let text): publish.text(text, .stdout, parent: parent)
    case .note(let text): publish.text(text + "\n", .stdout, parent: parent)
    case .warning(let text): publish.text(text + "\n", .stderr, parent: parent)
    case .display(let bundle):
      send("display_data", bundle, id: bundle.displayId)
    case .result(let bundle):
      send("execute_result", [("execution_count", .int(Int64(count))), ("data", bundle.json),
        ("metadata", bundle.metadata)])
    case .error(let error): send("error", Self.content(error))
    case .progress: break
    }
  }

  private func send(_ type: String, _ members: [(String, JSON)]) {
    publish.publish(
      type, parent: parent, metadata: metadata, content: JSON.members(members).utf8(),
      waits: true)
  }

  /// `ename`, `evalue`, `traceback`: the text of the prompt, in its colours.
  static func content(_ error: ErrorOutput) -> [(String, JSON)] {
    let text = OutputText(widthColumns: nil, hasColor: true).text(.error(error)) ?? error.message
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    let traceback = lines.last == "" ? lines.dropLast() : lines[...]
    return [
      ("ename", .string(error.code)), ("evalue", .string(error.message)),
      ("traceback", .array(traceback.map { .string($0) })),
    ]
  }

  private func show(_ progress: ProgressOutput) {
    guard showsProgress, !isSilent, clock.monotonicNs() - startedNs > Self.quietNs else { return }
    // Work inside of a word has a bar that leaves nothing behind.
    let id = progress.id ?? "work"
    let isNew = bars[id] == nil
    if isNew { bars[id] = shown.count }
    send(isNew ? "display_data" : "update_display_data", ProgressBundle.of(progress), id: id)
  }

  /// A display that may be updated by its id, which is the cell's own in all of the notebook.
  private func send(_ type: String, _ bundle: MIMEBundle, id: String?) {
    let transient =
      id.map { JSON.members([("display_id", .string("\(parent.id)-\($0)"))]) }
      ?? .object(JSONObject())
    send(
      type,
      [("data", bundle.json), ("metadata", bundle.metadata), ("transient", transient)])
  }
}

/// A progress bar as a document shows it.
enum ProgressBundle {
  static func of(_ progress: ProgressOutput) -> MIMEBundle {
    let text = progress.bar
    let facts = text.drop { "█░ ".contains($0) }
    var value = ""
    if let total = progress.total, total > 0 {
      value = #" max="\#(total)" value="\#(min(progress.done, total))""#
    }
    let html =
      #"<div><progress\#(value) style="width:16em;vertical-align:middle"></progress> "#
      + #"<span>\#(escaped(String(facts)))</span></div>"#
    return MIMEBundle([
      .init("text/plain", .text(text)), .init("text/html", .text(html)),
    ])
  }

  private static func escaped(_ text: String) -> String {
    text.replacing("&", with: "&amp;").replacing("<", with: "&lt;").replacing(">", with: "&gt;")
  }
}
