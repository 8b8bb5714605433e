package import QuernText

/// One thing that happened in a session: a record of its journal and a message to its front ends.
///
/// Sequence numbers start at 1 and have no gaps, so a front end that lost its connection asks for
/// what it has not seen. An event is in the journal before anyone sees it.
package struct SessionEvent: Sendable, Hashable {
  package var sequence: UInt64
  /// Microseconds since 1970, UTC.
  package var at: Int64
  package var body: Body

  package init(sequence: UInt64, at: Int64, body: Body) {
    self.sequence = sequence
    self.at = at
    self.body = body
  }

  package enum Body: Sendable, Hashable {
    /// A worker took the session up: new, or again after its predecessor's end.
    case opened(SessionOpening)
    /// A front end said what it runs; with `startsClean`, names of earlier passes are forgotten.
    case configured(SessionSettings)
    /// A cell stands in the queue.
    case accepted(CellSubmission)
    /// A cell began to run.
    case started(cell: String)
    /// Something to show; `json` is an `Output` as UTF-8.
    case output(cell: String, json: [UInt8])
    /// An act is about to be performed: on disk before its first byte leaves.
    case intended(cell: String, act: ActIntent)
    /// An act was answered; `json` is the answer as UTF-8.
    case performed(cell: String, token: Digest, json: [UInt8])
    /// A training run was recorded; `json` is a `RunRecord` as UTF-8.
    case ran(cell: String, json: [UInt8])
    case finished(CellReport)
    /// The worker ended of its own will.
    case closed(reason: String)
  }
}

/// What a worker says of itself when it takes up a session.
package struct SessionOpening: Sendable, Hashable {
  package var build: String
  package var instance: String
  package var bootId: String
  package var pid: Int
  /// When the worker before it was last seen alive, in microseconds UTC: what a ledger bills of
  /// one that was killed.
  package var aliveAt: Int64?

  package init(
    build: String, instance: String, bootId: String, pid: Int, aliveAt: Int64? = nil
  ) {
    self.aliveAt = aliveAt
    self.build = build
    self.instance = instance
    self.bootId = bootId
    self.pid = pid
  }

  package var json: JSONObject {
    var object = JSONObject([
      ("build", .string(build)), ("instance", .string(instance)), ("bootId", .string(bootId)),
      ("pid", .int(Int64(pid))),
    ])
    if let aliveAt { object["aliveAt"] = .int(aliveAt) }
    return object
  }

  package init(_ fields: MessageFields) throws(WireError) {
    build = try fields.text("build")
    instance = try fields.text("instance")
    bootId = try fields.text("bootId")
    pid = try fields.int("pid")
    aliveAt = try fields.intIfPresent("aliveAt").map { Int64($0) }
  }
}

/// An act before it is sent: enough to ask later whether it happened.
package struct ActIntent: Sendable, Hashable {
  /// H(home, notebook, cell key, ordinal): the same act has the same token in every run.
  package var token: Digest
  /// `CreateEndpoint`, `write`.
  package var operation: String
  /// The name that is acted on.
  package var target: String
  /// What the act will have done, as things stood before it: what a repetition of an act that was
  /// cut off answers when it finds everything done. Nil where that was not known.
  package var expected: String?

  package init(token: Digest, operation: String, target: String, expected: String? = nil) {
    self.token = token
    self.operation = operation
    self.target = target
    self.expected = expected
  }

  package var json: JSONObject {
    var json = JSONObject([
      ("token", .string(token.hex)), ("operation", .string(operation)),
      ("target", .string(target)),
    ])
    if let expected { json["expected"] = .string(expected) }
    return json
  }

  package init(_ fields: MessageFields) throws(WireError) {
    guard let token = try fields.digestIfPresent("token") else {
      throw .malformed("`\(fields.message)` must have a token")
    }
    self.token = token
    operation = try fields.text("operation")
    target = try fields.text("target")
    expected = try fields.textIfPresent("expected")
  }
}
