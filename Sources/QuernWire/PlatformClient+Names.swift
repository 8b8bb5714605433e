internal import QuernText

extension PlatformClient {
  /// The first endpoints of a home by name, for completion; none where no control plane runs.
  package static func endpointNames(
    places: PlatformPlaces
  ) throws(PlatformClientError) -> [String] {
    try endpoints(places: places).map(\.name)
  }

  /// The first endpoints of a home with their status; none where no control plane runs.
  package static func endpoints(
    places: PlatformPlaces
  ) throws(PlatformClientError) -> [(name: String, status: String)] {
    guard let client = try connectIfRunning(places: places) else { return [] }
    let input = JSONObject([
      ("MaxResults", .int(100)), ("SortBy", "Name"), ("SortOrder", "Ascending"),
    ])
    let page = try client.perform("ListEndpoints", input).output
    return (page["Endpoints"]?.arrayValue ?? []).map {
      ($0["EndpointName"]?.stringValue ?? "", $0["EndpointStatus"]?.stringValue ?? "")
    }
  }
}
