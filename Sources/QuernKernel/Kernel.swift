internal import Glibc
internal import QuernPlan
internal import QuernREPL
internal import QuernSystem
internal import QuernText
internal import QuernWords
internal import Synchronization

/// The Jupyter kernel: channels on threads of their own, a session beside them.
///
/// Every socket is bound before anything else begins, and what asks about the kernel itself is
/// answered while the session's worker is still starting.
package final class Kernel: @unchecked Sendable {
  let options: KernelOptions
  let channels: KernelChannels
  let session: KernelSession
  let history: KernelHistory
  let subshells = Subshells()
  private let leaving = Mailslot()

  /// Runs a kernel until a client shuts it down; returns the exit status, and why it could not
  /// begin.
  package static func run(_ options: KernelOptions) -> (status: Int32, message: String?) {
    let kernel: Kernel
    do throws(SystemError) {
      // Before any thread: all of them leave these signals to one.
      let signals = try SignalFD([SIGINT, SIGTERM])
      kernel = try Kernel(options)
      try kernel.start(signals)
    } catch {
      return (72, error.message)
    }
    return (kernel.wait(), nil)
  }

  /// What is to be installed before a kernel can run; nil where nothing is missing.
  package static var missingLibrary: String? {
    do throws(SystemError) {
      _ = try ZMQLibrary.open()
      return nil
    } catch {
      return error.message
    }
  }

  private init(_ options: KernelOptions) throws(SystemError) {
    self.options = options
    let file = try ConnectionFile.read(options.connectionFile)
    let name = SHA256.hash("\(HostFacts.bootId) \(getpid()) \(Clock.system.now())").hex.prefix(32)
    let codec = MessageCodec(key: file.key, session: String(name))
    channels = try KernelChannels(file, codec: codec, clock: .system)
    let places = try KernelPlaces.find(options)
    history = KernelHistory(path: places.historyFile)
    session = try KernelSession(
      channels: channels, places: places, history: history, options: options, clock: .system)
  }

  private func start(_ signals: SignalFD) throws(SystemError) {
    try channels.heartbeat.start()
    channels.publish.status("starting", parent: .none)
    try channels.publish.start()
    try channels.control.start { [unowned self] in control($0) }
    try channels.shell.start { [unowned self] in shell($0) }
    try channels.stdin.start { [unowned self] in stdin($0) }
    try session.start()
    try PlatformThread.start(name: "quern-signals", stackBytes: 256 << 10) { [unowned self] in
      heed(signals)
    }.detach()
  }

  /// Waits for the end and puts everything in order.
  private func wait() -> Int32 {
    let departure = leaving.take()
    subshells.stop()
    session.stop(keeps: departure.keepsNames)
    if let farewell = departure.farewell { farewell() }
    channels.close()
    return 0
  }

  /// Ends the kernel; from any thread, once.
  func leave(_ departure: Departure) { leaving.put(departure) }

  /// Stops what runs, in all subshells.
  func interruptAll() {
    session.interrupt()
    for subshell in subshells.all { subshell.interrupt() }
  }

  /// Interrupts and ends that come as signals, and the end of the program that started us.
  private func heed(_ signals: SignalFD) {
    let starter = HostFacts.environment("JPY_PARENT_PID").flatMap { Int32($0) }
    while true {
      Poller.waitReadable(signals.descriptor, timeoutSeconds: 1)
      while let (signal, _) = signals.next() {
        if signal == SIGINT { interruptAll() } else { leave(Departure(keepsNames: true)) }
      }
      // Nobody can reach us any more: the session's worker goes on, a later kernel takes it up.
      if let starter, kill(starter, 0) != 0, errno == ESRCH { _exit(0) }
    }
  }
}

/// How a kernel ends.
struct Departure: Sendable {
  /// Whether the names of a named session are there for the next kernel.
  var keepsNames: Bool
  /// Said when the session has ended.
  var farewell: (@Sendable () -> Void)?

  init(keepsNames: Bool, farewell: (@Sendable () -> Void)? = nil) {
    self.keepsNames = keepsNames
    self.farewell = farewell
  }
}

/// Room for one departure: the first counts.
final class Mailslot: @unchecked Sendable {
  private let lock = Lock()
  private var departure: Departure?

  func put(_ departure: Departure) {
    lock.withLock {
      if self.departure == nil { self.departure = departure }
      lock.broadcast()
    }
  }

  func take() -> Departure {
    lock.withLock {
      while true {
        if let departure { return departure }
        lock.wait()
      }
    }
  }
}
