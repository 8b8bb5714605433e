internal import QuernSystem

/// Collects a home's store once a day, in a process of its own that nobody waits for.
enum StoreUpkeep {
  private static let intervalNs: Int64 = 86_400_000_000_000

  /// Starts a collection where the last one is a day old; a new home has nothing to collect yet.
  static func startIfDue(home: String, clock: Clock = .system) {
    let stamp = Path.join(home, "store/collected")
    do throws(SystemError) {
      guard Disk.real.isDirectory(Path.parent(stamp)) else { return }
      let isKnown = Disk.real.exists(stamp)
      if isKnown {
        let last = try FileStatus.of(stamp).modifiedNs
        guard clock.now() * 1000 - last >= intervalNs else { return }
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
      _ = try spawn.spawn()
    } catch {
      // What is not collected today is collected tomorrow.
    }
  }
}
