package import QuernText

/// The worker's half of the greeting.
package struct WorkerHello: Sendable, Hashable {
  package var protocolVersion: Int
  package var build: String
  package var pid: Int
  package var status: SessionStatus

  package init(protocolVersion: Int, build: String, pid: Int, status: SessionStatus) {
    self.protocolVersion = protocolVersion
    self.build = build
    self.pid = pid
    self.status = status
  }

  package var json: JSONObject {
    JSONObject([
      ("protocol", .int(Int64(protocolVersion))), ("build", .string(build)),
      ("pid", .int(Int64(pid))), ("status", .object(status.json)),
    ])
  }

  package init(_ fields: MessageFields) throws(WireError) {
    protocolVersion = try fields.int("protocol")
    build = try fields.text("build")
    pid = try fields.int("pid")
    status = try SessionStatus(fields.fields("status"))
  }
}

/// Where a session stands.
package struct SessionStatus: Sendable, Hashable {
  /// Name of the instance type, and by what means its limits hold.
  package var instance: String
  package var limits: String
  /// Of the last event; 0 in a new session.
  package var lastSequence: UInt64
  package var running: String?
  package var queued: [String]
  /// Cells that finished well in this session, by id, at their latest run.
  package var finished: [String]
  /// Name → type of what is defined now.
  package var names: [Name]
  /// The cell that was running when an earlier worker of this session died.
  package var lost: String?
  /// Text of the running cell.
  package var runningSource: String?
  /// Since when it runs, in microseconds UTC.
  package var runningSince: Int64?
  /// Front ends that are there, the one that asks among them.
  package var frontEndCount: Int
  /// Whether its scripts have no network.
  package var isIsolated: Bool
  /// What its worker found wrong when it took the session up, and what to do about it.
  package var notices: [String] = []

  package struct Name: Sendable, Hashable {
    package var name: String
    package var type: String
    package var version: Int
    /// Of the value, and where its bytes are in the store.
    package var digest: Digest?
    package var blob: Digest?

    package init(
      name: String, type: String, version: Int, digest: Digest? = nil, blob: Digest? = nil
    ) {
      self.name = name
      self.type = type
      self.version = version
      self.digest = digest
      self.blob = blob
    }

    /// For another session of the same home.
    package var definition: CellReport.Definition? {
      guard let digest, let blob else { return nil }
      return CellReport.Definition(
        name: name, version: version, digest: digest, blob: blob, type: type)
    }
  }

  package init(
    instance: String, limits: String, lastSequence: UInt64, running: String?, queued: [String],
    finished: [String], names: [Name], lost: String?, runningSource: String? = nil,
    runningSince: Int64? = nil, frontEndCount: Int = 1, isIsolated: Bool = false
  ) {
    self.instance = instance
    self.limits = limits
    self.lastSequence = lastSequence
    self.running = running
    self.queued = queued
    self.finished = finished
    self.names = names
    self.lost = lost
    self.runningSource = runningSource
    self.runningSince = runningSince
    self.frontEndCount = frontEndCount
    self.isIsolated = isIsolated
  }

  package var json: JSONObject {
    JSONObject([
      ("instance", .string(instance)), ("limits", .string(limits)),
      ("lastSequence", .int(Int64(lastSequence))),
      ("running", running.map { .string($0) } ?? .null),
      ("queued", .array(queued.map { .string($0) })),
      ("finished", .array(finished.map { .string($0) })),
      (
        "names",
        .array(
          names.map {
            .object(
              JSONObject([
                ("name", .string($0.name)), ("type", .string($0.type)),
                ("version", .int(Int64($0.version))),
                ("digest", $0.digest.map { .string($0.hex) } ?? .null),
                ("blob", $0.blob.map { .string($0.hex) } ?? .null),
              ]))
          })
      ),
      ("lost", lost.map { .string($0) } ?? .null),
      ("runningSource", runningSource.map { .string($0) } ?? .null),
      ("runningSince", runningSince.map { .int($0) } ?? .null),
      ("frontEnds", .int(Int64(frontEndCount))), ("isolated", .bool(isIsolated)),
      ("notices", .array(notices.map { .string($0) })),
    ])
  }

  package init(_ fields: MessageFields) throws(WireError) {
    instance = try fields.text("instance")
    limits = try fields.text("limits")
    lastSequence = try fields.count("lastSequence")
    running = try fields.textIfPresent("running")
    queued = try fields.texts("queued")
    finished = try fields.texts("finished")
    lost = try fields.textIfPresent("lost")
    runningSource = try fields.textIfPresent("runningSource")
    runningSince = try fields.intIfPresent("runningSince").map { Int64($0) }
    frontEndCount = try fields.intIfPresent("frontEnds") ?? 1
    isIsolated = try fields.flag("isolated")
    notices = fields.object["notices"]?.arrayValue?.compactMap(\.stringValue) ?? []
    names = []
    for item in try fields.list("names") {
      let name = try MessageFields(item, of: "name")
      names.append(
        Name(
          name: try name.text("name"), type: try name.text("type"),
          version: try name.int("version"), digest: try name.digestIfPresent("digest"),
          blob: try name.digestIfPresent("blob")))
    }
  }
}
