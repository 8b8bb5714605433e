internal import QuernSystem

/// A blocking client of the data plane: the same answers as `POST /endpoints/NAME/invocations`.
///
///     let client = try InvokeClient.connect(places: places)
///     let answer = try client.invoke(InvokeRequest(endpoint: "churn", contentType: "text/csv", …))
///
/// One thread at a time; a connection serves many invocations.
package final class InvokeClient {
  private let connection: FrameConnection

  private init(connection: FrameConnection) { self.connection = connection }

  /// Longer than the data plane waits for a model, so that its own answer arrives.
  package static let timeoutMilliseconds = 70_000

  /// Connects to the home's data plane, starting it when it does not run.
  package static func connect(
    places: PlatformPlaces, program: String? = nil
  ) throws(PlatformClientError) -> InvokeClient {
    let launcher = PlatformLauncher(places: places, program: program)
    return InvokeClient(connection: try launcher.connectRoute())
  }

  /// Invokes an endpoint; statuses other than 200 are answers, not errors.
  package func invoke(_ request: InvokeRequest) throws(PlatformClientError) -> ReplicaResponse {
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
