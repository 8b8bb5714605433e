internal import Glibc
internal import QuernSystem
internal import QuernWire

/// The watch over one replica, on a thread of its own: ready, healthy, ended.
final class ReplicaWatch: Sendable {
  private let number: Int
  private let host: ReplicaHost
  /// The shim, when this process is its parent and must collect it.
  private let child: ChildProcess?
  private let folder: ReplicaFolder
  private let socketPath: String
  private let wasReady: Bool

  /// Between two looks at a replica that starts: grows from the first to the last.
  private static let pauseMillisecondsFirst = 1
  private static let pauseMillisecondsLast = 25
  private static let pingIntervalMilliseconds = 5_000
  private static let pingTimeoutMilliseconds = 2_000
  /// Pings in a row without an answer until a replica counts as dead.
  private static let missedPingCountMax = 3

  init(number: Int, host: ReplicaHost, child: ChildProcess?, isReady: Bool) {
    self.number = number
    self.host = host
    self.child = child
    folder = ReplicaFolder(number: number, places: host.places)
    socketPath = host.places.replicaSocket(number)
    wasReady = isReady
  }

  /// Runs until the replica has ended and that is reported.
  func run() {
    let isSeenAlive = isAlive()
    if waitUntilReady() {
      if !wasReady { host.report(.ready(replica: number), number, nil) }
      keepPinging()
    }
    waitForEnd()
    _ = child?.wait()
    unlink(socketPath)
    let end = folder.end()
    host.forgetRequests(number)
    host.release(number)
    // It may have ended while nobody watched: what it used is counted until then.
    let endedAt = folder.endedAt ?? (isSeenAlive ? nil : folder.lastSeenAt)
    host.report(.ended(replica: number, end), number, endedAt)
  }

  /// Whether the replica came to answer; false when it ended first.
  private func waitUntilReady() -> Bool {
    var pause = ReplicaWatch.pauseMillisecondsFirst
    while isAlive() {
      host.deliverRequestedSignal(number, folder)
      if ping(over: connect()) { return true }
      _ = poll(nil, 0, Int32(pause))
      pause = min(pause * 2, ReplicaWatch.pauseMillisecondsLast)
    }
    return false
  }

  /// Holds a connection: its end is the replica's. Pings what is silent.
  private func keepPinging() {
    var missedCount = 0
    var connection = connect()
    while isAlive() {
      if let connection, waitForClose(connection) == .open {
        if ping(over: connection) {
          missedCount = 0
          continue
        }
      }
      // The connection is gone or silent; a living replica takes a new one.
      host.deliverRequestedSignal(number, folder)
      connection = connect()
      if ping(over: connection) {
        missedCount = 0
        continue
      }
      missedCount += 1
      if missedCount == ReplicaWatch.missedPingCountMax {
        host.report(.unhealthy(replica: number), number, nil)
      }
      _ = poll(nil, 0, Int32(ReplicaWatch.pauseMillisecondsLast))
    }
  }

  private enum Silence { case open, closed }

  /// Waits one interval for the connection's end; nothing else may come on it.
  private func waitForClose(_ connection: FrameConnection) -> Silence {
    do throws(WireError) {
      _ = try connection.receive(timeoutMilliseconds: ReplicaWatch.pingIntervalMilliseconds)
      return .closed
    } catch {
      if case .timedOut = error { return .open }
      return .closed
    }
  }

  private func connect() -> FrameConnection? {
    do throws(WireError) {
      return try FrameConnection.connect(path: socketPath)
    } catch {
      return nil
    }
  }

  private func ping(over connection: FrameConnection?) -> Bool {
    guard let connection else { return false }
    do throws(WireError) {
      try connection.send(ReplicaRequest.ping.frame)
      let answer = try connection.receive(
        timeoutMilliseconds: ReplicaWatch.pingTimeoutMilliseconds, doing: "a ping")
      guard let answer else { return false }
      return try ReplicaResponse(answer).status == 200
    } catch {
      return false
    }
  }

  private func isAlive() -> Bool {
    if let child { return child.poll() == nil }
    do throws(SystemError) {
      return try folder.isAlive()
    } catch {
      return false
    }
  }

  /// Waits for the shim's lock: the kernel gives it when the shim is gone.
  private func waitForEnd() {
    guard folder.wasStarted else { return }
    do throws(SystemError) {
      let lock = try folder.openLock()
      defer { lock.close() }
      while try !lock.tryLock(exclusive: false) {
        host.deliverRequestedSignal(number, folder)
        _ = poll(nil, 0, Int32(ReplicaWatch.pauseMillisecondsFirst))
      }
    } catch {
      return
    }
  }
}
