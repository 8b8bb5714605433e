import QuernText

/// What a front end says to a session's worker.
package enum FrontEndMessage: Sendable, Hashable {
  /// First on each connection. Settings are absent when it only looks on.
  case hello(protocolVersion: Int, build: String, settings: SessionSettings?)
  case submit(CellSubmission)
  /// Stop the running cell and forget the queued ones.
  case interrupt
  /// As `interrupt`, for this front end's cells only.
  case withdraw
  /// Answered by `state`.
  case status
  /// Every event from this sequence number on, then `replayed`, then what happens.
  case replay(from: UInt64)
  /// To an `ask`; nil where the user declined.
  case answer(question: Int, text: String?)
  /// What these names stand for (all of them where none is given); answered by `described` when
  /// no cell runs.
  case describe(names: [String])
  /// This front end goes, answered by `closing`: the session ends with its last front end, unless
  /// a cell runs.
  case leave
  /// Save a snapshot, say `closing` with `SessionEnd.hibernated`, end; refused while a cell runs.
  case hibernate
  /// Sync the journal, say `closing`, end.
  case shutdown

  package var frame: Frame {
    var header = JSONObject([("type", .string(type))])
    switch self {
    case .hello(let version, let build, let settings):
      header["protocol"] = .int(Int64(version))
      header["build"] = .string(build)
      if let settings { header["settings"] = .object(settings.json) }
    case .submit(let submission):
      header["submission"] = .object(submission.json)
    case .replay(let from):
      header["from"] = .int(Int64(from))
    case .answer(let question, let text):
      header["question"] = .int(Int64(question))
      header["text"] = text.map { .string($0) } ?? .null
    case .describe(let names):
      header["names"] = .array(names.map { .string($0) })
    case .interrupt, .withdraw, .status, .leave, .hibernate, .shutdown:
      break
    }
    return Frame(header: header)
  }

  package init(_ frame: Frame) throws(WireError) {
    let type = try MessageFields(frame.header, of: "message").text("type")
    let fields = MessageFields(frame.header, of: type)
    switch type {
    case "hello":
      self = .hello(
        protocolVersion: try fields.int("protocol"), build: try fields.text("build"),
        settings: frame.header["settings"] == nil
          ? nil : try SessionSettings(fields.fields("settings")))
    case "submit": self = .submit(try CellSubmission(fields.fields("submission")))
    case "interrupt": self = .interrupt
    case "withdraw": self = .withdraw
    case "status": self = .status
    case "replay": self = .replay(from: try fields.count("from"))
    case "answer":
      self = .answer(
        question: try fields.int("question"), text: try fields.textIfPresent("text"))
    case "describe": self = .describe(names: try fields.texts("names"))
    case "leave": self = .leave
    case "hibernate": self = .hibernate
    case "shutdown": self = .shutdown
    default: throw .unknownMessage(type)
    }
  }

  private var type: String {
    switch self {
    case .hello: "hello"
    case .submit: "submit"
    case .interrupt: "interrupt"
    case .withdraw: "withdraw"
    case .status: "status"
    case .replay: "replay"
    case .answer: "answer"
    case .describe: "describe"
    case .leave: "leave"
    case .hibernate: "hibernate"
    case .shutdown: "shutdown"
    }
  }
}
