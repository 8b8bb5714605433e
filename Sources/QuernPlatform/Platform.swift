internal import GRDB
package import QuernOperations
internal import QuernText
package import QuernWire
internal import Synchronization

/// The platform: every door calls `perform`, every process reports to `report`.
///
/// It is synchronous. One operation is one transaction; its events are committed with it, its
/// actions are handed over in the order of the commits.
package final class Platform: Sendable {
  package let scope: Scope
  package let modelData: ModelData
  /// Rings after every commit that changed something.
  package let changes = ChangeBell()
  private let database: PlatformDatabase
  /// Whether a principal may do an action to a resource.
  let isAllowed: @Sendable (_ principal: String, _ action: String, _ resource: Arn) -> Bool
  private let clock: @Sendable () -> Int64
  private let deliver: @Sendable ([EndpointAction]) -> Void
  /// Takes what replicas used, in commit order.
  private let bill: @Sendable ([ReplicaUse]) -> Void
  private let standing = Mutex<PlatformFault?>(nil)

  /// What keeps the platform from writing what has happened; nil where nothing does. It is tried
  /// again until it goes.
  package var trouble: PlatformFault? { standing.withLock { $0 } }

  /// - Parameter clock: microseconds since 1970.
  /// - Parameter isAllowed: the home's owner is its account's root, who may do everything.
  /// - Parameter deliver: takes actions to be done; called in commit order, it must not wait.
  package init(
    database: PlatformDatabase, scope: Scope, modelData: ModelData,
    clock: @escaping @Sendable () -> Int64,
    isAllowed: @escaping @Sendable (String, String, Arn) -> Bool = { _, _, _ in true },
    deliver: @escaping @Sendable ([EndpointAction]) -> Void,
    bill: @escaping @Sendable ([ReplicaUse]) -> Void = { _ in }
  ) {
    self.database = database
    self.scope = scope
    self.modelData = modelData
    self.clock = clock
    self.isAllowed = isAllowed
    self.deliver = deliver
    self.bill = bill
  }

  /// Performs one operation: decode → validate → authorise → body → event rows → commit → actions.
  package func perform(_ call: OperationCall) -> OperationAnswer {
    guard let body = Body.all[call.operation] else {
      return .error(.unknownOperation(call.operation))
    }
    do {
      let (output, isUnchanged) = try body.perform(call.input, self, call.caller)
      return .output(output, isUnchanged: isUnchanged)
    } catch let error as PlatformError {
      return .error(error)
    } catch {
      return .error(
        .fault(PlatformFault.of(error, doing: call.operation, path: database.path)))
    }
  }

  /// Tells the endpoint of a replica what happened to it; a late report changes nothing.
  ///
  /// `endedAt` is when it ended, where that is known to be earlier.
  package func report(
    _ event: EndpointEvent, replica number: Int, endedAt: Int64? = nil
  ) throws(PlatformFault) {
    try supervise("report on a replica") { transaction in
      transaction.endedAt = endedAt
      guard var stored = try EndpointStore.find(replica: number, transaction.database) else {
        return
      }
      try transaction.step(event, &stored)
    }
  }

  /// Fires every deadline that has come.
  package func fireDeadlines() throws(PlatformFault) {
    try supervise("fire deadlines") { transaction in
      for var stored in try EndpointStore.due(transaction.now, transaction.database) {
        try transaction.step(.due, &stored)
      }
    }
  }

  /// When the next deadline comes, in microseconds since 1970.
  package func nextDueAt() throws(PlatformFault) -> Int64? {
    try query("read deadlines") { try EndpointStore.nextDueAt($0) }
  }

  /// Every endpoint's state, as its rows say.
  package func endpoints() throws(PlatformFault) -> [EndpointState] {
    try query("read endpoints") { try EndpointStore.all($0).map(\.state) }
  }

  /// The endpoint and the fleet of a replica; nil where it is gone.
  package func place(ofReplica number: Int) throws(PlatformFault) -> ReplicaPlace? {
    try query("read a replica") { database in
      try ReplicaRecord.fetchOne(database, key: number).map {
        ReplicaPlace(endpoint: $0.endpoint, generation: $0.generation)
      }
    }
  }

  /// What every replica used that ever was ready, by number.
  package func uses() throws(PlatformFault) -> [ReplicaUse] {
    try query("read uses") { database in
      try ReplicaUseRecord.order(sql: "number").fetchAll(database).map(\.use)
    }
  }

  /// Every event, in order.
  package func events(after sequence: Int64 = 0) throws(PlatformFault) -> [PlatformEvent] {
    try query("read events") { database in
      try EventRecord.filter(sql: "sequence > ?", arguments: [sequence])
        .order(sql: "sequence").fetchAll(database).map(PlatformEvent.init)
    }
  }

  /// The newest events of one resource, in order.
  func events(of resource: String, countMax: Int) throws(PlatformFault) -> [PlatformEvent] {
    try query("read events") { database in
      try EventRecord.filter(sql: "resource = ?", arguments: [resource])
        .order(sql: "sequence DESC").limit(countMax).fetchAll(database).reversed()
        .map(PlatformEvent.init)
    }
  }

  /// Digests of the models' files that some model or endpoint still needs.
  package func modelDigestsInUse() throws(PlatformFault) -> Set<String> {
    try query("read models") { database in
      let models = try String.fetchAll(database, sql: "SELECT dataDigest FROM model")
      let registered = try String.fetchAll(database, sql: "SELECT dataDigest FROM modelPackage")
      let served = try String.fetchAll(database, sql: "SELECT modelPath FROM fleetVariant")
      return Set(
        models + registered
          + served.compactMap { $0.split(separator: "/").last.map(String.init) })
    }
  }

  /// Closes the database; nothing may be asked afterwards.
  package func close() throws(PlatformFault) {
    do {
      try database.writer.close()
    } catch {
      throw PlatformFault.of(error, doing: "close the database", path: database.path)
    }
  }

  private func query<Result>(
    _ doing: String, _ body: (Database) throws -> Result
  ) throws(PlatformFault) -> Result {
    do {
      return try database.writer.read(body)
    } catch {
      throw PlatformFault.of(error, doing: doing, path: database.path)
    }
  }

  private func supervise(
    _ doing: String, _ body: (Transaction) throws -> Void
  ) throws(PlatformFault) {
    do {
      try write(Caller(principal: "quern"), body)
      standing.withLock { $0 = nil }
    } catch {
      let fault = PlatformFault.of(error, doing: doing, path: database.path)
      standing.withLock { $0 = fault }
      // Whoever waits for what could not be written is told.
      changes.ring()
      throw fault
    }
  }

  func read<Result>(_ caller: Caller, _ body: (Transaction) throws -> Result) throws -> Result {
    try database.writer.read { database in
      try body(Transaction(database, scope: scope, caller: caller, now: clock()))
    }
  }

  func write<Result>(_ caller: Caller, _ body: (Transaction) throws -> Result) throws -> Result {
    try database.writer.write { database in
      let transaction = Transaction(database, scope: scope, caller: caller, now: clock())
      let before = database.totalChangesCount
      let result = try body(transaction)
      let isChanged = database.totalChangesCount != before
      let actions = transaction.actions
      let uses = transaction.uses
      // Runs right after this commit and before the next transaction: the order is the commits'.
      database.afterNextTransaction { [deliver, bill, changes] _ in
        if !uses.isEmpty { bill(uses) }
        if !actions.isEmpty { deliver(actions) }
        if isChanged { changes.ring() }
      }
      return result
    }
  }
}

/// One recorded event.
package struct PlatformEvent: Equatable, Sendable {
  package let sequence: Int64
  package let at: Int64
  package let principal: String
  package let token: String?
  package let kind: String
  package let resource: String
  package let detail: String

  init(_ record: EventRecord) {
    sequence = record.sequence
    at = record.at
    principal = record.principal
    token = record.token
    kind = record.kind
    resource = record.resource
    detail = record.detail
  }
}
