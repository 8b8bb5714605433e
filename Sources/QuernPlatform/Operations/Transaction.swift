internal import GRDB
internal import QuernOperations
internal import QuernText
internal import QuernWire

/// One operation's transaction: what it reads and writes, its events, and the actions that follow
/// its commit.
final class Transaction {
  let database: Database
  let scope: Scope
  let caller: Caller
  /// Microseconds since 1970, one moment for the whole transaction.
  let now: Int64
  private(set) var actions: [EndpointAction] = []
  /// What replicas used, as far as it changed here.
  private(set) var uses: [ReplicaUse] = []
  /// When the replica that is reported as ended did so, where that was before now.
  var endedAt: Int64?
  /// Set by a body that found everything as asked.
  var isUnchanged = false

  init(_ database: Database, scope: Scope, caller: Caller, now: Int64) {
    self.database = database
    self.scope = scope
    self.caller = caller
    self.now = now
  }

  /// Records that `kind` happened to `resource`; part of this transaction or not at all.
  func record(_ kind: String, _ resource: Arn, _ detail: JSON = .object(JSONObject())) throws {
    try EventRecord(
      sequence: try Counters.next("event", database), at: now, account: scope.account,
      region: scope.region, principal: caller.principal, token: caller.token, kind: kind,
      resource: resource.text, detail: detail.text()
    ).insert(database)
  }

  /// Steps an endpoint's machine; the caller stores the result.
  func apply(_ event: EndpointEvent, to state: inout EndpointState) throws {
    var numbers = ReplicaNumbers(next: Int(try Counters.value("replica", database)) + 1)
    let first = numbers.next
    let before = state.replicas
    actions += state.apply(event, now: now, numbers: &numbers)
    try recordReplicas(of: state, before: before, after: event)
    if numbers.next != first {
      try Counters.set("replica", Int64(numbers.next - 1), database)
    }
  }

  /// Steps a stored endpoint, writes it, and records a change of its status.
  func step(_ event: EndpointEvent, _ stored: inout StoredEndpoint) throws {
    let before = stored.state
    try apply(event, to: &stored.state)
    guard stored.state != before else { return }
    let statusChanged = stored.state.status != before.status || stored.state.isErased
    if statusChanged || stored.state.serving != before.serving { stored.record.modifiedAt = now }
    try EndpointStore.update(stored, database)
    if statusChanged { try recordStatus(stored) }
  }

  func recordStatus(_ stored: StoredEndpoint) throws {
    let state = stored.state
    var detail = JSONObject()
    detail["EndpointStatus"] = .string(state.isErased ? "Deleted" : state.status.rawValue)
    detail["EndpointConfigName"] = .string(
      (state.incoming ?? state.serving)?.configName ?? stored.record.configName)
    if let owner = caller.owner { detail["Owner"] = .string(owner) }
    if let reason = state.failureReason { detail["FailureReason"] = .string(reason) }
    try record("SageMaker Endpoint State Change", scope.arn(.endpoint, state.name), .object(detail))
  }

  /// Refuses a caller who is not the owner of `name`.
  func checkOwner(_ name: String, _ owner: String?) throws(PlatformError) {
    guard let asking = caller.owner, let owner, asking != owner, !caller.isTakeover else { return }
    throw .foreignOwner(name, owner)
  }

  /// The owner that a record has after this caller has written it.
  func ownerAfter(_ owner: String?) -> String? { caller.owner ?? owner }
}

// Replicas: what `why` tells of them.
extension Transaction {
  /// Records each replica that came, went or moved on.
  private func recordReplicas(
    of state: EndpointState, before: [Replica], after event: EndpointEvent
  ) throws {
    let old = Dictionary(before.map { ($0.number, $0.phase) }) { $1 }
    let new = Dictionary(state.replicas.map { ($0.number, $0.phase) }) { $1 }
    for replica in before + state.replicas.filter({ old[$0.number] == nil }) {
      let (from, to) = (old[replica.number], new[replica.number])
      guard from != to else { continue }
      var detail = JSONObject([
        ("Replica", .int(Int64(replica.number))), ("Variant", .string(replica.variant)),
      ])
      if let from { detail["From"] = .string(from.rawValue) }
      detail["To"] = .string(to?.rawValue ?? "gone")
      try recordUse(of: replica, in: state, isReady: to == .ready, isGone: to == nil)
      if let reason = event.reason(for: replica.number) { detail["Reason"] = .string(reason) }
      try record(
        PlatformEvent.replicaKind, scope.arn(.endpoint, state.name), .object(detail))
    }
  }
}

// The ledger: an instance is billed from its being ready until its process is gone.
extension Transaction {
  private func recordUse(
    of replica: Replica, in state: EndpointState, isReady: Bool, isGone: Bool
  ) throws {
    if isReady {
      let owner = try String.fetchOne(
        database,
        sql: "SELECT owner FROM endpoint WHERE account = ? AND region = ? AND name = ?",
        arguments: [scope.account, scope.region, state.name])
      let use = ReplicaUse(
        number: replica.number, endpoint: state.name, variant: replica.variant, owner: owner,
        instanceType: state.variant(of: replica)?.instanceType, startedAt: now)
      try ReplicaUseRecord(use, scope).insert(database, onConflict: .ignore)
      uses.append(use)
    }
    guard isGone, var record = try ReplicaUseRecord.fetchOne(database, key: replica.number),
      record.endedAt == nil
    else { return }
    record.endedAt = max(record.startedAt, min(now, endedAt ?? now))
    try record.update(database)
    uses.append(record.use)
  }
}

extension EndpointEvent {
  /// Why a replica changed, where the event says it.
  fileprivate func reason(for replica: Int) -> String? {
    switch self {
    case .ended(replica, let end): end.reason
    case .unhealthy(replica): "it does not answer pings"
    case .due: "its time was over"
    case .create, .update, .delete, .ready, .ended, .unhealthy: nil
    }
  }
}
