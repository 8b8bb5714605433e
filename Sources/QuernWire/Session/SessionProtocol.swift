/// The protocol between a front end and a session's worker.
///
/// Both sides send `Frame`s over a Unix stream socket. The header's `type` names the message; the
/// members of each type are listed at its declaration (`FrontEndMessage`, `WorkerMessage`,
/// `SessionEvent`). The front end speaks first, with `hello`. A member that a reader does not know
/// is ignored; a type that it does not know is an error (`WireError.unknownMessage`). A change that
/// an older reader would misread gets a new version.
package enum SessionProtocol {
  /// Sent in both `hello`s; a worker refuses another one and says so.
  package static let version = 1
}
