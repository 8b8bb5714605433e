internal import QuernText
internal import QuernWire

/// Results of cells by their static key, for all sessions of a home: `cache/cells/ab/cdef….json`.
///
/// Each key has a few traces, newest first, with the outputs and values that belong to them. The
/// cache can be removed at any time: what is in it can be computed again.
final class CellCache: Sendable {
  /// One result.
  struct Entry: Sendable, Hashable {
    var trace: [TraceEntry]
    /// Start of the run that it came from, in microseconds UTC.
    var at: Int64
    var seconds: Double
    var rowCount: Int?
    var outputs: Digest?
    var defined: [Value]

    /// A name with the place of its value.
    struct Value: Sendable, Hashable {
      var name: String
      var digest: Digest
      var blob: Digest
      var type: String
    }
  }

  private let folder: String
  private let store: ContentStore
  private let disk: JournalDisk

  /// Of the file's form.
  private static let version = 1

  init(folder: String, store: ContentStore, disk: JournalDisk = .real) {
    self.folder = folder
    self.store = store
    self.disk = disk
  }

  /// The newest result whose trace still holds and whose bytes are there.
  func lookup(_ key: Digest, _ check: TraceCheck) -> Entry? {
    for entry in entries(key) where check.holds(entry.trace, recordedAt: entry.at) {
      let blobs = entry.defined.map(\.blob) + (entry.outputs.map { [$0] } ?? [])
      guard blobs.allSatisfy({ store.holds($0) }) else { continue }
      // Those not used for longest go first when the store is too large.
      _ = disk.touch(path(key))
      return entry
    }
    return nil
  }

  /// Keeps a result; one with the same trace is replaced.
  func keep(_ entry: Entry, for key: Digest) throws(SessionError) {
    var entries = entries(key).filter { $0.trace != entry.trace }
    entries.insert(entry, at: 0)
    let json = JSON.members([
      ("cell", .int(Int64(Self.version))),
      ("entries", .array(entries.prefix(SessionLimits.traceCountMax).map { .object($0.json) })),
    ])
    let path = path(key)
    try disk.makeFolder(String(path[..<(path.lastIndex(of: "/") ?? path.endIndex)]))
    try disk.replace(path, with: json.utf8(), synced: false)
  }

  private func path(_ key: Digest) -> String {
    let hex = key.hex
    return "\(folder)/\(hex.prefix(2))/\(hex.dropFirst(2)).json"
  }

  /// What is known of a key; an unreadable file is as good as none.
  private func entries(_ key: Digest) -> [Entry] {
    do {
      let json = try JSON.parse(disk.read(path(key)))
      let fields = try MessageFields(json, of: "cell cache")
      guard try fields.int("cell") == Self.version else { return [] }
      var entries: [Entry] = []
      for item in try fields.list("entries") {
        entries.append(try Entry(MessageFields(item, of: "cell cache entry")))
      }
      return entries
    } catch {
      return []
    }
  }
}

extension CellCache.Entry {
  var json: JSONObject {
    var object = JSONObject([
      ("trace", .array(trace.map { .object($0.json) })), ("at", .int(at)),
      ("seconds", .number(seconds)),
      (
        "defined",
        .array(
          defined.map {
            .members([
              ("name", .string($0.name)), ("digest", .string($0.digest.hex)),
              ("blob", .string($0.blob.hex)), ("type", .string($0.type)),
            ])
          })
      ),
    ])
    if let rowCount { object["rowCount"] = .int(Int64(rowCount)) }
    if let outputs { object["outputs"] = .string(outputs.hex) }
    return object
  }

  init(_ fields: MessageFields) throws(WireError) {
    at = Int64(try fields.int("at"))
    seconds = try fields.number("seconds")
    rowCount = try fields.intIfPresent("rowCount")
    outputs = try fields.digestIfPresent("outputs")
    trace = []
    for item in try fields.list("trace") {
      trace.append(try TraceEntry(MessageFields(item, of: "trace")))
    }
    defined = []
    for item in try fields.list("defined") {
      let value = try MessageFields(item, of: "cached value")
      guard let digest = try value.digestIfPresent("digest"),
        let blob = try value.digestIfPresent("blob")
      else { throw .malformed("a cached value has a digest and a blob") }
      defined.append(
        Value(
          name: try value.text("name"), digest: digest, blob: blob,
          type: try value.text("type")))
    }
  }
}
