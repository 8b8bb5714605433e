import QuernLearning
import QuernSystem
import QuernTable
import QuernText
import QuernValue

/// The host of verbs that run on placeholders: it opens no door.
final class AnalysisHost: Host {
  static let shared = AnalysisHost()

  let tableContext = TableContext(
    arena: .unlimited, workers: Workers(threadCount: 1), interrupt: Interrupt())
  var fit: FitRunner { .inProcess }

  func openTable(_ path: String, options: CSVOptions) throws -> Table {
    throw RuntimeError.unknowable
  }

  func writeTable(_ table: Table, to path: String) throws -> ActOutcome {
    throw RuntimeError.unknowable
  }

  func listFolder(_ path: String) throws -> [String] { throw RuntimeError.unknowable }

  func writeBytes(_ bytes: [UInt8], to path: String) throws -> ActOutcome {
    throw RuntimeError.unknowable
  }

  func readText(_ path: String) throws -> String { throw RuntimeError.unknowable }

  func now() -> Int64 { 0 }

  func perform(operation: String, input: JSON, token: ActToken) throws -> JSON {
    throw RuntimeError.unknowable
  }

  func deploy(_ request: DeployRequest) throws -> DeployOutcome { throw RuntimeError.unknowable }

  func stopEndpoint(_ name: String, token: ActToken) throws -> Bool {
    throw RuntimeError.unknowable
  }

  func endpoint(named name: String) throws -> EndpointHandle { throw RuntimeError.unknowable }

  func openRun(_ name: String, token: ActToken) throws { throw RuntimeError.unknowable }

  func closeRun() {}

  func invoke(endpoint: String, contentType: String, body: [UInt8]) throws -> EndpointAnswer {
    throw RuntimeError.unknowable
  }

  func record(_ run: RunRecord) throws { throw RuntimeError.unknowable }

  func experiments() throws -> Table { throw RuntimeError.unknowable }

  func emit(_ output: Output) {}

  func ask(_ question: UserQuestion) throws -> String? { throw RuntimeError.unknowable }
}
