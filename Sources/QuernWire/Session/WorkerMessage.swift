internal import QuernText

/// What a session's worker says to a front end.
package enum WorkerMessage: Sendable, Hashable {
  /// Answer to `hello`.
  case hello(WorkerHello)
  case event(SessionEvent)
  /// How far the running cell is; never kept. `json` is a `Progress` as UTF-8.
  case progress(cell: String, json: [UInt8])
  /// The running cell asks the user something; it goes on with `answer`.
  case ask(question: Int, cell: String, prompt: String)
  /// Answer to `status`.
  case state(SessionStatus)
  /// Everything up to this sequence number has been sent again.
  case replayed(through: UInt64)
  /// Something that the front end asked is not done; the connection stays.
  case refused(code: String, message: String)
  /// The journal is on disk and the worker ends.
  case closing(reason: String)

  package var frame: Frame {
    switch self {
    case .event(let event):
      return event.frame
    case .hello(let hello):
      return Frame(header: JSONObject([("type", "hello"), ("hello", .object(hello.json))]))
    case .progress(let cell, let json):
      return Frame(
        header: JSONObject([("type", "progress"), ("cell", .string(cell))]), body: json)
    case .ask(let question, let cell, let prompt):
      return Frame(
        header: JSONObject([
          ("type", "ask"), ("question", .int(Int64(question))), ("cell", .string(cell)),
          ("prompt", .string(prompt)),
        ]))
    case .state(let status):
      return Frame(header: JSONObject([("type", "state"), ("status", .object(status.json))]))
    case .replayed(let through):
      return Frame(
        header: JSONObject([("type", "replayed"), ("through", .int(Int64(through)))]))
    case .refused(let code, let message):
      return Frame(
        header: JSONObject([
          ("type", "refused"), ("code", .string(code)), ("message", .string(message)),
        ]))
    case .closing(let reason):
      return Frame(header: JSONObject([("type", "closing"), ("reason", .string(reason))]))
    }
  }

  package init(_ frame: Frame) throws(WireError) {
    let type = try MessageFields(frame.header, of: "message").text("type")
    let fields = MessageFields(frame.header, of: type)
    switch type {
    case "event": self = .event(try SessionEvent(frame))
    case "hello": self = .hello(try WorkerHello(fields.fields("hello")))
    case "progress": self = .progress(cell: try fields.text("cell"), json: frame.body)
    case "ask":
      self = .ask(
        question: try fields.int("question"), cell: try fields.text("cell"),
        prompt: try fields.text("prompt"))
    case "state": self = .state(try SessionStatus(fields.fields("status")))
    case "replayed": self = .replayed(through: try fields.count("through"))
    case "refused":
      self = .refused(code: try fields.text("code"), message: try fields.text("message"))
    case "closing": self = .closing(reason: try fields.text("reason"))
    default: throw .unknownMessage(type)
    }
  }
}
