package import QuernSystem

/// Who trains: the helper process in a session, this process in tests.
package struct FitRunner: Sendable {
  package typealias OnProgress = @Sendable (TrainProgress) -> Void

  /// Runs the job to its end; the interrupt ends it early.
  package let run: @Sendable (FitJob, Interrupt, OnProgress) throws(LearningError) -> FitResult

  package init(
    _ run: @escaping @Sendable (FitJob, Interrupt, OnProgress) throws(LearningError) -> FitResult
  ) {
    self.run = run
  }

  /// Trains in this process: for tests, and for the helper itself.
  package static let inProcess = FitRunner { (job, interrupt, onProgress) throws(LearningError) in
    try FitWorker.fit(job, interrupt: interrupt, onProgress: onProgress)
  }
}

/// The training side: runs inside `quern __fit`.
package enum FitWorker {
  /// Performs a job that came as header and memory; the last message is `finished` or `failed`.
  package static func serve(
    _ job: FitJob, interrupt: Interrupt, emit: @escaping @Sendable (FitMessage) -> Void
  ) {
    do throws(LearningError) {
      let result = try fit(job, interrupt: interrupt) { emit(.progress($0)) }
      emit(.finished(result))
    } catch {
      emit(.failed(error))
    }
  }

  static func fit(
    _ job: FitJob, interrupt: Interrupt, onProgress: FitRunner.OnProgress
  ) throws(LearningError) -> FitResult {
    guard job.header.algorithm == "xgboost" else {
      throw .unknownAlgorithm(job.header.algorithm, known: ["xgboost"])
    }
    return try XGBoostFit(job: job, interrupt: interrupt).run(onProgress)
  }
}
