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

  func costs() throws -> Table { throw RuntimeError.unknowable }
}
