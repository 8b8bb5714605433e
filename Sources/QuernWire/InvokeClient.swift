/// A blocking client of the data plane: the same answers as `POST /endpoints/NAME/invocations`.
///
///     let client = try InvokeClient.connect(places: places)
///     let answer = try client.invoke(InvokeRequest(endpoint: "churn", contentType: "text/csv", …))
///
/// One thread at a time; a connection serves many invocations.
package final class InvokeClient {
  private let launcher: PlatformLauncher
  private var connection: FrameConnection

  private init(launcher: PlatformLauncher, connection: FrameConnection) {
    self.launcher = launcher
    self.connection = connection
  }

  /// Longer than the data plane waits for a model, so that its own answer arrives.
  package static let timeoutMilliseconds = 70_000
  /// How long a data plane that ends under a request is looked for again.
  private static let dyingMillisecondsMax = 5_000

  /// Connects to the home's data plane, starting it when it does not run.
  package static func connect(
    places: PlatformPlaces, program: String? = nil, door: PlatformLauncher.Door? = nil
  ) throws(PlatformClientError) -> InvokeClient {
    let launcher = PlatformLauncher(places: places, program: program, door: door)
    return InvokeClient(launcher: launcher, connection: try launcher.connectRoute())
  }

  /// Invokes an endpoint; statuses other than 200 are answers, not errors. Predictions change
  /// nothing, so a request whose data plane ends is asked again of the next one.
  package func invoke(_ request: InvokeRequest) throws(PlatformClientError) -> ReplicaResponse {
    var deadline: Int?
    while true {
      do throws(PlatformClientError) {
        return try exchange(request)
      } catch {
        let now = FrameConnection.monotonicMilliseconds()
        guard error.isEndOfDaemon, now < deadline ?? .max else { throw error }
        deadline = deadline ?? now + InvokeClient.dyingMillisecondsMax
      }
      PlatformLauncher.pause(milliseconds: 2)
      connection = try launcher.connectRoute()
    }
  }

  private func exchange(
    _ request: InvokeRequest
  ) throws(PlatformClientError) -> ReplicaResponse {
    do throws(WireError) {
      try connection.send(request.frame)
      let frame = try connection.receive(
        timeoutMilliseconds: InvokeClient.timeoutMilliseconds, doing: "the endpoint's answer")
      guard let frame else { throw WireError.closed(path: connection.path) }
      return try ReplicaResponse(frame)
    } catch {
      throw .wire(error)
    }
  }
}
