package import QuernLearning
package import QuernPlan
import QuernSyntax
package import QuernTable
package import QuernValue

/// A platform without processes: a script gives its tables back as they came and prints its command
/// line; there is one instance.
extension SimulatedHost {
  package func runScript(
    _ request: ScriptRequest, show: (String) throws -> Void
  ) throws -> ScriptOutcome {
    let line = ([request.program] + request.arguments).joined(separator: " ") + "\n"
    try show(line)
    for (name, value) in request.environment { try show("\(name)=\(value)\n") }
    var tables = request.inputs
    if let outputs = request.outputs {
      tables = try outputs.map { name in
        guard let input = request.inputs.first else {
          throw RuntimeError(
            Diagnostic(
              code: "script-output", message: "\(request.program) left no table `\(name)`",
              range: nil))
        }
        return (name, input.table)
      }
    }
    return ScriptOutcome(tables: tables, log: line)
  }

  package func instance() throws -> Record {
    Record([
      ("type", .string("ml.t3.medium")), ("vcpu", .int(2)), ("memory", .size(4 << 30)),
    ])
  }

  package func instance(named type: String) throws -> Record {
    var record = try instance()
    record["type"] = .string(type)
    return record
  }

  package func instances() throws -> Table {
    let schema = Schema([("type", .string), ("vcpu", .int), ("fits", .bool)])
    let rows: [[Scalar]] = [
      [.string("ml.t3.medium"), .int(2), .bool(true)],
      [.string("ml.m5.24xlarge"), .int(96), .bool(false)],
    ]
    return Table(data: try TableData.build(schema, rows: rows))
  }

  package func register(_ request: RegisterRequest) throws -> RegisteredVersion {
    let (version, outcome) = try registry.register(request)
    return RegisteredVersion(
      group: request.group, version: version.number, arn: "arn:\(request.group)/\(version.number)",
      status: version.status, outcome: outcome)
  }

  package func registered(
    _ name: String, approvedOnly: Bool
  ) throws -> (Model, RegisteredVersion) {
    let parts = name.split(separator: "/").map(String.init)
    let versions = registry.versions(of: parts[0])
    let found = versions.last { version in
      parts.count > 1
        ? String(version.number) == parts[1]
        : approvedOnly ? version.status == "Approved" : version.status != "Rejected"
    }
    guard let found else { throw Self.noPlatform }
    return (
      found.model,
      RegisteredVersion(
        group: parts[0], version: found.number, arn: "arn:\(parts[0])/\(found.number)",
        status: found.status)
    )
  }

  /// There is no endpoint but one that has failed, called `broken`.
  package func settled(endpoint: String, seconds: Double?) throws -> EndpointStanding {
    guard endpoint == "broken" else { throw Self.noPlatform }
    return EndpointStanding(
      endpoint: EndpointHandle(name: endpoint, arn: "arn:\(endpoint)"), status: "Failed",
      reason: "the model could not be loaded")
  }

  package func history(ofEndpoint name: String) throws -> Table { throw Self.noPlatform }

  package func logs(ofEndpoint name: String, lineCount: Int) throws -> Table {
    throw Self.noPlatform
  }

  package func costs(by grouping: String?) throws -> Table {
    if let grouping {
      let key: (DataType, Scalar) =
        grouping == "day" ? (.date, .date(20_000)) : (.string, .string("s"))
      return Table(
        data: try TableData.build(
          Schema([(grouping, key.0), ("seconds", .float), ("idle_seconds", .float)]),
          rows: [[key.1, .float(1.5), .float(0.5)]]))
    }
    let schema = Schema([("session", .string), ("instance", .string), ("seconds", .float)])
    let rows: [[Scalar]] = [[.string("s"), .string("ml.t3.medium"), .float(1.5)]]
    return Table(data: try TableData.build(schema, rows: rows))
  }
}
