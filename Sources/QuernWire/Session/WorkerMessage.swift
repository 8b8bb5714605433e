internal import QuernText

/// What a session's worker says to a front end.
package enum WorkerMessage: Sendable, Hashable {
  /// Answer to `hello`.
  case hello(WorkerHello)
  case event(SessionEvent)
  /// How far the running cell is; never kept, at most ten a second of each bar. `json` is an
  /// `Output.progress` as UTF-8. One with an `id` is a display that is updated in place: the bar of
  /// a `progress` loop, whose last state comes as an `output` event with the same `display_id`.
  case progress(cell: String, json: [UInt8])
  /// The running cell asks its submitter something; it goes on with `answer`. What is typed to
  /// a secret one is not to be shown.
  case ask(question: Int, cell: String, prompt: String, isSecret: Bool)
  /// Answer to `status`.
  case state(SessionStatus)
  /// Answer to `describe`; names that nothing defines are left out.
  case described([NameDescription])
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
    case .ask(let question, let cell, let prompt, let isSecret):
      return Frame(
        header: JSONObject([
          ("type", "ask"), ("question", .int(Int64(question))), ("cell", .string(cell)),
          ("prompt", .string(prompt)), ("secret", .bool(isSecret)),
        ]))
    case .state(let status):
      return Frame(header: JSONObject([("type", "state"), ("status", .object(status.json))]))
    case .described(let names):
      return Frame(
        header: JSONObject([("type", "described")]),
        body: JSON.array(names.map { .object($0.json) }).utf8())
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
        prompt: try fields.text("prompt"), isSecret: try fields.flag("secret", absent: false))
    case "state": self = .state(try SessionStatus(fields.fields("status")))
    case "described": self = .described(try Self.descriptions(frame.body))
    case "replayed": self = .replayed(through: try fields.count("through"))
    case "refused":
      self = .refused(code: try fields.text("code"), message: try fields.text("message"))
    case "closing": self = .closing(reason: try fields.text("reason"))
    default: throw .unknownMessage(type)
    }
  }

  private static func descriptions(_ body: [UInt8]) throws(WireError) -> [NameDescription] {
    let list: JSON
    do {
      list = try JSON.parse(body)
    } catch {
      throw .malformed("the body of `described` is not JSON: \(error.message)")
    }
    guard case .array(let items) = list else {
      throw .malformed("the body of `described` must be a list")
    }
    var names: [NameDescription] = []
    for item in items { names.append(try NameDescription(MessageFields(item, of: "described"))) }
    return names
  }
}
