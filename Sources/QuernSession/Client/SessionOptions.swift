package import QuernSystem
package import QuernWire

/// How a front end wants its session.
package struct SessionOptions: Sendable {
  package enum Start: Sendable, Hashable {
    /// Whatever an earlier worker left is forgotten.
    case fresh
    /// Finished cells, names and outputs of earlier workers are there.
    case resumed
  }

  package var home: HomeDirectory
  /// Nil: whatever the session has.
  package var settings: SessionSettings?
  package var start: Start
  /// A name of the catalogue; nil: the type that the session's instance has, or else the largest
  /// that fits this machine.
  package var instance: String?
  /// Whether it must have no network; a session that is to be without has none in any case.
  package var isIsolated = false
  /// Release and commit of this program.
  package var build: String
  /// The `quern` program; the running one where nil.
  package var executable: String?
  /// How long the worker stays without a front end.
  package var idleSeconds: Double
  /// A memory limit below the instance's, for tests.
  package var memoryByteCount: Int?
  /// How a session that hibernated is opened again, for tests whose workers are no processes.
  var opener: (@Sendable (SessionDirectory, SessionOptions) throws(SessionError) -> SessionClient)?
  /// How many threads kernels use; nil: the instance's vCPUs.
  package var threadCount: Int?

  package init(
    home: HomeDirectory, settings: SessionSettings?, start: Start = .resumed,
    instance: String? = nil, build: String = EngineVersion.current, executable: String? = nil,
    idleSeconds: Double = SessionLimits.detachedIdleSeconds, memoryByteCount: Int? = nil,
    threadCount: Int? = nil
  ) {
    self.home = home
    self.settings = settings
    self.start = start
    self.instance = instance
    self.build = build
    self.executable = executable
    self.idleSeconds = idleSeconds
    self.memoryByteCount = memoryByteCount
    self.threadCount = threadCount
  }
}
