package import QuernText

/// How a cell ended, and what is known of it for good.
package struct CellReport: Sendable, Hashable {
  package enum Status: String, Sendable, Hashable, CaseIterable {
    case ok
    case error
    /// By the user, a time limit, or the end of its front end while it was queued.
    case interrupted
    /// Outputs and values came from an earlier run with the same key and an equal trace.
    case cached
  }

  /// A name that the cell defined.
  package struct Definition: Sendable, Hashable {
    package var name: String
    /// Grows by one each time that the name is defined in the session.
    package var version: Int
    /// Of the value.
    package var digest: Digest
    /// Where the value's bytes are in the store.
    package var blob: Digest
    /// As the user would write it: `table`, `int`.
    package var type: String

    package init(name: String, version: Int, digest: Digest, blob: Digest, type: String) {
      self.name = name
      self.version = version
      self.digest = digest
      self.blob = blob
      self.type = type
    }
  }

  /// A name that the cell read, at the version that it saw.
  package struct Reading: Sendable, Hashable {
    package var name: String
    package var version: Int

    package init(name: String, version: Int) {
      self.name = name
      self.version = version
    }
  }

  package var id: String
  package var index: Int
  package var status: Status
  package var seconds: Double
  /// Rows of the table that is the cell's result.
  package var rowCount: Int?
  package var defined: [Definition]
  package var read: [Reading]
  /// The static key; nil where the cell was not understood.
  package var key: Digest?
  package var trace: [TraceEntry]
  /// Blob with the cell's outputs as a JSON list; nil where nothing was shown.
  package var outputs: Digest?
  /// Code of the error that ended it.
  package var errorCode: String?

  package init(
    id: String, index: Int, status: Status, seconds: Double, rowCount: Int? = nil,
    defined: [Definition] = [], read: [Reading] = [], key: Digest? = nil,
    trace: [TraceEntry] = [], outputs: Digest? = nil, errorCode: String? = nil
  ) {
    self.id = id
    self.index = index
    self.status = status
    self.seconds = seconds
    self.rowCount = rowCount
    self.defined = defined
    self.read = read
    self.key = key
    self.trace = trace
    self.outputs = outputs
    self.errorCode = errorCode
  }

  /// Whether what it defined can be built upon.
  package var isGood: Bool { status == .ok || status == .cached }
}

extension CellReport {
  package var json: JSONObject {
    var object = JSONObject([
      ("id", .string(id)), ("index", .int(Int64(index))), ("status", .string(status.rawValue)),
      ("seconds", .number(seconds)),
      ("defined", .array(defined.map { .object($0.json) })),
      ("read", .array(read.map { .object($0.json) })),
      ("trace", .array(trace.map { .object($0.json) })),
    ])
    if let rowCount { object["rowCount"] = .int(Int64(rowCount)) }
    if let key { object["key"] = .string(key.hex) }
    if let outputs { object["outputs"] = .string(outputs.hex) }
    if let errorCode { object["errorCode"] = .string(errorCode) }
    return object
  }

  package init(_ fields: MessageFields) throws(WireError) {
    id = try fields.text("id")
    index = try fields.int("index")
    status = try fields.choice("status", of: Status.self)
    seconds = try fields.number("seconds")
    rowCount = try fields.intIfPresent("rowCount")
    key = try fields.digestIfPresent("key")
    outputs = try fields.digestIfPresent("outputs")
    errorCode = try fields.textIfPresent("errorCode")
    defined = []
    for item in try fields.list("defined") {
      defined.append(try Definition(MessageFields(item, of: "definition")))
    }
    read = []
    for item in try fields.list("read") {
      read.append(try Reading(MessageFields(item, of: "reading")))
    }
    trace = []
    for item in try fields.list("trace") {
      trace.append(try TraceEntry(MessageFields(item, of: "trace")))
    }
  }
}

extension CellReport.Definition {
  package var json: JSONObject {
    JSONObject([
      ("name", .string(name)), ("version", .int(Int64(version))),
      ("digest", .string(digest.hex)), ("blob", .string(blob.hex)), ("type", .string(type)),
    ])
  }

  package init(_ fields: MessageFields) throws(WireError) {
    name = try fields.text("name")
    version = try fields.int("version")
    type = try fields.text("type")
    guard let digest = try fields.digestIfPresent("digest"),
      let blob = try fields.digestIfPresent("blob")
    else { throw .malformed("`\(fields.message)` must have a digest and a blob") }
    self.digest = digest
    self.blob = blob
  }
}

extension CellReport.Reading {
  package var json: JSONObject {
    JSONObject([("name", .string(name)), ("version", .int(Int64(version)))])
  }

  package init(_ fields: MessageFields) throws(WireError) {
    name = try fields.text("name")
    version = try fields.int("version")
  }
}
