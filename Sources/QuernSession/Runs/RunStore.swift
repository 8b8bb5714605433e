internal import QuernPlan
internal import QuernText
internal import QuernWire

/// The recorded runs of a home, one file each: `runs/ab/cdef….json`, named by what they are of.
///
/// The name is the hash of the cell's key and the call's place in it, so that a notebook that is
/// run again adds nothing.
struct RunStore: Sendable {
  let folder: String
  let disk: JournalDisk

  init(folder: String, disk: JournalDisk = .real) {
    self.folder = folder
    self.disk = disk
  }

  /// Where a run belongs in the home.
  struct Place: Sendable {
    var identity: Digest
    var notebook: String
    var cell: String
    var session: String
    var instance: String
    /// The run around it.
    var parent: String?
  }

  /// What names a run for ever.
  static func identity(key: Digest, kind: String, _ token: ActToken) -> Digest {
    let loop = token.loop.map(String.init).joined(separator: ".")
    return SHA256.hash("quern run 1\n\(key.hex)\n\(kind)\n\(token.ordinal)\n\(loop)")
  }

  /// Keeps a run unless it is there, and returns its JSON in either case.
  func keep(_ run: RunRecord, at place: Place) throws(SessionError) -> [UInt8] {
    let hex = place.identity.hex
    let path = "\(folder)/\(hex.prefix(2))/\(hex.dropFirst(2)).json"
    do throws(SessionError) {
      return try disk.read(path)
    } catch {
      guard case .disk(_, _, let code) = error, code == 2 else { throw error }
    }
    let bytes = run.json(place).utf8()
    try disk.makeFolder("\(folder)/\(hex.prefix(2))")
    try disk.replace(path, with: bytes, synced: true)
    return bytes
  }

  /// All runs of the home, oldest first.
  func all() throws(SessionError) -> [JSON] {
    var runs: [JSON] = []
    for shard in try disk.list(folder) {
      for name in try disk.list("\(folder)/\(shard)") where name.hasSuffix(".json") {
        let bytes = try disk.read("\(folder)/\(shard)/\(name)")
        do throws(JSONError) {
          runs.append(try JSON.parse(bytes))
        } catch {
          throw .journalDamaged(
            path: "\(folder)/\(shard)/\(name)", offset: error.offset, reason: error.message)
        }
      }
    }
    return runs.sorted { Self.order($0).lexicographicallyPrecedes(Self.order($1)) }
  }

  /// When its cell began, then where its call stands in the cell: calls of one cell began together.
  private static func order(_ run: JSON) -> [Int64] {
    let place = run["place"]?.arrayValue?.compactMap(\.intValue) ?? []
    return [run["started"]?.intValue ?? 0] + place
  }
}

extension RunRecord {
  /// `{"run": "…", "kind": "train", …}`: the form of the file and of the journal's event.
  func json(_ place: RunStore.Place) -> JSON {
    .members([
      ("run", .string(place.identity.short)), ("identity", .string(place.identity.hex)),
      ("parent", place.parent.map { .string($0) } ?? .null),
      ("kind", .string(kind)), ("name", name.map { .string($0) } ?? .null),
      ("notebook", .string(place.notebook)), ("cell", .string(place.cell)),
      ("session", .string(place.session)), ("instance", .string(place.instance)),
      ("place", .array((token.loop + [token.ordinal]).map { .int(Int64($0)) })),
      ("started", .int(startedMicroseconds)), ("seconds", .number(seconds)),
      ("seed", .int(seed)), ("status", "completed"),
      ("parameters", .object(JSONObject(parameters.map { ($0.name, $0.value) }))),
      ("metrics", .object(JSONObject(metrics.map { ($0.name, .number($0.value)) }))),
      (
        "steps",
        .array(
          steps.map { .array([.int(Int64($0.step)), .string($0.name), .number($0.value)]) })
      ),
      (
        "digests",
        .object(JSONObject(digests.map { ($0.name, .string($0.digest.hex)) }))
      ),
    ])
  }
}
