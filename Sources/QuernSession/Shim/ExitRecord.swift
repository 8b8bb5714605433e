package import QuernText

/// How a worker ended: written by its shim as `exit.json`, whole or not at all.
package struct ExitRecord: Sendable, Hashable {
  package enum Reason: String, Sendable, Hashable, CaseIterable {
    /// By itself, with the status given.
    case exited
    /// By a signal.
    case killed
    /// By the instance's memory limit.
    case memory
  }

  package var reason: Reason
  /// Exit status, or number of the signal.
  package var status: Int
  package var pid: Int
  /// What of the limit was in use when it was ended by it.
  package var memoryBytes: Int?

  package init(reason: Reason, status: Int, pid: Int, memoryBytes: Int? = nil) {
    self.reason = reason
    self.status = status
    self.pid = pid
    self.memoryBytes = memoryBytes
  }

  package var json: JSON {
    var object = JSONObject([
      ("exit", 1), ("reason", .string(reason.rawValue)), ("status", .int(Int64(status))),
      ("pid", .int(Int64(pid))),
    ])
    if let memoryBytes { object["memoryBytes"] = .int(Int64(memoryBytes)) }
    return .object(object)
  }

  /// Nil where the JSON is no exit record.
  package init?(json: JSON) {
    guard let name = json["reason"]?.stringValue, let reason = Reason(rawValue: name),
      let status = json["status"]?.intValue, let pid = json["pid"]?.intValue
    else { return nil }
    self.reason = reason
    self.status = Int(status)
    self.pid = Int(pid)
    memoryBytes = json["memoryBytes"]?.intValue.map { Int($0) }
  }

  /// As a user reads it, without a full stop.
  package var sentence: String {
    switch reason {
    case .exited: "the session's worker ended with status \(status)"
    case .killed: "the session's worker was ended by signal \(status)"
    case .memory: "the session's worker was ended by its instance's memory limit"
    }
  }
}
