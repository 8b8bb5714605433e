internal import QuernSystem
internal import QuernText
internal import QuernWire

/// The ports of the last run, so that an environment that names them stays right.
struct Ports: Equatable {
  var control = 0
  var route = 0

  static func read(_ places: PlatformPlaces) -> Ports {
    do {
      let json = try JSON.parse(try Disk.real.read(places.ports))
      return Ports(
        control: json["control"]?.intValue.map { Int($0) } ?? 0,
        route: json["route"]?.intValue.map { Int($0) } ?? 0)
    } catch {
      // Nothing is lost by choosing new ones.
      return Ports()
    }
  }

  /// Writes one of the two ports; the other stays.
  static func update(
    _ places: PlatformPlaces, _ change: (inout Ports) -> Void
  ) throws(SystemError) {
    let lock = try FileHandle.open(places.ports + ".lock", .readWrite, permissions: 0o600)
    defer { lock.close() }
    try lock.lock()
    var ports = read(places)
    let before = ports
    change(&ports)
    guard ports != before else { return }
    let json = JSON.members([
      ("control", .int(Int64(ports.control))), ("route", .int(Int64(ports.route))),
    ])
    try Disk.real.writeAtomically(places.ports, json.utf8())
  }
}
