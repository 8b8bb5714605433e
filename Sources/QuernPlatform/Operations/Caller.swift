package import QuernText

/// Who asks, and how a repeated request is told from a new one.
package struct Caller: Equatable, Sendable {
  package var principal: String
  /// The notebook that asks; nil for callers of AWS's API, who have no such idea.
  package var owner: String?
  /// One act's token: the same act again does nothing.
  package var token: String?
  /// The owner may be changed.
  package var isTakeover: Bool

  package init(
    principal: String, owner: String? = nil, token: String? = nil, isTakeover: Bool = false
  ) {
    self.principal = principal
    self.owner = owner
    self.token = token
    self.isTakeover = isTakeover
  }

  /// Whether the same name with the same content is to be accepted in silence.
  var isIdempotent: Bool { owner != nil || token != nil }
}

/// One request, whatever door it came through.
package struct OperationCall: Equatable, Sendable {
  package var operation: String
  package var input: JSON
  package var caller: Caller

  package init(operation: String, input: JSON, caller: Caller) {
    self.operation = operation
    self.input = input
    self.caller = caller
  }
}

/// What a door sends back.
package enum OperationAnswer: Equatable, Sendable {
  /// `isUnchanged`: everything was already as asked, and nothing was done.
  case output(JSON, isUnchanged: Bool)
  case error(PlatformError)
}
