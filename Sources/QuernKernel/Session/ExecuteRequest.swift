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

  init(
    identities: [[UInt8]], parent: RequestParent, code: String, storesHistory: Bool,
    cellId: String?
  ) {
    self.identities = identities
    self.parent = parent
    self.code = code
    self.storesHistory = storesHistory
    self.cellId = cellId
    isSilent = false
    expressions = []
    allowsInput = false
    stopsOnError = false
  }
}
