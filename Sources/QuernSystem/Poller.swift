import CQuernSystem
import Glibc

/// Waiting for several descriptors at once, by `poll(2)`.
package struct Poller: Sendable {
  /// What to wait for.
  package struct Interest: OptionSet, Sendable {
    package let rawValue: Int16
    package init(rawValue: Int16) { self.rawValue = rawValue }
    package static let read = Interest(rawValue: Int16(POLLIN))
    package static let write = Interest(rawValue: Int16(POLLOUT))
  }

  /// What has come.
  package struct Ready: Sendable {
    package let descriptor: Int32
    /// Something can be read, also the end.
    package let canRead: Bool
    package let canWrite: Bool
    /// The other side is gone, or the descriptor is broken.
    package let isClosed: Bool
  }

  private var entries: [pollfd] = []

  package init() {}

  /// Adds a descriptor, or changes what is waited for; empty interest still reports its closing.
  package mutating func set(_ descriptor: Int32, _ interest: Interest) {
    if let index = entries.firstIndex(where: { $0.fd == descriptor }) {
      entries[index].events = interest.rawValue
    } else {
      entries.append(pollfd(fd: descriptor, events: interest.rawValue, revents: 0))
    }
  }

  /// Waits for the descriptor no more.
  package mutating func remove(_ descriptor: Int32) {
    entries.removeAll { $0.fd == descriptor }
  }

  /// What is ready, in the order of `set`, after waiting at most so long (nil: for ever); empty
  /// when the time is over or a signal came.
  package mutating func wait(timeoutSeconds: Double? = nil) throws(SystemError) -> [Ready] {
    let milliseconds = Poller.milliseconds(timeoutSeconds)
    let count = poll(&entries, nfds_t(entries.count), milliseconds)
    if count < 0 {
      if errno == EINTR { return [] }
      throw .last("wait for descriptors")
    }
    guard count > 0 else { return [] }
    return entries.filter { $0.revents != 0 }.map { entry in
      let events = Int32(entry.revents)
      return Ready(
        descriptor: entry.fd, canRead: events & Int32(POLLIN | POLLHUP | POLLERR) != 0,
        canWrite: events & Int32(POLLOUT) != 0,
        isClosed: events & Int32(POLLHUP | POLLERR | POLLNVAL) != 0)
    }
  }

  private static func milliseconds(_ seconds: Double?) -> Int32 {
    guard let seconds else { return -1 }
    // Rounded up: a wait of half a millisecond must not become a busy loop.
    return Int32(max(0, min(seconds * 1e3, 2e9)).rounded(.up))
  }

  /// Waits until a descriptor can be read or is closed; false when the time is over.
  @discardableResult
  package static func waitReadable(_ descriptor: Int32, timeoutSeconds: Double? = nil) -> Bool {
    wait(descriptor, Int16(POLLIN), timeoutSeconds)
  }

  /// Waits until a descriptor can be written; false when the time is over.
  @discardableResult
  package static func waitWritable(_ descriptor: Int32, timeoutSeconds: Double? = nil) -> Bool {
    wait(descriptor, Int16(POLLOUT), timeoutSeconds)
  }

  private static func wait(_ descriptor: Int32, _ events: Int16, _ seconds: Double?) -> Bool {
    let deadline = seconds.map { Clock.monotonicNow() + Int64(max(0, min($0, 1e9)) * 1e9) }
    while true {
      var entry = pollfd(fd: descriptor, events: events, revents: 0)
      let left = deadline.map { Double($0 - Clock.monotonicNow()) / 1e9 }
      let count = poll(&entry, 1, milliseconds(left))
      if count > 0 { return true }
      if count == 0 { return false }
      if errno != EINTR { return true }
    }
  }
}

/// A pipe: what is written to one end is read from the other.
package enum Pipe {
  /// A new pipe; neither end is inherited by children.
  package static func make() throws(SystemError) -> (read: FileHandle, write: FileHandle) {
    var ends: [Int32] = [-1, -1]
    guard quern_pipe(&ends) == 0 else { throw .last("make a pipe") }
    return (
      FileHandle(descriptor: ends[0], path: "a pipe"),
      FileHandle(descriptor: ends[1], path: "a pipe")
    )
  }
}

/// A bell between threads that a `Poller` can hear.
package final class EventFD: Sendable {
  private let handle: FileHandle

  package init() throws(SystemError) {
    let descriptor = quern_eventfd()
    guard descriptor >= 0 else { throw .last("make an event descriptor") }
    handle = FileHandle(descriptor: descriptor, path: "an event descriptor")
  }

  package var descriptor: Int32 { handle.descriptor }

  /// Rings; the descriptor is readable until `drain`.
  package func signal() {
    var one: UInt64 = 1
    // A full counter is already readable, which is all that is wanted.
    _ = write(handle.descriptor, &one, 8)
  }

  /// Whether it rang since the last look.
  @discardableResult
  package func drain() -> Bool {
    var count: UInt64 = 0
    return read(handle.descriptor, &count, 8) == 8
  }
}

/// Signals read from a descriptor instead of interrupting anything.
package final class SignalFD: Sendable {
  private let handle: FileHandle

  /// Blocks the signals in the calling thread. Threads begun later inherit that, so this belongs at
  /// the start of the program.
  package init(_ signals: [Int32]) throws(SystemError) {
    let descriptor = quern_signalfd(signals, Int32(signals.count))
    guard descriptor >= 0 else { throw .last("make a signal descriptor") }
    handle = FileHandle(descriptor: descriptor, path: "a signal descriptor")
  }

  package var descriptor: Int32 { handle.descriptor }

  /// The next signal that has come and the process that sent it; nil where none has.
  package func next() -> (signal: Int32, sender: Int32)? {
    var signal: Int32 = 0
    var sender: pid_t = 0
    return quern_signalfd_read(handle.descriptor, &signal, &sender) == 1 ? (signal, sender) : nil
  }
}
