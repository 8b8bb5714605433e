internal import GRDB
internal import QuernOperations

/// A model: its input as it was given, and the digest of its own copy of the data.
struct ModelRecord: Codable, FetchableRecord, PersistableRecord {
  static let databaseTableName = "model"
  var account: String
  var region: String
  var name: String
  var principal: String
  var token: String?
  var owner: String?
  var createdAt: Int64
  /// Digest of the input and the data: same name and content, nothing happens.
  var contentDigest: String
  var dataDigest: String
  var input: String
}

/// An endpoint configuration, as it was given.
struct EndpointConfigRecord: Codable, FetchableRecord, PersistableRecord {
  static let databaseTableName = "endpointConfig"
  var account: String
  var region: String
  var name: String
  var principal: String
  var token: String?
  var owner: String?
  var createdAt: Int64
  var contentDigest: String
  var input: String
}

/// An endpoint's own row; its fleets and replicas have rows of theirs.
struct EndpointRecord: Codable, FetchableRecord, PersistableRecord {
  static let databaseTableName = "endpoint"
  var account: String
  var region: String
  var name: String
  var principal: String
  var token: String?
  var owner: String?
  var createdAt: Int64
  var modifiedAt: Int64
  var status: String
  var failureReason: String?
  /// The configuration that Describe names: the serving one, else the last that was asked for.
  var configName: String
  var nextGeneration: Int
  var deploymentConfig: String?
}

struct FleetRecord: Codable, FetchableRecord, PersistableRecord {
  static let databaseTableName = "fleet"
  var account: String
  var region: String
  var endpoint: String
  var generation: Int
  var role: String
  var configName: String
  var terminationWaitSeconds: Int
}

struct FleetVariantRecord: Codable, FetchableRecord, PersistableRecord {
  static let databaseTableName = "fleetVariant"
  var account: String
  var region: String
  var endpoint: String
  var generation: Int
  var position: Int
  var name: String
  var modelName: String
  var modelPath: String
  var weight: Double
  var instanceCount: Int
  var instanceType: String?
  var startupTimeoutSeconds: Int
  var environment: [String: String]
}

struct ReplicaRecord: Codable, FetchableRecord, PersistableRecord {
  static let databaseTableName = "replica"
  var number: Int
  var account: String
  var region: String
  var endpoint: String
  var generation: Int
  var variant: String
  var ordinal: Int
  var phase: String
  var failureCount: Int
  var readyAt: Int64?
  var dueAt: Int64?
}

/// One thing that happened; sequence numbers have no gaps.
struct EventRecord: Codable, FetchableRecord, PersistableRecord {
  static let databaseTableName = "event"
  var sequence: Int64
  var at: Int64
  var account: String
  var region: String
  var principal: String
  var token: String?
  var kind: String
  var resource: String
  var detail: String
}

/// Numbers that only count up, in the same transaction as what they number.
enum Counters {
  static func value(_ name: String, _ database: Database) throws -> Int64 {
    try Int64.fetchOne(database, sql: "SELECT value FROM counter WHERE name = ?", arguments: [name])
      ?? 0
  }

  static func set(_ name: String, _ value: Int64, _ database: Database) throws {
    try database.execute(
      sql: """
        INSERT INTO counter (name, value) VALUES (?, ?)
        ON CONFLICT (name) DO UPDATE SET value = excluded.value
        """,
      arguments: [name, value])
  }

  static func next(_ name: String, _ database: Database) throws -> Int64 {
    let value = try value(name, database) + 1
    try set(name, value, database)
    return value
  }
}
