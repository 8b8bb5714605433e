import QuernLearning
import QuernTable
import QuernValue

extension AnalysisHost {
  func runScript(
    _ request: ScriptRequest, show: (String) throws -> Void
  ) throws -> ScriptOutcome {
    throw RuntimeError.unknowable
  }

  func instance() throws -> Record { throw RuntimeError.unknowable }

  func instance(named type: String) throws -> Record { throw RuntimeError.unknowable }

  func instances() throws -> Table { throw RuntimeError.unknowable }

  func costs(by grouping: String?) throws -> Table { throw RuntimeError.unknowable }

  func deployed(endpoint: String) throws -> Model? { throw RuntimeError.unknowable }

  func cell(making input: ComputedInput) -> String? { nil }

  func register(_ request: RegisterRequest) throws -> RegisteredVersion {
    throw RuntimeError.unknowable
  }

  func registered(_ name: String, approvedOnly: Bool) throws -> (Model, RegisteredVersion) {
    throw RuntimeError.unknowable
  }

  func settled(endpoint: String, seconds: Double?) throws -> EndpointStanding {
    throw RuntimeError.unknowable
  }

  func history(ofEndpoint name: String) throws -> Table { throw RuntimeError.unknowable }

  func logs(ofEndpoint name: String, lineCount: Int) throws -> Table {
    throw RuntimeError.unknowable
  }
}
