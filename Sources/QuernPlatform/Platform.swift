internal import GRDB
package import QuernOperations
internal import QuernText

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

  /// - Parameter clock: microseconds since 1970.
  /// - Parameter isAllowed: the home's owner is its account's root, who may do everything.
  /// - Parameter deliver: takes actions to be done; called in commit order, it must not wait.
  package init(
    database: PlatformDatabase, scope: Scope, modelData: ModelData,
    clock: @escaping @Sendable () -> Int64,
    isAllowed: @escaping @Sendable (String, String, Arn) -> Bool = { _, _, _ in true },
    deliver: @escaping @Sendable ([EndpointAction]) -> Void
  ) {
    self.database = database
    self.scope = scope
    self.modelData = modelData
    self.clock = clock
    self.isAllowed = isAllowed
    self.deliver = deliver
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
    } catch let fault as PlatformFault {
      return .error(.fault(fault))
    } catch {
      return .error(.fault(.database(doing: call.operation, reason: "\(error)")))
    }
  }

  /// Tells the endpoint of a replica what happened to it; a late report changes nothing.
  package func report(_ event: EndpointEvent, replica number: Int) throws(PlatformFault) {
    try supervise("report on a replica") { transaction in
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
      throw .database(doing: "close the database", reason: "\(error)")
    }
  }

  private func query<Result>(
    _ doing: String, _ body: (Database) throws -> Result
  ) throws(PlatformFault) -> Result {
    do {
      return try database.writer.read(body)
    } catch {
      throw .database(doing: doing, reason: "\(error)")
    }
  }

  private func supervise(
    _ doing: String, _ body: (Transaction) throws -> Void
  ) throws(PlatformFault) {
    do {
      try write(Caller(principal: "quern"), body)
    } catch let fault as PlatformFault {
      throw fault
    } catch {
      throw .database(doing: doing, reason: "\(error)")
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
      // Runs right after this commit and before the next transaction: the order is the commits'.
      database.afterNextTransaction { [deliver, changes] _ in
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
