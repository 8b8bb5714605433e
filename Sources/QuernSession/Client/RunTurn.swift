internal import Glibc
package import QuernSystem

/// The turn of a run in a session: runs of whole notebooks come one after the other there, because
/// each begins with no names and the same cell has the same id in all of them.
///
/// It is held as long as the object lives, and let go by the end of the process, however it ends.
package final class RunTurn {
  private let handle: FileHandle?

  private init(_ handle: FileHandle?) { self.handle = handle }

  /// Waits for the turn; nil where `goesOn` says that nobody wants it any more.
  ///
  /// `goesOn` is asked some times a second while another run has it.
  package static func take(
    session directory: String, home: HomeDirectory, goesOn: () -> Bool
  ) -> RunTurn? {
    let socket = SessionDirectory(path: directory).socketPath(runtime: home.runtimeDirectory)
    do throws(SystemError) {
      let handle = try FileHandle.open("\(socket).run", .readWrite, permissions: 0o600)
      while try !handle.tryLock() {
        guard goesOn() else { return nil }
        usleep(50_000)
      }
      return RunTurn(handle)
    } catch {
      // Where there is no such file, there is no session either: that is told when it is opened.
      return RunTurn(nil)
    }
  }
}
