import Glibc
import QuernOperations
import QuernPlatform
import QuernSystem
import QuernTesting
import QuernText
import QuernWire
import Testing

/// A platform in memory with a model file, a clock that stands still, and nobody who acts.
final class PlatformFixture: @unchecked Sendable {
  private let folder = TemporaryFolder()
  private let lock = Lock()
  private var time: Int64 = 1_700_000_000_000_000
  private var delivered: [EndpointAction] = []
  private var billed: [ReplicaUse] = []
  private(set) var platform: Platform!
  let database: PlatformDatabase

  /// With a page size the database is a file of such pages, else it is in memory.
  init(pageByteCount: Int? = nil) throws {
    if let pageByteCount {
      database = try .open(
        path: folder.path + "/platform.sqlite", pageByteCount: pageByteCount)
    } else {
      database = try .inMemory()
    }
    try Disk.real.writeAtomically(modelPath, text: "a model")
    begin()
  }

  var directory: String { folder.path }

  /// A control plane over the rows that are there, as after a crash of the one before.
  func begin(disk: Disk = .real) {
    platform = Platform(
      database: database, scope: Scope(account: "000000000000", region: "us-east-1"),
      modelData: ModelData(directory: directory + "/models", disk: disk),
      clock: { [unowned self] in now },
      deliver: { [unowned self] actions in lock.withLock { delivered += actions } },
      bill: { [unowned self] uses in lock.withLock { billed += uses } })
  }

  /// The uses that were handed over, of each replica the latest.
  var latestBilled: [ReplicaUse] {
    let all = lock.withLock { billed }
    return ReplicaUse.parse(Array(all.map { $0.json.text() }.joined(separator: "\n").utf8))
  }

  /// All rows, the folder's name left out.
  func rows() throws -> String { try database.dump().replacing(directory, with: "…") }

  var modelPath: String { directory + "/model.json" }

  var now: Int64 { lock.withLock { time } }

  func advance(to moment: Int64) { lock.withLock { time = max(time, moment) } }

  func advance(seconds: Int64) { lock.withLock { time += seconds * 1_000_000 } }

  /// What was tried and refused is tried again at the same time.
  func turnBack(to moment: Int64) { lock.withLock { time = moment } }

  /// The actions since the last call.
  func takeActions() -> [EndpointAction] {
    lock.withLock {
      defer { delivered = [] }
      return delivered
    }
  }

  func perform(
    _ operation: String, _ input: JSON, owner: String? = nil, token: String? = nil,
    takeover: Bool = false
  ) -> OperationAnswer {
    platform.perform(
      OperationCall(
        operation: operation, input: input,
        caller: Caller(principal: "tester", owner: owner, token: token, isTakeover: takeover)))
  }

  func output(
    _ operation: String, _ input: JSON, owner: String? = nil,
    sourceLocation: SourceLocation = #_sourceLocation
  ) throws -> JSON {
    switch perform(operation, input, owner: owner) {
    case .output(let output, _): return output
    case .error(let error):
      Issue.record("\(operation): \(error.code): \(error.message)", sourceLocation: sourceLocation)
      throw error
    }
  }

  func error(_ operation: String, _ input: JSON, owner: String? = nil) throws -> PlatformError {
    switch perform(operation, input, owner: owner) {
    case .output(let output, _):
      Issue.record("\(operation) was accepted: \(output.text())")
      throw PlatformError(code: "none", message: "")
    case .error(let error): return error
    }
  }

  func createModel(_ name: String) throws {
    _ = try output(
      "CreateModel",
      ["ModelName": .string(name), "PrimaryContainer": ["ModelDataUrl": .string(modelPath)]])
  }

  func createConfig(_ name: String, model: String, count: Int = 1) throws {
    _ = try output(
      "CreateEndpointConfig",
      [
        "EndpointConfigName": .string(name),
        "ProductionVariants": [
          [
            "VariantName": "A", "ModelName": .string(model),
            "InitialInstanceCount": .int(Int64(count)),
          ]
        ],
      ])
  }

  /// An endpoint that is created and whose replicas are all ready.
  func serve(_ endpoint: String, config: String) throws {
    _ = try output(
      "CreateEndpoint",
      ["EndpointName": .string(endpoint), "EndpointConfigName": .string(config)])
    try makeReady(endpoint)
  }

  /// Reports every starting replica of an endpoint as ready.
  func makeReady(_ endpoint: String) throws {
    for replica in try state(endpoint).replicas where replica.phase == .starting {
      try platform.report(.ready(replica: replica.number), replica: replica.number)
    }
  }

  func state(_ endpoint: String) throws -> EndpointState {
    try #require(try platform.endpoints().first { $0.name == endpoint })
  }
}
