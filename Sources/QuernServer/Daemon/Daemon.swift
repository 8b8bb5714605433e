internal import Glibc
internal import QuernPlatform
package import QuernSystem
package import QuernWire

/// What both daemons do around their work: one of each per home, a visible socket that always
/// answers, and a quick end.
package struct Daemon: Sendable {
  package let places: PlatformPlaces
  package let program: String
  private let signals: SignalFD
  private let bell: EventFD
  /// Of the file that runs, taken at the start: it may be replaced while the daemon lives.
  private let build: String

  /// In-flight requests get this long to end after SIGTERM.
  static let drainSeconds = 0.5
  /// Between two looks at whether anybody needs the daemon.
  static let idleCheckSeconds = 30.0
  /// A daemon that nobody needs ends after this long.
  static let idleSecondsMax = 600.0

  /// Call it first: signals are blocked in this thread and all that it starts.
  package init(places: PlatformPlaces, program: String) throws(SystemError) {
    self.places = places
    self.program = program
    build = PlatformBuild.stamp(program: program)
    signals = try SignalFD([SIGTERM, SIGINT, SIGHUP])
    bell = try EventFD()
    signal(SIGPIPE, SIG_IGN)
  }

  /// The daemon's lock; nil when another one holds it, which is no error.
  package func takeLock(_ path: String) throws(SystemError) -> FileHandle? {
    try Disk.real.makeDirectory(places.directory)
    let lock = try FileHandle.open(path, .readWrite, permissions: 0o600)
    return try lock.tryLock() ? lock : nil
  }

  /// Ends `waitForEnd` from any thread.
  package func end() { bell.signal() }

  /// Waits for a signal, for `end`, or until `isNeeded` says no for long enough.
  package func waitForEnd(isNeeded: () -> Bool) throws(SystemError) {
    var poller = Poller()
    poller.set(signals.descriptor, .read)
    poller.set(bell.descriptor, .read)
    while true {
      let ready = try poller.wait(timeoutSeconds: Daemon.idleCheckSeconds)
      if bell.drain() || signals.next() != nil { return }
      if ready.isEmpty && !isNeeded() { return }
    }
  }

  /// One line on standard error, which the launcher sends to the daemon's log.
  package static func log(_ text: String) {
    let line = Array("\(text)\n".utf8)
    _ = line.withUnsafeBytes { write(STDERR_FILENO, $0.baseAddress, $0.count) }
  }

  func hello(controlPort: Int, routePort: Int) -> DaemonHello {
    DaemonHello(
      protocolVersion: ControlRequest.protocolVersion,
      build: build, home: places.home.path,
      bootId: HostFacts.bootId, pid: Int(HostFacts.processId), controlPort: controlPort,
      routePort: routePort)
  }
}
