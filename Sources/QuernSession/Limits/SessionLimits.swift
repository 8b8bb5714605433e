/// The bounds of a session, each with its unit.
package enum SessionLimits {
  /// Stack of the thread that evaluates: recursion of the language lives on it.
  package static let evaluatorStackBytes = 256 << 20
  /// Messages that wait for the I/O thread before a cell that shows more has to wait.
  package static let mailboxCountMax = 4096
  /// Text of `print` is gathered for so long, after its first bytes went out at once.
  package static let gatherMilliseconds = 12
  /// Text of `print` that waits is one event up to this size, in bytes.
  package static let joinedByteCountMax = 256 << 10
  /// Unsent bytes of one front end; one that reads more slowly is cut off and may ask again.
  package static let outboxByteCountMax = 128 << 20
  /// Front ends of one session.
  package static let connectionCountMax = 64
  /// A power loss loses at most this much.
  package static let syncIntervalMilliseconds = 100
  /// How long a worker without a front end waits for one.
  package static let detachedIdleSeconds = 5.0
  /// How long a session with front ends stands idle before it hibernates, where nobody says.
  package static let idleSeconds = 900.0
  /// How long a session stands idle before it gives back memory that it can do without.
  package static let givingBackSeconds = 1.0
  /// How long a running cell may take to end when its session is asked to.
  package static let graceSeconds = 3.0
  /// What a cell may show, all its outputs together.
  package static let outputByteCountMax = 64 << 20
  /// One output, as JSON; a larger one is told and not shown.
  package static let outputFrameByteCountMax = 48 << 20
  /// Looks outside that one cell's trace holds; a cell with more is not cached.
  package static let traceEntryCountMax = 2000
  /// Traces kept for one cell key.
  package static let traceCountMax = 8
  /// Files up to this size are kept as columns when a table of them is; larger ones stay outside.
  package static let keptFileByteCountMax = 64 << 20
}
