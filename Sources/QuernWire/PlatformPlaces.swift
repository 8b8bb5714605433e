package import QuernSystem

/// Where the platform of one home keeps its files and sockets: the same for every process.
package struct PlatformPlaces: Hashable, Sendable {
  package let home: HomeDirectory

  package init(home: HomeDirectory) { self.home = home }

  /// The places that the environment names.
  package static func find() throws(SystemError) -> PlatformPlaces {
    PlatformPlaces(home: try HomeDirectory.find())
  }

  /// Everything that the control plane owns.
  package var directory: String { home.file("platform") }
  package var database: String { directory + "/platform.sqlite" }
  package var controlLock: String { directory + "/control.lock" }
  package var routeLock: String { directory + "/route.lock" }
  /// The home's generated key, for this user alone.
  package var credentials: String { directory + "/credentials.json" }
  /// The ports of the last run: taken again when they are free.
  package var ports: String { directory + "/ports.json" }
  package var models: String { directory + "/models" }
  /// One folder per replica, by number.
  package var replicas: String { directory + "/replicas" }
  /// One file per endpoint: what the router reads.
  package var routes: String { directory + "/routes" }
  /// What replicas used: a line when one is ready and one when it is gone (`ReplicaUse`).
  package var uses: String { directory + "/uses.jsonl" }
  /// What the daemons print; for reading after something went wrong.
  package var controlLog: String { directory + "/control.log" }
  package var routeLog: String { directory + "/route.log" }

  package var controlSocket: String { home.runtimeDirectory + "/control.sock" }
  package var routeSocket: String { home.runtimeDirectory + "/route.sock" }
  package var replicaSockets: String { home.runtimeDirectory + "/r" }

  package func replicaSocket(_ number: Int) -> String { "\(replicaSockets)/\(number).sock" }

  package func routeFile(_ endpoint: String) -> String {
    // Endpoint names are letters, digits and hyphens, and differ in more than case.
    "\(routes)/\(endpoint.lowercased()).json"
  }
}
