internal import QuernSystem
package import QuernText

/// A blocking client of the control plane: AWS's operations without HTTP.
///
///     let client = try PlatformClient.connect(places: try PlatformPlaces.find())
///     let answer = try client.perform("DescribeEndpoint", ["EndpointName": "churn"])
///
/// One thread at a time.
package final class PlatformClient {
  /// What the control plane said of itself.
  package private(set) var hello: DaemonHello
  package let places: PlatformPlaces
  private let launcher: PlatformLauncher
  private var connection: FrameConnection

  /// A daemon that ends may still be connected to for a moment: so long it is tried again.
  private static let dyingMillisecondsMax = 5_000
  /// How often an act that may be repeated is repeated when the control plane ends under it.
  private static let repeatCountMax = 5

  private init(launcher: PlatformLauncher, connection: FrameConnection, hello: DaemonHello) {
    self.launcher = launcher
    places = launcher.places
    self.connection = connection
    self.hello = hello
  }

  /// Connects to the home's control plane, starting it when it does not run. A control plane of
  /// another build is replaced: endpoints go on meanwhile.
  package static func connect(
    places: PlatformPlaces, program: String? = nil, door: PlatformLauncher.Door? = nil
  ) throws(PlatformClientError) -> PlatformClient {
    let launcher = PlatformLauncher(places: places, program: program, door: door)
    let client = try reach(launcher)
    if client.hello.build == PlatformBuild.stamp(program: launcher.program) { return client }
    guard try client.retire(evenIfBusy: false) else { return client }
    return try reach(launcher)
  }

  /// Connects when a control plane runs; nil when none does.
  package static func connectIfRunning(
    places: PlatformPlaces
  ) throws(PlatformClientError) -> PlatformClient? {
    guard let connection = try PlatformLauncher.connectIfAnswered(places.controlSocket) else {
      return nil
    }
    let launcher = PlatformLauncher(places: places)
    return PlatformClient(
      launcher: launcher, connection: connection, hello: try greet(connection))
  }

  private static func reach(
    _ launcher: PlatformLauncher
  ) throws(PlatformClientError) -> PlatformClient {
    let deadline = FrameConnection.monotonicMilliseconds() + dyingMillisecondsMax
    while true {
      do throws(PlatformClientError) {
        let connection = try launcher.connectControl()
        let hello = try greet(connection)
        return PlatformClient(launcher: launcher, connection: connection, hello: hello)
      } catch {
        guard error.isEndOfDaemon, FrameConnection.monotonicMilliseconds() < deadline else {
          throw error
        }
        PlatformLauncher.pause(milliseconds: 2)
      }
    }
  }

  private static func greet(
    _ connection: FrameConnection
  ) throws(PlatformClientError) -> DaemonHello {
    let answer = try exchange(connection, .hello, milliseconds: 10_000)
    guard case .hello(let hello) = answer else {
      throw .wire(.malformed("the control plane answered a hello with something else"))
    }
    guard hello.protocolVersion <= ControlRequest.protocolVersion else {
      throw .newerPlatform(version: hello.protocolVersion)
    }
    return hello
  }

  /// What an operation gave.
  package struct Performed: Sendable, Equatable {
    package let output: JSON
    /// Nothing was done: everything was as asked already.
    package let isUnchanged: Bool
  }

  /// Performs one operation of AWS's API, by name and with AWS's input.
  ///
  /// When the control plane ends under it, an act with an owner or token, and any reading, is asked
  /// again of the next one; such acts change nothing the second time.
  package func perform(
    _ operation: String, _ input: JSONObject, act: Act = .none
  ) throws(PlatformClientError) -> Performed {
    let request = ControlRequest.operation(name: operation, input: input, act: act)
    return try performed(request, milliseconds: 60_000)
  }

  /// The endpoint's description once it is `InService` or `Failed`, or when time is over.
  package func settled(
    endpoint: String, timeoutMilliseconds: Int
  ) throws(PlatformClientError) -> JSON {
    let request = ControlRequest.settled(endpoint: endpoint, milliseconds: timeoutMilliseconds)
    return try performed(request, milliseconds: timeoutMilliseconds + 10_000).output
  }

  /// What happened to an endpoint: a list of events, oldest first.
  package func history(endpoint: String) throws(PlatformClientError) -> JSON {
    try performed(.history(endpoint: endpoint), milliseconds: 60_000).output
  }

  /// The last lines of each of an endpoint's replicas.
  package func logs(endpoint: String, lineCount: Int) throws(PlatformClientError) -> JSON {
    try performed(.logs(endpoint: endpoint, lineCount: lineCount), milliseconds: 60_000).output
  }

  /// Asks the control plane to end; false when it has reason to stay.
  package func retire(evenIfBusy: Bool) throws(PlatformClientError) -> Bool {
    let request = ControlRequest.retire(evenIfBusy: evenIfBusy)
    let answer = try PlatformClient.exchange(connection, request, milliseconds: 10_000)
    guard case .retiring(true) = answer else { return false }
    // The end of the connection says that the daemon is gone and its socket with it.
    do {
      _ = try connection.receive(timeoutMilliseconds: 10_000, doing: "the control plane's end")
    } catch {
      if case .closed = error { return true }
      throw .wire(error)
    }
    return true
  }

  private func performed(
    _ request: ControlRequest, milliseconds: Int
  ) throws(PlatformClientError) -> Performed {
    switch try repeating(request, milliseconds: milliseconds) {
    case .output(let output, let isUnchanged):
      return Performed(output: output, isUnchanged: isUnchanged)
    case .error(let code, let message, let status):
      throw .refused(code: code, message: message, status: status)
    case .hello, .retiring:
      throw .wire(.malformed("the control plane answered an operation with something else"))
    }
  }

  private func repeating(
    _ request: ControlRequest, milliseconds: Int
  ) throws(PlatformClientError) -> ControlResponse {
    for _ in 0..<PlatformClient.repeatCountMax {
      do throws(PlatformClientError) {
        return try PlatformClient.exchange(connection, request, milliseconds: milliseconds)
      } catch {
        guard error.isEndOfDaemon, request.mayBeRepeated else { throw error }
      }
      let next = try PlatformClient.reach(launcher)
      connection = next.connection
      hello = next.hello
    }
    return try PlatformClient.exchange(connection, request, milliseconds: milliseconds)
  }

  private static func exchange(
    _ connection: FrameConnection, _ request: ControlRequest, milliseconds: Int
  ) throws(PlatformClientError) -> ControlResponse {
    do throws(WireError) {
      try connection.send(request.frame)
      let frame = try connection.receive(
        timeoutMilliseconds: milliseconds, doing: "the control plane's answer")
      guard let frame else { throw WireError.closed(path: connection.path) }
      return try ControlResponse(frame)
    } catch {
      throw .wire(error)
    }
  }
}

/// Which build of a program a daemon runs.
package enum PlatformBuild {
  package static let version = "0.2.0"

  /// Version, size and time of change of the program's file: another file is another build.
  package static func stamp(program: String) -> String {
    do {
      let status = try Disk.real.status(program)
      return "\(version)-\(status.size)-\(status.modifiedNs)"
    } catch {
      return version
    }
  }
}
