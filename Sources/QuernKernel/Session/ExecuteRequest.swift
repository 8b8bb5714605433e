internal import QuernText

/// A cell that a client wants run, as its message says.
struct ExecuteRequest: Sendable {
  let identities: [[UInt8]]
  let parent: RequestParent
  let code: String
  let isSilent: Bool
  let storesHistory: Bool
  let expressions: [(name: String, code: String)]
  let allowsInput: Bool
  let stopsOnError: Bool
  /// The cell in its document, where the client tells.
  let cellId: String?

  init(_ message: KernelMessage) {
    identities = message.identities
    parent = RequestParent(message)
    let content = message.content
    code = content["code"]?.stringValue ?? ""
    isSilent = content["silent"]?.boolValue ?? false
    storesHistory = !isSilent && (content["store_history"]?.boolValue ?? true)
    allowsInput = content["allow_stdin"]?.boolValue ?? true
    stopsOnError = content["stop_on_error"]?.boolValue ?? true
    expressions = (content["user_expressions"]?.objectValue?.members ?? []).map {
      ($0.key, $0.value.stringValue ?? "")
    }
    cellId = message.metadata["cellId"]?.stringValue.flatMap { $0.isEmpty ? nil : $0 }
  }

  /// Whether a terminal asked, as `jupyter console` does: it has no cells and cannot change what it
  /// has shown.
  var isTyped: Bool { cellId == nil && allowsInput }

  /// Read from what a killed kernel has kept; nil where that is no request.
  init?(kept json: JSON) {
    guard let header = json["parent"]?.stringValue, let id = json["id"]?.stringValue,
      let code = json["code"]?.stringValue
    else { return nil }
    identities = (json["identities"]?.arrayValue ?? []).compactMap {
      $0.stringValue.flatMap { Hex.decode($0) }
    }
    parent = RequestParent(header: Array(header.utf8), id: id)
    self.code = code
    isSilent = json["silent"]?.boolValue ?? false
    storesHistory = json["stores"]?.boolValue ?? true
    allowsInput = json["asks"]?.boolValue ?? false
    stopsOnError = json["stops"]?.boolValue ?? false
    expressions = (json["expressions"]?.objectValue?.members ?? []).map {
      ($0.key, $0.value.stringValue ?? "")
    }
    cellId = json["cellId"]?.stringValue
  }

  /// As a file keeps it for a kernel that takes this one's place.
  var kept: JSONObject {
    JSONObject([
      ("parent", .string(String(decoding: parent.header, as: UTF8.self))),
      ("id", .string(parent.id)),
      ("identities", .array(identities.map { .string(Hex.encode($0)) })),
      ("code", .string(code)), ("silent", .bool(isSilent)), ("stores", .bool(storesHistory)),
      ("asks", .bool(allowsInput)), ("stops", .bool(stopsOnError)),
      ("expressions", .members(expressions.map { ($0.name, .string($0.code)) })),
      ("cellId", cellId.map { .string($0) } ?? .null),
    ])
  }
}
