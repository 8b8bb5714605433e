internal import Glibc
internal import QuernSystem

/// The thread that makes the journal outlive a loss of power, at most so often.
final class JournalSync: @unchecked Sendable {
  private let journal: Journal
  private let store: ContentStore
  private let lock = Lock()
  private var isWanted = false
  private var isStarted = false

  init(journal: Journal, store: ContentStore) {
    self.journal = journal
    self.store = store
  }

  /// Something was written; it is on disk a tenth of a second from now.
  func wake() {
    let starts = lock.withLock { () -> Bool in
      isWanted = true
      lock.signal()
      defer { isStarted = true }
      return !isStarted
    }
    guard starts else { return }
    do throws(SystemError) {
      try PlatformThread.start(name: "quern-sync") { self.run() }.detach()
    } catch {
      // Without the thread each record would wait for the next explicit sync: sync at once.
      lock.withLock { isStarted = false }
      sync()
    }
  }

  private func run() {
    while true {
      lock.withLock {
        while !isWanted { lock.wait() }
        isWanted = false
      }
      usleep(UInt32(SessionLimits.syncIntervalMilliseconds) * 1000)
      sync()
    }
  }

  /// Values first: a journal must not tell of what is not there.
  private func sync() {
    do throws(SessionError) {
      try store.sync()
    } catch {
      return journal.fail(error)
    }
    journal.syncInBackground()
  }
}
