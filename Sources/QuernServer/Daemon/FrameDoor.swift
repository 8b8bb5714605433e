internal import QuernSystem
package import QuernWire

/// A Unix socket's door: one thread accepts, one thread per connection answers frame by frame.
package final class FrameDoor: Sendable {
  /// Answers one frame; nil ends the connection.
  package typealias Answer = @Sendable (Frame) throws(WireError) -> Frame?

  private let listener: FrameListener
  private let answer: Answer
  private let log: @Sendable (String) -> Void
  private let lock = Lock()
  private nonisolated(unsafe) var connectionCount = 0

  /// Connections that are open at one time; more are closed at once.
  private static let connectionCountMax = 256

  package init(
    listener: FrameListener, log: @escaping @Sendable (String) -> Void, answer: @escaping Answer
  ) {
    self.listener = listener
    self.log = log
    self.answer = answer
  }

  /// Begins to accept; the socket's name is visible when this returns.
  package func open() throws(PlatformClientError) {
    do throws(SystemError) {
      try PlatformThread.start(name: "door") { [self] in accept() }.detach()
    } catch {
      throw .system(error)
    }
    do throws(WireError) {
      try listener.publish()
    } catch {
      throw .wire(error)
    }
  }

  /// Removes the name and accepts no more.
  package func close() { listener.stop() }

  private func accept() {
    do throws(WireError) {
      while let connection = try listener.accept() { begin(connection) }
    } catch {
      log("the door \(listener.path): \(error.message)")
    }
  }

  private func begin(_ connection: FrameConnection) {
    let isRoom = lock.withLock {
      guard connectionCount < FrameDoor.connectionCountMax else { return false }
      connectionCount += 1
      return true
    }
    guard isRoom else { return connection.close() }
    do throws(SystemError) {
      try PlatformThread.start(name: "connection") { [self] in
        serve(connection)
        lock.withLock { connectionCount -= 1 }
      }.detach()
    } catch {
      lock.withLock { connectionCount -= 1 }
      log("a connection: \(error.message)")
    }
  }

  private func serve(_ connection: FrameConnection) {
    do throws(WireError) {
      while let frame = try connection.receive() {
        guard let reply = try answer(frame) else { return }
        try connection.send(reply)
      }
    } catch {
      // A client that went away is no news; one that speaks another language is.
      if case .closed = error { return }
      log("a client of \(listener.path): \(error.message)")
    }
  }
}
