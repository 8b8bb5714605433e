internal import QuernText

/// The frozen encoding of events: header `{"type":"event","seq":…,"at":…,"kind":…,…}`, large JSON
/// in the body. Journal records hold the same bytes, so a session of an older release stays
/// readable.
extension SessionEvent {
  package var frame: Frame {
    var header = JSONObject([
      ("type", "event"), ("seq", .int(Int64(sequence))), ("at", .int(at)),
      ("kind", .string(body.kind)),
    ])
    var bytes: [UInt8] = []
    switch body {
    case .opened(let opening):
      header["opening"] = .object(opening.json)
    case .configured(let settings):
      header["settings"] = .object(settings.json)
    case .accepted(let submission):
      header["submission"] = .object(submission.json)
    case .started(let cell):
      header["cell"] = .string(cell)
    case .output(let cell, let json), .ran(let cell, let json):
      header["cell"] = .string(cell)
      bytes = json
    case .intended(let cell, let act):
      header["cell"] = .string(cell)
      header["act"] = .object(act.json)
    case .performed(let cell, let token, let json):
      header["cell"] = .string(cell)
      header["token"] = .string(token.hex)
      bytes = json
    case .finished(let report):
      header["report"] = .object(report.json)
    case .closed(let reason):
      header["reason"] = .string(reason)
    }
    return Frame(header: header, body: bytes)
  }

  package init(_ frame: Frame) throws(WireError) {
    let fields = MessageFields(frame.header, of: "event")
    sequence = try fields.count("seq")
    at = Int64(try fields.int("at"))
    body = try Body(kind: fields.text("kind"), fields, frame.body)
  }
}

extension SessionEvent.Body {
  /// Its name on the wire.
  package var kind: String {
    switch self {
    case .opened: "opened"
    case .configured: "configured"
    case .accepted: "accepted"
    case .started: "started"
    case .output: "output"
    case .intended: "intended"
    case .performed: "performed"
    case .ran: "ran"
    case .finished: "finished"
    case .closed: "closed"
    }
  }

  /// The cell it belongs to.
  package var cell: String? {
    switch self {
    case .opened, .configured, .closed: nil
    case .accepted(let submission): submission.id
    case .started(let cell), .output(let cell, _), .intended(let cell, _),
      .performed(let cell, _, _), .ran(let cell, _):
      cell
    case .finished(let report): report.id
    }
  }

  init(kind: String, _ fields: MessageFields, _ bytes: [UInt8]) throws(WireError) {
    switch kind {
    case "opened":
      self = .opened(try SessionOpening(fields.fields("opening")))
    case "configured":
      self = .configured(try SessionSettings(fields.fields("settings")))
    case "accepted":
      self = .accepted(try CellSubmission(fields.fields("submission")))
    case "started":
      self = .started(cell: try fields.text("cell"))
    case "output":
      self = .output(cell: try fields.text("cell"), json: bytes)
    case "intended":
      self = .intended(cell: try fields.text("cell"), act: try ActIntent(fields.fields("act")))
    case "performed":
      guard let token = try fields.digestIfPresent("token") else {
        throw .malformed("`performed` must have a token")
      }
      self = .performed(cell: try fields.text("cell"), token: token, json: bytes)
    case "ran":
      self = .ran(cell: try fields.text("cell"), json: bytes)
    case "finished":
      self = .finished(try CellReport(fields.fields("report")))
    case "closed":
      self = .closed(reason: try fields.text("reason"))
    default:
      throw .unknownMessage(kind)
    }
  }
}
