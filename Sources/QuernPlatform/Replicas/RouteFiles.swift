package import QuernSystem
internal import QuernText
package import QuernWire

/// The routes as files: written by the control plane, read by the router.
package struct RouteFiles: Sendable {
  private let places: PlatformPlaces
  private let disk: Disk

  package init(places: PlatformPlaces, disk: Disk = .real) {
    self.places = places
    self.disk = disk
  }

  package func publish(_ route: Route) throws(SystemError) {
    try disk.makeDirectory(places.routes)
    try disk.writeAtomically(places.routeFile(route.endpoint), route.json.utf8())
  }

  package func retract(_ endpoint: String) throws(SystemError) {
    let path = places.routeFile(endpoint)
    if disk.exists(path) { try disk.remove(path) }
  }

  /// Removes the files of endpoints that are no more.
  package func prune(keeping endpoints: Set<String>) throws(SystemError) {
    guard disk.exists(places.routes) else { return }
    let kept = Set(endpoints.map { $0.lowercased() + ".json" })
    for name in try disk.list(places.routes) where !kept.contains(name) {
      try disk.remove(places.routes + "/" + name)
    }
  }

  /// An endpoint's route, with the status of the file that it was read from; nil without one.
  package func read(_ endpoint: String) throws(SystemError) -> (route: Route, file: FileStatus)? {
    let path = places.routeFile(endpoint)
    do throws(SystemError) {
      // The file is replaced whole: reading after the status gives that content or a newer one.
      let status = try disk.status(path)
      let bytes = try disk.read(path)
      guard let route = RouteFiles.parse(bytes) else {
        throw .malformed(path: path, reason: "it is not a route")
      }
      return (route, status)
    } catch {
      if error.isAbsence { return nil }
      throw error
    }
  }

  /// The status of an endpoint's file: another file is another route.
  package func status(_ endpoint: String) -> FileStatus? {
    do throws(SystemError) {
      return try disk.status(places.routeFile(endpoint))
    } catch {
      return nil
    }
  }

  private static func parse(_ bytes: [UInt8]) -> Route? {
    do {
      return Route(json: try JSON.parse(bytes))
    } catch {
      return nil
    }
  }
}
