internal import Glibc
internal import QuernSystem
internal import QuernText
internal import QuernWire

/// What replicas of endpoints used, as the control plane tells it in a file: it need not run.
///
/// A replica that serves is billed until now; one that went while no control plane was there to see
/// it, until its shim last was seen.
struct ReplicaUses {
  private let places: PlatformPlaces
  private let now: Int64

  init(home: String, now: Int64) {
    places = PlatformPlaces(home: HomeDirectory(path: home, runtimeDirectory: ""))
    self.now = now
  }

  /// All of them as uses of instances, under the name `endpoint NAME`, which no session can have.
  func all() throws(SessionError) -> [SessionUse] {
    guard Disk.real.exists(places.uses) else { return [] }
    return ReplicaUse.parse(try JournalDisk.real.read(places.uses)).map(use)
  }

  private func use(_ replica: ReplicaUse) -> SessionUse {
    let folder = "\(places.replicas)/\(replica.number)"
    let isServing = replica.endedAt == nil && Self.isLocked("\(folder)/lock")
    let lastAt = replica.endedAt ?? (isServing ? now : Self.lastSeenAt(folder) ?? now)
    var use = SessionUse(
      session: "endpoint \(replica.endpoint)", sequence: UInt64(clamping: replica.number),
      notebook: replica.owner ?? "", instance: replica.instanceType ?? "local",
      startedAt: replica.startedAt, lastAt: max(lastAt, replica.startedAt), cellCount: 0,
      isClosed: !isServing)
    // An instance in service is never idle.
    use.busy = [SessionUse.Busy(from: use.startedAt, until: use.lastAt)]
    use.isEndpoint = true
    return use
  }

  private static func isLocked(_ path: String) -> Bool {
    let descriptor = open(path, O_RDONLY | O_CLOEXEC)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    return flock(descriptor, LOCK_SH | LOCK_NB) != 0
  }

  private static func lastSeenAt(_ folder: String) -> Int64? {
    ["exit.json", "alive", "identity.json", "log"].compactMap { name -> Int64? in
      do throws(SystemError) {
        return try FileStatus.of("\(folder)/\(name)").modifiedNs / 1000
      } catch {
        return nil
      }
    }.max()
  }
}
