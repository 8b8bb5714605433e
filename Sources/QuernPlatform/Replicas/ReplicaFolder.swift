internal import Glibc
package import QuernSystem
internal import QuernText
package import QuernWire

/// One replica's folder: everything that is known of a process without being its parent.
///
///     lock           held by the replica's shim as long as it lives
///     identity.json  which processes they are
///     exit.json      how the replica ended; written once, whole
///     log            what the replica printed
///     alive          its time is when the shim last was seen
package struct ReplicaFolder: Sendable {
  package let path: String
  private let disk: Disk

  package init(path: String, disk: Disk = .real) {
    self.path = path
    self.disk = disk
  }

  package init(number: Int, places: PlatformPlaces) {
    self.init(path: "\(places.replicas)/\(number)")
  }

  package var lockPath: String { path + "/lock" }
  package var logPath: String { path + "/log" }
  private var identityPath: String { path + "/identity.json" }
  private var exitPath: String { path + "/exit.json" }
  /// Touched by the shim now and then, as long as it lives.
  private var alivePath: String { path + "/alive" }

  /// How many bytes of the log's end are looked at for its last words.
  private static let wordByteCountMax = 4096
  /// Lines of last words that are kept.
  private static let wordLineCountMax = 3

  package func make() throws(SystemError) { try disk.makeDirectory(path) }

  package func remove() throws(SystemError) { try disk.remove(path) }

  /// The shim and the replica.
  package struct Identity: Equatable, Sendable {
    package let shim: ProcessIdentity
    package let replica: ProcessIdentity

    package init(shim: ProcessIdentity, replica: ProcessIdentity) {
      self.shim = shim
      self.replica = replica
    }
  }

  package func write(_ identity: Identity) throws(SystemError) {
    try write(
      identityPath,
      .members([("shim", .string(identity.shim.text)), ("replica", .string(identity.replica.text))])
    )
  }

  package func write(_ end: ReplicaEnd) throws(SystemError) {
    switch end {
    case .exited(let status, let words):
      try write(
        exitPath, .members([("status", .int(Int64(status))), ("words", .string(words))]))
    case .signalled(let signal, let words):
      try write(
        exitPath, .members([("signal", .int(Int64(signal))), ("words", .string(words))]))
    case .vanished:
      // A record of having no record would say nothing.
      return
    }
  }

  /// The processes; nil before the shim has written them.
  package func identity() -> Identity? {
    guard let json = read(identityPath),
      let shim = json["shim"]?.stringValue.flatMap(ProcessIdentity.init(text:)),
      let replica = json["replica"]?.stringValue.flatMap(ProcessIdentity.init(text:))
    else { return nil }
    return Identity(shim: shim, replica: replica)
  }

  /// How the replica ended; `.vanished` without a record.
  package func end() -> ReplicaEnd {
    guard let json = read(exitPath) else { return .vanished }
    let words = json["words"]?.stringValue ?? ""
    if let status = json["status"]?.intValue { return .exited(status: Int(status), words: words) }
    if let signal = json["signal"]?.intValue {
      return .signalled(signal: Int(signal), words: words)
    }
    return .vanished
  }

  /// When the end was recorded, in microseconds since 1970; nil without a record.
  package var endedAt: Int64? { time(exitPath) }

  /// When anything here last happened, in microseconds since 1970.
  package var lastSeenAt: Int64? {
    [exitPath, alivePath, identityPath, logPath].compactMap(time).max()
  }

  private func time(_ path: String) -> Int64? {
    do throws(SystemError) {
      return try disk.status(path).modifiedNs / 1000
    } catch {
      return nil
    }
  }

  /// Says that the shim lives.
  func markAlive() {
    do throws(SystemError) {
      let file = try FileHandle.open(alivePath, .readWrite, permissions: 0o600)
      futimens(file.descriptor, nil)
    } catch {
      // It is billed until it was last seen: the next mark may be had.
    }
  }

  /// Whether an end was recorded.
  package var hasEnded: Bool { disk.exists(exitPath) }

  /// Whether a shim was ever started here.
  package var wasStarted: Bool { disk.exists(lockPath) }

  /// The lock file, opened anew; who holds the lock lives.
  package func openLock() throws(SystemError) -> FileHandle {
    try FileHandle.open(lockPath, .readWrite, permissions: 0o600)
  }

  /// Whether somebody holds the lock.
  package func isAlive() throws(SystemError) -> Bool {
    guard wasStarted else { return false }
    let lock = try openLock()
    defer { lock.close() }
    return try !lock.tryLock(exclusive: false)
  }

  /// The last lines of the log, for the reason of a failure.
  package func lastWords() -> String {
    do throws(SystemError) {
      let file = try FileHandle.open(logPath, .read)
      defer { file.close() }
      let size = try file.size()
      let offset = max(0, size - Int64(ReplicaFolder.wordByteCountMax))
      let bytes = try file.pread(count: Int(size - offset), at: offset)
      return String(decoding: bytes, as: UTF8.self).split(separator: "\n")
        .suffix(ReplicaFolder.wordLineCountMax).joined(separator: "; ")
    } catch {
      return ""
    }
  }

  private func write(_ path: String, _ json: JSON) throws(SystemError) {
    try disk.writeAtomically(path, json.utf8())
  }

  /// A file of ours that is absent or torn says nothing.
  private func read(_ path: String) -> JSON? {
    do {
      return try JSON.parse(try disk.read(path))
    } catch {
      return nil
    }
  }
}
