internal import GRDB
internal import QuernOperations
internal import QuernWire

/// What a replica used, in the database.
struct ReplicaUseRecord: Codable, FetchableRecord, PersistableRecord {
  static let databaseTableName = "replicaUse"
  var number: Int
  var account: String
  var region: String
  var endpoint: String
  var variant: String
  var owner: String?
  var instanceType: String?
  var startedAt: Int64
  var endedAt: Int64?

  init(_ use: ReplicaUse, _ scope: Scope) {
    number = use.number
    account = scope.account
    region = scope.region
    endpoint = use.endpoint
    variant = use.variant
    owner = use.owner
    instanceType = use.instanceType
    startedAt = use.startedAt
    endedAt = use.endedAt
  }

  var use: ReplicaUse {
    ReplicaUse(
      number: number, endpoint: endpoint, variant: variant, owner: owner,
      instanceType: instanceType, startedAt: startedAt, endedAt: endedAt)
  }
}
