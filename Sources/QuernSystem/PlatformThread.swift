import CQuernSystem
import Glibc

/// A thread of the operating system, with a name and a stack of chosen size.
package final class PlatformThread: @unchecked Sendable {
  private var thread = pthread_t()
  private let lock = Lock()
  private var isJoined = false

  private init() {}

  /// Starts `body` on a new thread.
  package static func start(
    name: String, stackBytes: Int = 1 << 20, _ body: @escaping @Sendable () -> Void
  ) throws(SystemError) -> PlatformThread {
    let result = PlatformThread()
    var attributes = pthread_attr_t()
    pthread_attr_init(&attributes)
    defer { pthread_attr_destroy(&attributes) }
    pthread_attr_setstacksize(&attributes, max(stackBytes, 64 << 10) + 4_095 & ~4_095)
    let start = Unmanaged.passRetained(ThreadStart(name: name, body: body))
    let error = pthread_create(&result.thread, &attributes, runThread, start.toOpaque())
    guard error == 0 else {
      start.release()
      throw .call(operation: "start the thread \(name)", errno: error)
    }
    return result
  }

  /// Waits for the thread's end. Further calls return at once.
  package func join() {
    let mine = lock.withLock {
      defer { isJoined = true }
      return !isJoined
    }
    if mine { pthread_join(thread, nil) }
  }

  /// Lets the thread go its way; it is not joined.
  package func detach() {
    let mine = lock.withLock {
      defer { isJoined = true }
      return !isJoined
    }
    if mine { pthread_detach(thread) }
  }

  deinit { detach() }
}

private final class ThreadStart: Sendable {
  let name: String
  let body: @Sendable () -> Void

  init(name: String, body: @escaping @Sendable () -> Void) {
    self.name = name
    self.body = body
  }
}

// A global function: a closure here would carry the isolation of where it is written.
private func runThread(_ argument: UnsafeMutableRawPointer?) -> UnsafeMutableRawPointer? {
  guard let argument else { return nil }
  let start = Unmanaged<ThreadStart>.fromOpaque(argument).takeRetainedValue()
  quern_thread_name(start.name)
  start.body()
  return nil
}
