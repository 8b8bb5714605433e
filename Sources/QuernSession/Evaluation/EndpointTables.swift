internal import QuernSystem
internal import QuernTable
internal import QuernText

/// What the platform tells of endpoints, as tables.
enum EndpointTables {
  /// `why`: each change with its reason.
  static func history(_ events: [JSON]) throws(OutOfMemory) -> Table {
    let schema = Schema([
      ("time", .instant), ("event", .string), ("from", .string), ("to", .string),
      ("reason", .string), ("who", .string),
    ])
    var status: Scalar = .null
    let rows = events.map { event -> [Scalar] in
      let detail = event["Detail"] ?? .null
      func text(_ name: String) -> Scalar { detail[name]?.stringValue.map { .string($0) } ?? .null }
      let who = detail["Owner"]?.stringValue ?? event["Principal"]?.stringValue ?? ""
      let time: Scalar = event["At"]?.intValue.map { .instant($0) } ?? .null
      if let replica = detail["Replica"]?.intValue {
        return [
          time, .string("replica \(replica)"), text("From"), text("To"), text("Reason"),
          .string(who),
        ]
      }
      let from = status
      let to = text("EndpointStatus")
      status = to
      let config = detail["EndpointConfigName"]?.stringValue.map { "configuration \($0)" }
      let reason = detail["FailureReason"]?.stringValue ?? config
      return [
        time, .string("endpoint"), from, to, reason.map { .string($0) } ?? .null, .string(who),
      ]
    }
    return Table(data: try TableData.build(schema, rows: rows))
  }

  /// `logs`: one row a line.
  static func logs(_ replicas: [JSON]) throws(OutOfMemory) -> Table {
    let schema = Schema([
      ("replica", .int), ("variant", .string), ("started", .instant), ("line", .string),
    ])
    var rows: [[Scalar]] = []
    for replica in replicas {
      for line in replica["Lines"]?.arrayValue ?? [] {
        rows.append([
          replica["Replica"]?.intValue.map { .int($0) } ?? .null,
          replica["Variant"]?.stringValue.map { .string($0) } ?? .null,
          replica["StartedAt"]?.intValue.map { .instant($0) } ?? .null,
          .string(line.stringValue ?? ""),
        ])
      }
    }
    return Table(data: try TableData.build(schema, rows: rows))
  }
}
