package import QuernLearning
package import QuernPlan
import QuernSyntax
package import QuernSystem
package import QuernTable
package import QuernText
package import QuernValue
import Synchronization

/// A host without a world: its clock stands still, its files lie in one folder, and it keeps what
/// it is told.
package final class SimulatedHost: Host {
  private struct State {
    var outputs: [Output] = []
    var runs: [RunRecord] = []
    var operations: [(operation: String, input: JSON)] = []
    var answers: [String] = []
    var questions: [UserQuestion] = []
    /// Deployed models by the endpoint's name.
    var endpoints: [String: Model] = [:]
  }

  package let tableContext: TableContext
  package let fit: FitRunner = .inProcess
  /// Where relative paths lead.
  package let folder: String
  /// Microseconds UTC: what `now()` is.
  package let instant: Int64
  /// Called for each output, before it is kept: tests interrupt a cell from here.
  package let onEmit: (@Sendable (Output) -> Void)?
  private let state = Mutex(State())
  let registry = SimulatedRegistry()

  /// 2026-01-02T03:04:05Z.
  package static let defaultInstant: Int64 = 1_767_323_045_000_000

  package init(
    folder: String, arena: Arena = .unlimited, threadCount: Int = 2,
    interrupt: Interrupt = Interrupt(),
    instant: Int64 = SimulatedHost.defaultInstant,
    onEmit: (@Sendable (Output) -> Void)? = nil
  ) {
    self.onEmit = onEmit
    self.folder = folder
    self.instant = instant
    tableContext = TableContext(
      arena: arena, workers: Workers.shared(threadCount), interrupt: interrupt)
  }

  /// What was shown since the last call.
  package func takeOutputs() -> [Output] {
    state.withLock { state in
      defer { state.outputs = [] }
      return state.outputs
    }
  }

  /// What `ask` answers, one after the other.
  package func answer(_ text: String) {
    state.withLock { $0.answers.append(text) }
  }

  package var runs: [RunRecord] { state.withLock { $0.runs } }

  package var operations: [(operation: String, input: JSON)] {
    state.withLock { $0.operations }
  }

  package func openTable(_ path: String, options: CSVOptions) throws -> Table {
    Table(
      source: try TableFiles.open(absolute(path), options: options, context: tableContext))
  }

  package func writeTable(_ table: Table, to path: String) throws -> ActOutcome {
    let path = absolute(path)
    let earlier = Disk.real.exists(path) ? try Disk.real.read(path) : nil
    let data = try table.collect(tableContext)
    try TableFiles.write(data, to: path)
    guard let earlier else { return .created }
    return try Disk.real.read(path) == earlier ? .unchanged : .updated
  }

  package func listFolder(_ path: String) throws -> [String] {
    try Disk.real.list(absolute(path))
  }

  package func writeBytes(_ bytes: [UInt8], to path: String) throws -> ActOutcome {
    let path = absolute(path)
    let earlier = Disk.real.exists(path) ? try Disk.real.read(path) : nil
    if earlier == bytes { return .unchanged }
    try Disk.real.writeAtomically(path, bytes)
    return earlier == nil ? .created : .updated
  }

  package func readText(_ path: String) throws -> String {
    try Disk.real.readText(absolute(path))
  }

  package func now() -> Int64 { instant }

  package func perform(operation: String, input: JSON, token: ActToken) throws -> JSON {
    state.withLock { $0.operations.append((operation, input)) }
    throw RuntimeError(
      Diagnostic(code: "no-platform", message: "there is no platform in a simulation", range: nil),
      .network)
  }

  /// Keeps the model; it answers in this process, as a replica would.
  package func deploy(_ request: DeployRequest) throws -> DeployOutcome {
    let digest = try request.model.digest()
    let earlier = state.withLock { state in
      defer { state.endpoints[request.endpoint] = request.model }
      return state.endpoints[request.endpoint]
    }
    let outcome: ActOutcome =
      try earlier == nil ? .created : earlier?.digest() == digest ? .unchanged : .updated
    return DeployOutcome(outcome: outcome, endpoint: Self.handle(request.endpoint))
  }

  package func deployed(endpoint: String) throws -> Model? {
    state.withLock { $0.endpoints[endpoint] }
  }

  package func cell(making input: ComputedInput) -> String? { nil }

  package func stopEndpoint(_ name: String, token: ActToken) throws -> Bool {
    state.withLock { $0.endpoints.removeValue(forKey: name) != nil }
  }

  package func endpoint(named name: String) throws -> EndpointHandle {
    guard state.withLock({ $0.endpoints[name] != nil }) else { throw Self.noPlatform }
    return Self.handle(name)
  }

  private static func handle(_ name: String) -> EndpointHandle {
    EndpointHandle(name: name, arn: "arn:aws:sagemaker:local:0:endpoint/\(name)")
  }

  package func openRun(_ name: String, token: ActToken) throws {}

  package func closeRun() {}

  static var noPlatform: RuntimeError {
    RuntimeError(
      Diagnostic(code: "no-platform", message: "there is no platform in a simulation", range: nil),
      .network)
  }

  package func invoke(
    endpoint: String, contentType: String, body: [UInt8]
  ) throws -> EndpointAnswer {
    guard let model = state.withLock({ $0.endpoints[endpoint] }) else { throw Self.noPlatform }
    let answer = ServedModel(model: model).answer(
      contentType: contentType, accept: nil, body: body)
    return EndpointAnswer(
      status: answer.status, contentType: answer.contentType, body: answer.body,
      // By way of the header, as over the wire.
      counts: answer.counts.header.flatMap(ServedCounts.init(header:)))
  }

  package func record(_ run: RunRecord) throws {
    state.withLock { state in
      if !state.runs.contains(where: { $0.token == run.token && $0.kind == run.kind }) {
        state.runs.append(run)
      }
    }
  }

  package func experiments() throws -> Table {
    let schema = Schema([("run", .string), ("seconds", .float)])
    let rows = runs.map { run in
      [Scalar.string(run.name ?? run.kind), Scalar.float(run.seconds)]
    }
    return Table(data: try TableData.build(schema, rows: rows))
  }

  package func emit(_ output: Output) {
    onEmit?(output)
    if !output.isTransient { state.withLock { $0.outputs.append(output) } }
  }

  package func ask(_ question: UserQuestion) throws -> String? {
    state.withLock { state in
      state.questions.append(question)
      return state.answers.isEmpty ? nil : state.answers.removeFirst()
    }
  }

  /// What `ask` wanted to know.
  package var questions: [UserQuestion] { state.withLock { $0.questions } }

  private func absolute(_ path: String) -> String {
    path.hasPrefix("/") ? path : "\(folder)/\(path)"
  }
}
