package import QuernText

/// The stretch in which one replica of an endpoint was in service: what a ledger bills.
///
/// The control plane keeps it in its database and, for whoever only looks, in a file beside it.
package struct ReplicaUse: Sendable, Hashable {
  /// Unique in a home.
  package var number: Int
  package var endpoint: String
  package var variant: String
  /// The notebook that deployed it; nil where it was none.
  package var owner: String?
  /// Nil: the machine as it is.
  package var instanceType: String?
  /// Microseconds since 1970: when it was ready.
  package var startedAt: Int64
  /// When its process was gone; nil while it serves.
  package var endedAt: Int64?

  package init(
    number: Int, endpoint: String, variant: String, owner: String?, instanceType: String?,
    startedAt: Int64, endedAt: Int64? = nil
  ) {
    self.number = number
    self.endpoint = endpoint
    self.variant = variant
    self.owner = owner
    self.instanceType = instanceType
    self.startedAt = startedAt
    self.endedAt = endedAt
  }

  /// One line of the file.
  package var json: JSON {
    .members([
      ("replica", .int(Int64(number))), ("endpoint", .string(endpoint)),
      ("variant", .string(variant)), ("owner", owner.map { .string($0) } ?? .null),
      ("instance", instanceType.map { .string($0) } ?? .null), ("started", .int(startedAt)),
      ("ended", endedAt.map { .int($0) } ?? .null),
    ])
  }

  /// Nil where the JSON is no use.
  package init?(json: JSON) {
    guard let number = json["replica"]?.intValue, let endpoint = json["endpoint"]?.stringValue,
      let started = json["started"]?.intValue
    else { return nil }
    self.init(
      number: Int(number), endpoint: endpoint, variant: json["variant"]?.stringValue ?? "",
      owner: json["owner"]?.stringValue, instanceType: json["instance"]?.stringValue,
      startedAt: started, endedAt: json["ended"]?.intValue)
  }

  /// The uses of a file's lines, by number: of one replica the last line counts, a torn one not.
  package static func parse(_ bytes: [UInt8]) -> [ReplicaUse] {
    var found: [Int: ReplicaUse] = [:]
    for line in bytes.split(separator: 10) {
      guard let use = parse(line) else { continue }
      found[use.number] = use
    }
    return found.values.sorted { $0.number < $1.number }
  }

  private static func parse(_ line: ArraySlice<UInt8>) -> ReplicaUse? {
    do {
      return ReplicaUse(json: try JSON.parse(Array(line)))
    } catch {
      return nil
    }
  }
}
