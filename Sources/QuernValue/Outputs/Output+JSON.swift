package import QuernText

extension Output {
  /// `{"kind": "stream", "text": "…"}`: the form of the journal and of messages.
  package var json: JSON {
    switch self {
    case .result(let bundle): Self.object("result", [("data", bundle.wholeJSON)])
    case .display(let bundle):
      Self.object(
        "display",
        [("data", bundle.wholeJSON)]
          + (bundle.displayId.map { [("display_id", .string($0))] } ?? []))
    case .stream(let text): Self.object("stream", [("text", .string(text))])
    case .note(let text): Self.object("note", [("text", .string(text))])
    case .warning(let text): Self.object("warning", [("text", .string(text))])
    case .error(let error):
      Self.object(
        "error",
        [
          ("code", .string(error.code)), ("message", .string(error.message)),
          ("rendered", .string(error.rendered)),
        ])
    case .progress(let progress):
      Self.object(
        "progress",
        [
          ("label", .string(progress.label)), ("done", .number(progress.done)),
          ("total", progress.total.map { .number($0) } ?? .null),
          ("unit", .string(progress.unit)),
        ] + (progress.id.map { [("id", .string($0))] } ?? [])
          + (progress.seconds.map { [("seconds", .number($0))] } ?? []))
    }
  }

  /// Nil where the JSON is no output.
  package init?(json: JSON) {
    guard let kind = json["kind"]?.stringValue else { return nil }
    switch kind {
    case "result", "display":
      guard let data = json["data"], var bundle = MIMEBundle(json: data) else { return nil }
      bundle.displayId = json["display_id"]?.stringValue
      self = kind == "result" ? .result(bundle) : .display(bundle)
    case "stream", "note", "warning":
      guard let text = json["text"]?.stringValue else { return nil }
      self = kind == "stream" ? .stream(text) : kind == "note" ? .note(text) : .warning(text)
    case "error":
      guard let code = json["code"]?.stringValue, let message = json["message"]?.stringValue,
        let rendered = json["rendered"]?.stringValue
      else { return nil }
      self = .error(ErrorOutput(code: code, message: message, rendered: rendered))
    case "progress":
      guard let label = json["label"]?.stringValue, let done = json["done"]?.doubleValue,
        let unit = json["unit"]?.stringValue
      else { return nil }
      self = .progress(
        ProgressOutput(
          id: json["id"]?.stringValue, label: label, done: done,
          total: json["total"]?.doubleValue, unit: unit,
          seconds: json["seconds"]?.doubleValue))
    default: return nil
    }
  }

  private static func object(_ kind: String, _ members: [(String, JSON)]) -> JSON {
    .object(JSONObject([("kind", .string(kind))] + members))
  }
}
