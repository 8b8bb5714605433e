internal import Glibc
package import QuernSystem
internal import QuernText

/// An instance with what is known of it; nothing is woken to find out.
package struct InstanceSummary: Sendable, Hashable {
  package var name: String
  package var status: InstanceStatus
  /// The type it has, or had when it last ran.
  package var type: String
  /// Whether the type was asked for, so that its memory is promised while it runs.
  package var isPromised: Bool
  /// Why its last start failed.
  package var failure: String?
  package var record: InstanceRecord?
  package var session: SessionSummary?
}

/// The instances of a home: each has the name of the session that is bound to it.
package struct Instances: Sendable {
  private let home: HomeDirectory
  private let listing: SessionListing

  package init(home: HomeDirectory) {
    self.home = home
    listing = SessionListing(home: home)
  }

  package func directory(_ name: String) -> SessionDirectory { listing.directory(name) }

  /// Those that run or were made by name; all sessions where asked.
  package func all(withSessions: Bool) throws(SessionError) -> [InstanceSummary] {
    let folder = Path.join(home.path, "sessions")
    let names: [String]
    do throws(SystemError) {
      names = Disk.real.exists(folder) ? try Disk.real.list(folder).sorted() : []
    } catch {
      throw .system(error)
    }
    var found: [InstanceSummary] = []
    for name in names {
      let directory = directory(name)
      let isMade = Disk.real.exists(directory.instanceFile)
      guard withSessions || isMade || directory.isOwned else { continue }
      if let instance = try self.named(name) { found.append(instance) }
    }
    return found
  }

  /// The instance of that name; nil where there is neither one nor a session.
  package func named(_ name: String) throws(SessionError) -> InstanceSummary? {
    let directory = directory(name)
    let record = try InstanceRecord.find(directory)
    let session = try listing.session(name)
    guard record != nil || session != nil else { return nil }
    let type = record?.type ?? session?.instance ?? ""
    let isAwake = directory.isOwned
    return InstanceSummary(
      name: name, status: Self.status(record, isOwned: isAwake),
      type: isAwake ? session?.instance ?? type : type,
      isPromised: record?.type != nil, failure: record?.failure, record: record, session: session)
  }

  private static func status(_ record: InstanceRecord?, isOwned: Bool) -> InstanceStatus {
    if let transition = record?.transition, transition.isUnderWay { return transition.status }
    if isOwned { return .inService }
    return record?.failure == nil ? .stopped : .failed
  }

  package func names() throws(SessionError) -> [String] {
    try all(withSessions: true).map(\.name)
  }

  /// Starts an instance that is at rest; its session's names are all there.
  package func start(_ name: String, build: String) throws(SessionError) {
    try InstanceRecord.update(directory(name)) { $0.isKept = true }
    let client = try open(name, build: build)
    client.detach()
  }

  /// Ends an instance; names and values stay on disk. False where it did not run.
  @discardableResult
  package func stop(
    _ name: String, as status: InstanceStatus = .stopping
  ) throws(SessionError) -> Bool {
    let client = try SessionClient.openIfRunning(
      directory: directory(name).path, options: SessionOptions(home: home, settings: nil))
    if try InstanceRecord.find(directory(name)) != nil {
      try InstanceRecord.update(directory(name)) { $0.isKept = false }
    }
    guard let client else { return false }
    try during(name, status) { () throws(SessionError) in try Self.rest(client) }
    return true
  }

  /// Gives an instance another type. One that runs is ended when all is on disk and begun again
  /// on the new type; where that cannot be had it is back on the old one.
  package func resize(_ name: String, to type: String, build: String) throws(SessionError) {
    let directory = directory(name)
    let before = try InstanceRecord.find(directory)?.type
    let client = try SessionClient.openIfRunning(
      directory: directory.path, options: SessionOptions(home: home, settings: nil))
    guard let client else {
      try InstanceRecord.update(directory) { $0.type = type }
      return
    }
    try during(name, .updating) { () throws(SessionError) in
      try Self.rest(client)
      try InstanceRecord.update(directory) { $0.type = type }
      do throws(SessionError) {
        try open(name, build: build).detach()
      } catch {
        try InstanceRecord.update(directory) { $0.type = before }
        try open(name, build: build).detach()
        throw error
      }
    }
  }

  /// Hibernates, so that front ends that are there wake it by themselves; a running cell is ended.
  private static func rest(_ client: SessionClient) throws(SessionError) {
    do throws(SessionError) {
      try client.hibernate()
    } catch {
      guard case .refused("session-busy", _) = error else { throw error }
      try client.close()
      client.directory.awaitRelease()
    }
  }

  /// Forgets an instance and its session; what it used stays in the ledger.
  package func delete(_ name: String) throws(SessionError) {
    try InstanceRecord.update(directory(name)) {
      $0.transition = InstanceRecord.Transition(.deleting)
    }
    try directory(name).remove()
  }

  /// Does something while the instance says what is under way.
  private func during(
    _ name: String, _ status: InstanceStatus, _ body: () throws(SessionError) -> Void
  ) throws(SessionError) {
    let directory = directory(name)
    // A session that was never made an instance stays none.
    let isMade = try InstanceRecord.find(directory) != nil || status == .updating
    if isMade {
      try InstanceRecord.update(directory) { $0.transition = InstanceRecord.Transition(status) }
    }
    var failure: SessionError?
    do throws(SessionError) {
      try body()
    } catch {
      failure = error
    }
    if isMade { try InstanceRecord.update(directory) { $0.transition = nil } }
    if let failure { throw failure }
  }

  private func open(_ name: String, build: String) throws(SessionError) -> SessionClient {
    try SessionClient.open(
      directory: directory(name).path,
      options: SessionOptions(
        home: home, settings: nil, build: build, idleSeconds: SessionLimits.idleSeconds))
  }
}
