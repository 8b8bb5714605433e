/// What the command line asks of a kernel.
package struct KernelOptions: Sendable {
  package var connectionFile: String
  /// A session by name, kept when the kernel is shut down; nil: one of the notebook's own.
  package var session: String?
  package var instance: String?
  package var threadCount: Int?
  /// As the banner says it.
  package var version: String
  /// What the session's journal says made it.
  package var build: String

  package init(connectionFile: String, version: String, build: String) {
    self.connectionFile = connectionFile
    self.version = version
    self.build = build
  }
}
