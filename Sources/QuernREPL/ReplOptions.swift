/// What the command line asks of a prompt.
package struct ReplOptions: Sendable {
  /// A notebook whose cells are run first.
  package var notebook: String?
  package var parameters: [(name: String, text: String)] = []
  /// Forget what earlier prompts of the session left.
  package var startsFresh = false
  /// A name for the session; nil: the folder's own.
  package var session: String?
  package var instance: String?
  package var threadCount: Int?
  /// As the banner says it.
  package var version: String
  /// What the session's journal says made it.
  package var build: String

  package init(version: String, build: String) {
    self.version = version
    self.build = build
  }
}
