import QuernSession
import QuernSystem

/// Opens a session on a thread of its own, while the prompt is there already.
final class SessionOpener: @unchecked Sendable {
  private let lock = Lock()
  private let bell: EventFD
  private var outcome: Result<SessionClient, SessionError>?

  init() throws(SystemError) {
    bell = try EventFD()
  }

  /// Readable when the session is open, or could not be opened.
  var descriptor: Int32 { bell.descriptor }

  func start(directory: String, options: SessionOptions) {
    let work: @Sendable () -> Void = {
      let outcome: Result<SessionClient, SessionError>
      do throws(SessionError) {
        outcome = .success(try SessionClient.open(directory: directory, options: options))
      } catch {
        outcome = .failure(error)
      }
      self.lock.withLock {
        self.outcome = outcome
        self.lock.broadcast()
      }
      self.bell.signal()
    }
    do throws(SystemError) {
      try PlatformThread.start(name: "quern-open", work).detach()
    } catch {
      work()
    }
  }

  /// The session, once it is open.
  func wait() throws(SessionError) -> SessionClient {
    let outcome = lock.withLock { () -> Result<SessionClient, SessionError> in
      while true {
        if let outcome = self.outcome { return outcome }
        lock.wait()
      }
    }
    return try outcome.get()
  }
}
