/// The bounds of a kernel, each with its unit.
package enum KernelLimits {
  /// Text of `print` is gathered for so long, after its first bytes went out at once.
  package static let gatherMilliseconds = 12
  /// More gathered text than this goes out as it is.
  package static let gatherByteCountMax = 64 << 10
  /// What waits to be published before a cell that shows more has to wait.
  package static let outboxByteCountMax = 16 << 20
  /// Messages that one subscriber may be behind before the others wait for it.
  package static let subscriberMessageCountMax: Int32 = 2_000
  /// How long the others wait for it; then it alone loses what it does not read.
  package static let stalledSubscriberSeconds = 60.0
  /// What is kept for the next subscriber while there is none.
  package static let heldByteCountMax = 32 << 20
  /// A larger message of a client ends its connection.
  package static let messageByteCountMax: Int64 = 512 << 20
  /// Execute requests that may wait.
  package static let requestCountMax = 10_000
  /// The file of all inputs of a home is cut when it has grown over this.
  package static let historyByteCountMax = 4 << 20
  /// Outputs of one cell that are kept to show them again when its progress bars go.
  package static let shownByteCountMax = 1 << 20
  /// How long a client that just left may take to fetch what was sent to it.
  package static let lingerMilliseconds: Int32 = 500
}
