internal import QuernSystem
internal import QuernText
internal import QuernWire

/// Runs cells: text → plan → cache → evaluator → outputs.
final class CellRunner: CellExecutor {
  private let options: WorkerOptions
  private let build: String

  init(
    options: WorkerOptions, build: String, names: [CellReport.Definition],
    versions: [String: Int]
  ) {
    self.options = options
    self.build = build
  }

  func configure(_ settings: SessionSettings) {}

  func execute(_ submission: CellSubmission, door: any CellDoor) -> CellReport {
    CellReport(
      id: submission.id, index: submission.index, status: .error, seconds: 0,
      errorCode: "no-evaluator")
  }
}
