internal import QuernSyntax
internal import QuernText

extension Kernel {
  /// What the kernel is, without looking at the session.
  func info() -> Answer {
    let language = JSON.members([
      ("name", .string("quern")), ("version", .string(options.version)),
      ("mimetype", .string("text/x-quern")), ("file_extension", .string(".qn")),
      // Of the languages that clients can colour, Julia is the nearest in editors (`#`, `|>`,
      // `do … end`), and PRQL in exports: it has our dates, texts with values in them, and pipes.
      ("codemirror_mode", .string("julia")), ("pygments_lexer", .string("prql")),
      ("nbconvert_exporter", .string("")),
    ])
    let help = JSON.members([
      ("text", .string("Words of the language: run ?word in a cell, :help for the commands")),
      ("url", .string("https://github.com/quern-ml/quern")),
    ])
    return .ok(
      "kernel_info_reply",
      [
        ("protocol_version", .string(MessageCodec.protocolVersion)),
        ("implementation", .string("quern")),
        ("implementation_version", .string(options.version)),
        ("language_info", language),
        ("banner", .string("Quern \(options.version)  ·  ?word  :help")),
        ("help_links", .array([help])),
        ("supported_features", .array([.string("debugger"), .string("kernel subshells")])),
        ("debugger", .bool(true)),
      ])
  }

  /// Whether a text can run as it is.
  func isComplete(_ content: JSON) -> Answer {
    let code = content["code"]?.stringValue ?? ""
    if KernelCommand(code) != nil {
      return Answer("is_complete_reply", [("status", .string("complete"))])
    }
    switch Parser.isComplete(SourceText(code)) {
    case .complete: return Answer("is_complete_reply", [("status", .string("complete"))])
    case .invalid: return Answer("is_complete_reply", [("status", .string("invalid"))])
    case .incomplete(let indent):
      return Answer(
        "is_complete_reply",
        [
          ("status", .string("incomplete")),
          ("indent", .string(String(repeating: " ", count: indent))),
        ])
    }
  }

  /// What was run: the last, a range of a session, or what a pattern fits.
  func history(_ content: JSON) -> Answer {
    let entries: [KernelHistory.Entry]
    let count = content["n"]?.intValue.map { Int(clamping: $0) }
    switch content["hist_access_type"]?.stringValue {
    case "range":
      entries = history.range(
        session: Int(clamping: content["session"]?.intValue ?? 0),
        start: Int(clamping: content["start"]?.intValue ?? 1),
        stop: content["stop"]?.intValue.map { Int(clamping: $0) })
    case "search":
      entries = history.search(
        content["pattern"]?.stringValue ?? "*", count: count,
        isUnique: content["unique"]?.boolValue ?? false)
    default: entries = history.tail(count ?? 1_000)
    }
    let wantsOutput = content["output"]?.boolValue ?? false
    let rows = entries.map { entry -> JSON in
      let input = JSON.string(entry.input)
      let text =
        wantsOutput ? .array([input, entry.output.map { .string($0) } ?? .null]) : input
      return .array([.int(Int64(entry.session)), .int(Int64(entry.line)), text])
    }
    return .ok("history_reply", [("history", .array(rows))])
  }
}
