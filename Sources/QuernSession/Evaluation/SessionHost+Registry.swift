internal import QuernLearning
internal import QuernPlan
internal import QuernSystem
internal import QuernTable
internal import QuernText
internal import QuernWire

// The model registry, and endpoints' past.
extension SessionHost {
  func register(_ request: RegisterRequest) throws -> RegisteredVersion {
    let model = try services.platform.keep(request.model)
    let lineage = try lineage(of: model)
    return try acting("Register", on: request.group, request.token, expected: nil) { act in
      try services.platform.register(
        request, model, lineage, act: owned(act, takesOver: false))
    } settled: { version, _ in
      version
    } json: { version in
      .members([
        ("arn", .string(version.arn)), ("status", .string(version.status)),
        ("outcome", .string(version.outcome?.rawValue ?? "")),
      ])
    }
  }

  /// The run of this home that trained a model.
  private func lineage(of model: Digest) throws -> ModelLineage {
    let run = try services.runs.all().last { run in
      run["digests"]?["model"]?.stringValue == model.hex
    }
    return ModelLineage(
      run: run?["run"]?.stringValue, notebook: run?["notebook"]?.stringValue ?? settings.notebook,
      cell: run?["cell"]?.stringValue ?? cell.id,
      data: run?["digests"]?["data"]?.stringValue)
  }

  func registered(_ name: String, approvedOnly: Bool) throws -> (Model, RegisteredVersion) {
    log.add(TraceEntry(kind: .volatile, subject: "model \(name)"))
    return try services.platform.registered(name, approvedOnly: approvedOnly)
  }

  func settled(endpoint: String, seconds: Double?) throws -> EndpointStanding {
    log.add(TraceEntry(kind: .volatile, subject: "endpoint \(endpoint)"))
    let deadline = seconds.map { services.clock.monotonicNs() + Int64(min($0, 1e8) * 1e9) }
    while true {
      try tableContext.interrupt.check()
      let left = deadline.map { ($0 - services.clock.monotonicNs()) / 1_000_000 } ?? .max
      // Short waits, so that an interrupt is heard between them.
      let standing = try services.platform.settled(
        endpoint, milliseconds: Int(max(0, min(left, 200))))
      let isMoving = ["Creating", "Updating", "RollingBack", "Deleting"].contains(standing.status)
      if !isMoving || left <= 0 { return standing }
    }
  }

  func history(ofEndpoint name: String) throws -> Table {
    log.add(TraceEntry(kind: .volatile, subject: "endpoint \(name)"))
    return try EndpointTables.history(services.platform.history(name))
  }

  func logs(ofEndpoint name: String, lineCount: Int) throws -> Table {
    log.add(TraceEntry(kind: .volatile, subject: "endpoint \(name)"))
    return try EndpointTables.logs(services.platform.logs(name, lineCount: lineCount))
  }
}
