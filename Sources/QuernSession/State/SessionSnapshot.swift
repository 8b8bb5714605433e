package import QuernText
package import QuernWire

/// A session's state at the start of a journal segment: names, versions and value digests, how
/// cells ended, and what was under way.
///
/// Events older than it are needed only to show old outputs again.
package struct SessionSnapshot: Sendable, Hashable {
  package var lastSequence: UInt64
  package var settings: SessionSettings?
  package var names: [CellReport.Definition]
  package var versions: [String: Int]
  package var finished: [CellReport]
  package var queue: [CellSubmission]
  package var running: CellSubmission?
  package var acts: [PendingAct] = []
  /// The latest worker, how it ended, and the times of the first and the latest event.
  package var opening: SessionOpening?
  package var closedReason: String?
  package var startedAt: Int64?
  package var lastAt: Int64?
  package var definitions: [CellDefinitions.Entry] = []

  /// Of the encoding: `{"snapshot": 1, …}`.
  package static let version = 1

  package var json: JSON {
    .object(
      JSONObject([
        ("snapshot", .int(Int64(Self.version))), ("lastSequence", .int(Int64(lastSequence))),
        ("settings", settings.map { .object($0.json) } ?? .null),
        ("names", .array(names.map { .object($0.json) })),
        (
          "versions",
          .object(
            JSONObject(
              versions.sorted { $0.key < $1.key }.map { ($0.key, .int(Int64($0.value))) }))
        ),
        ("finished", .array(finished.map { .object($0.json) })),
        ("queue", .array(queue.map { .object($0.json) })),
        ("running", running.map { .object($0.json) } ?? .null),
        ("acts", .array(acts.map { .object($0.json) })),
        ("opening", opening.map { .object($0.json) } ?? .null),
        ("closedReason", closedReason.map { .string($0) } ?? .null),
        ("startedAt", startedAt.map { .int($0) } ?? .null),
        ("lastAt", lastAt.map { .int($0) } ?? .null),
        ("definitions", .array(definitions.map { .object($0.json) })),
      ]))
  }
}

extension SessionSnapshot {
  package init(json: JSON) throws(WireError) {
    let fields = try MessageFields(json, of: "snapshot")
    guard try fields.int("snapshot") == Self.version else {
      throw .malformed("the snapshot was written by a newer Quern")
    }
    lastSequence = try fields.count("lastSequence")
    switch json["settings"] {
    case .object(let object)?:
      settings = try SessionSettings(MessageFields(object, of: "snapshot.settings"))
    case nil, .null?, .bool?, .int?, .number?, .string?, .array?: settings = nil
    }
    switch json["running"] {
    case .object(let object)?:
      running = try CellSubmission(MessageFields(object, of: "snapshot.running"))
    case nil, .null?, .bool?, .int?, .number?, .string?, .array?: running = nil
    }
    names = []
    for item in try fields.list("names") {
      names.append(try CellReport.Definition(MessageFields(item, of: "snapshot.names")))
    }
    finished = []
    for item in try fields.list("finished") {
      finished.append(try CellReport(MessageFields(item, of: "snapshot.finished")))
    }
    queue = []
    for item in try fields.list("queue") {
      queue.append(try CellSubmission(MessageFields(item, of: "snapshot.queue")))
    }
    acts = []
    for item in json["acts"]?.arrayValue ?? [] {
      acts.append(try PendingAct(MessageFields(item, of: "snapshot.acts")))
    }
    switch json["opening"] {
    case .object(let object)?:
      opening = try SessionOpening(MessageFields(object, of: "snapshot.opening"))
    case nil, .null?, .bool?, .int?, .number?, .string?, .array?: opening = nil
    }
    closedReason = json["closedReason"]?.stringValue
    startedAt = json["startedAt"]?.intValue
    lastAt = json["lastAt"]?.intValue
    definitions = []
    for item in json["definitions"]?.arrayValue ?? [] {
      definitions.append(
        try CellDefinitions.Entry(MessageFields(item, of: "snapshot.definitions")))
    }
    versions = [:]
    let counts = try fields.fields("versions")
    for name in counts.object.keys { versions[name] = try counts.int(name) }
  }
}
