internal import GRDB
internal import QuernOperations

/// An endpoint with everything that its rows say.
struct StoredEndpoint {
  var record: EndpointRecord
  var state: EndpointState
}

/// Reads and writes endpoints: the rows are the state, and the state is the rows.
enum EndpointStore {
  static func find(
    _ name: String, _ scope: Scope, _ database: Database
  ) throws -> StoredEndpoint? {
    let key = ["account": scope.account, "region": scope.region, "name": name]
    guard let record = try EndpointRecord.fetchOne(database, key: key) else { return nil }
    return try read(record, database)
  }

  /// The endpoint that a replica belongs to.
  static func find(replica number: Int, _ database: Database) throws -> StoredEndpoint? {
    guard let replica = try ReplicaRecord.fetchOne(database, key: number) else { return nil }
    return try find(
      replica.endpoint, Scope(account: replica.account, region: replica.region), database)
  }

  static func all(_ database: Database) throws -> [StoredEndpoint] {
    try EndpointRecord.order(sql: "account, region, name").fetchAll(database).map {
      try read($0, database)
    }
  }

  /// Endpoints with a deadline at or before `now`.
  static func due(_ now: Int64, _ database: Database) throws -> [StoredEndpoint] {
    let records = try EndpointRecord.fetchAll(
      database,
      sql: """
        SELECT * FROM endpoint WHERE (account, region, name) IN
          (SELECT account, region, endpoint FROM replica WHERE dueAt <= ?)
        ORDER BY account, region, name
        """,
      arguments: [now])
    return try records.map { try read($0, database) }
  }

  static func nextDueAt(_ database: Database) throws -> Int64? {
    try Int64.fetchOne(database, sql: "SELECT min(dueAt) FROM replica WHERE dueAt IS NOT NULL")
  }

  static func insert(_ stored: StoredEndpoint, _ database: Database) throws {
    try stored.record.insert(database)
    try writeParts(stored, database)
  }

  /// Replaces the endpoint's rows; removes them when nothing of it is left.
  static func update(_ stored: StoredEndpoint, _ database: Database) throws {
    var record = stored.record
    record.status = stored.state.status.rawValue
    record.failureReason = stored.state.failureReason
    record.nextGeneration = stored.state.nextGeneration
    if let serving = stored.state.serving { record.configName = serving.configName }
    if stored.state.isErased {
      try record.delete(database)
      return
    }
    try record.update(database)
    for table in ["fleetVariant", "fleet", "replica"] {
      try database.execute(
        sql: "DELETE FROM \(table) WHERE account = ? AND region = ? AND endpoint = ?",
        arguments: [record.account, record.region, record.name])
    }
    try writeParts(StoredEndpoint(record: record, state: stored.state), database)
  }

  private static func writeParts(_ stored: StoredEndpoint, _ database: Database) throws {
    let (record, state) = (stored.record, stored.state)
    for (role, fleet) in [("serving", state.serving), ("incoming", state.incoming)] {
      guard let fleet else { continue }
      try FleetRecord(
        account: record.account, region: record.region, endpoint: record.name,
        generation: fleet.generation, role: role, configName: fleet.configName,
        terminationWaitSeconds: fleet.terminationWaitSeconds
      ).insert(database)
      for (position, variant) in fleet.variants.enumerated() {
        try row(variant, position, fleet, record).insert(database)
      }
    }
    for replica in state.replicas {
      try ReplicaRecord(
        number: replica.number, account: record.account, region: record.region,
        endpoint: record.name, generation: replica.generation, variant: replica.variant,
        ordinal: replica.ordinal, phase: replica.phase.rawValue,
        failureCount: replica.failureCount, readyAt: replica.readyAt, dueAt: replica.dueAt
      ).insert(database)
    }
  }

  private static func row(
    _ variant: FleetVariant, _ position: Int, _ fleet: Fleet, _ record: EndpointRecord
  ) -> FleetVariantRecord {
    FleetVariantRecord(
      account: record.account, region: record.region, endpoint: record.name,
      generation: fleet.generation, position: position, name: variant.name,
      modelName: variant.modelName, modelPath: variant.modelPath, weight: variant.weight,
      instanceCount: variant.instanceCount, instanceType: variant.instanceType,
      startupTimeoutSeconds: variant.startupTimeoutSeconds, environment: variant.environment)
  }

  private static func read(_ record: EndpointRecord, _ database: Database) throws -> StoredEndpoint
  {
    let owner: StatementArguments = [record.account, record.region, record.name]
    let condition = "account = ? AND region = ? AND endpoint = ?"
    let fleets = try FleetRecord.filter(sql: condition, arguments: owner).fetchAll(database)
    let variants = try FleetVariantRecord.filter(sql: condition, arguments: owner)
      .order(sql: "position").fetchAll(database)
    let replicas = try ReplicaRecord.filter(sql: condition, arguments: owner)
      .order(sql: "number").fetchAll(database)
    func fleet(_ role: String) -> Fleet? {
      fleets.first { $0.role == role }.map { row in
        Fleet(
          generation: row.generation, configName: row.configName,
          variants: variants.filter { $0.generation == row.generation }.map(variant),
          terminationWaitSeconds: row.terminationWaitSeconds)
      }
    }
    guard let status = EndpointStatus(rawValue: record.status) else {
      throw PlatformFault.database(
        doing: "read endpoint \(record.name)", reason: "unknown status \(record.status)")
    }
    let state = EndpointState(
      name: record.name, status: status, failureReason: record.failureReason,
      serving: fleet("serving"), incoming: fleet("incoming"),
      replicas: try replicas.map(replica), nextGeneration: record.nextGeneration)
    return StoredEndpoint(record: record, state: state)
  }

  private static func variant(_ row: FleetVariantRecord) -> FleetVariant {
    FleetVariant(
      name: row.name, modelName: row.modelName, modelPath: row.modelPath, weight: row.weight,
      instanceCount: row.instanceCount, instanceType: row.instanceType,
      startupTimeoutSeconds: row.startupTimeoutSeconds, environment: row.environment)
  }

  private static func replica(_ row: ReplicaRecord) throws -> Replica {
    guard let phase = ReplicaPhase(rawValue: row.phase) else {
      throw PlatformFault.database(
        doing: "read replica \(row.number)", reason: "unknown phase \(row.phase)")
    }
    var replica = Replica(
      number: row.number, generation: row.generation, variant: row.variant, ordinal: row.ordinal,
      phase: phase)
    replica.failureCount = row.failureCount
    replica.readyAt = row.readyAt
    replica.dueAt = row.dueAt
    return replica
  }
}
