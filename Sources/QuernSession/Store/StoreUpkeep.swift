internal import QuernSystem

/// Collects a home's store once a day, in a process of its own that nobody waits for.
enum StoreUpkeep {
  private static let intervalNs: Int64 = 86_400_000_000_000
  /// Where the disk is nearly full it is tried more often.
  private static let fullIntervalNs: Int64 = 600_000_000_000
  /// A disk with less room than this is nearly full.
  private static let roomByteCountMin = 1 << 30

  /// Starts a collection where the last one is a day old, or ten minutes on a disk that is nearly
  /// full; a new home has nothing to collect yet.
  static func startIfDue(home: String, clock: Clock = .system) {
    let stamp = Path.join(home, "store/collected")
    do throws(SystemError) {
      guard Disk.real.isDirectory(Path.parent(stamp)) else { return }
      let isKnown = Disk.real.exists(stamp)
      if isKnown {
        let age = clock.now() * 1000 - (try FileStatus.of(stamp).modifiedNs)
        let isFull = DiskRoom.free(home).map { $0 < roomByteCountMin } ?? false
        // A clock that was set back must not put it off for ever.
        guard age >= (isFull ? fullIntervalNs : intervalNs) || age < -intervalNs else { return }
      }
      try Disk.real.writeAtomically(stamp, text: "")
      guard isKnown else { return }
      var spawn = Spawn.ownProgram(["quern", "store", "gc"])
      var environment = HostFacts.environment()
      environment["QUERN_HOME"] = home
      spawn.environment = environment
      spawn.newSession = true
      spawn.standardOutput = .null
      spawn.standardError = .null
      // It is of no instance, and outlives the one whose worker starts it.
      InstanceLimits.leave(&spawn)
      _ = try spawn.spawn()
    } catch {
      // What is not collected today is collected tomorrow.
    }
  }
}
