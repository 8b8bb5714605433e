import QuernLearning
import QuernTable
import QuernText
import QuernWire

/// What `--plan` can say of an endpoint that a cell deploys to, without starting anything.
struct PlannedEndpoint {
  /// One line: what is there, and which fields its callers send.
  let line: String

  /// Nil where no control plane runs, or it cannot be asked.
  init?(named name: String) {
    do {
      guard
        let client = try PlatformClient.connectIfRunning(places: try PlatformPlaces.find())
      else { return nil }
      line = try Self.line(name, client)
    } catch {
      // A plan is good without it.
      return nil
    }
  }

  private static func line(_ name: String, _ client: PlatformClient) throws -> String {
    let endpoint: JSON
    do throws(PlatformClientError) {
      let input = JSONObject([("EndpointName", .string(name))])
      endpoint = try client.perform("DescribeEndpoint", input).output
    } catch {
      guard case .refused = error else { throw error }
      return "there is no endpoint \(name): it is created"
    }
    let status = endpoint["EndpointStatus"]?.stringValue ?? "there"
    guard let config = endpoint["EndpointConfigName"]?.stringValue,
      let bytes = try client.modelBytes(config: config)
    else { return "\(name) is \(status)" }
    let model = try Model(utf8: bytes)
    let filled = model.imputableInputs
    let fields = model.inputSchema.fields.map { field in
      ".\(ColumnExpression.quoted(field.name)) (\(field.type.name)"
        + (filled.contains(field.name) ? ", may be absent)" : ")")
    }
    return "\(name) is \(status), \(model.algorithm.name); callers send "
      + fields.joined(separator: ", ") + "; a difference is told before it moves"
  }
}
