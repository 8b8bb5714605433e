internal import QuernSystem
internal import QuernText
internal import QuernWire

/// The uses of replicas as a file, for those who look at a home without asking its control plane.
///
/// The database is what counts: the file is made anew from it at each start, and after a line that
/// could not be written.
final class UseFile: Sendable {
  private let path: String
  private let lock = Lock()
  private nonisolated(unsafe) var lacksLines = false

  init(places: PlatformPlaces) { path = places.uses }

  /// Whether a line is missing: `replace` mends it.
  var isStale: Bool { lock.withLock { lacksLines } }

  /// Adds lines.
  func add(_ uses: [ReplicaUse]) throws(SystemError) {
    let text = Self.text(uses)
    do throws(SystemError) {
      try lock.withLock { () throws(SystemError) in
        let file = try FileHandle.open(path, .append, permissions: 0o600)
        defer { file.close() }
        // Behind a line that was torn stands a new one; an empty line is none.
        try file.write(Array(("\n" + text).utf8))
      }
    } catch {
      lock.withLock { lacksLines = true }
      throw error
    }
  }

  /// Writes the file anew where it says anything else.
  func replace(with uses: [ReplicaUse]) throws(SystemError) {
    try lock.withLock { () throws(SystemError) in
      lacksLines = true
      let isThere = Disk.real.exists(path)
      let known = isThere ? ReplicaUse.parse(try Disk.real.read(path)) : []
      if known != uses { try Disk.real.writeAtomically(path, text: Self.text(uses)) }
      lacksLines = false
    }
  }

  private static func text(_ uses: [ReplicaUse]) -> String {
    uses.map { $0.json.text() + "\n" }.joined()
  }
}
