import QuernSystem
import QuernTable
import QuernTesting
import QuernText
import Testing

@testable import QuernLearning

/// Python's own xgboost reads the models that we save.
///
/// `./dev test` names an interpreter that has the package in QUERN_PYTHON; without it these tests
/// are passed over, and what Python saved is still read by `TreeEnsembleTests`.
@Suite struct PythonTests {
  static let python = HostFacts.environment("QUERN_PYTHON")

  /// Loads the model, predicts the rows, and prints the predictions as JSON.
  private static let program = """
    import json, sys
    import numpy, xgboost

    job = json.load(open(sys.argv[1]))
    booster = xgboost.Booster()
    booster.load_model(bytearray(job["text"].encode()))
    missing = lambda row: [numpy.nan if v is None else v for v in row]
    rows = numpy.array([missing(row) for row in job["rows"]], dtype=numpy.float32)
    names = booster.feature_names
    answer = booster.predict(xgboost.DMatrix(rows, feature_names=names))
    json.dump({"names": names, "answer": answer.astype(float).tolist()}, open(sys.argv[2], "w"))
    """

  @Test(
    .enabled(if: python != nil, "QUERN_PYTHON names no interpreter"),
    arguments: LearningTask.supervised)
  func pythonPredictsOurModelsAsWeDo(task: LearningTask) throws {
    let python = try #require(Self.python)
    let sample = Sample("xgboost", task, [("rounds", .int(8))])
    let model = try sample.train()
    let features = try model.features(of: try sample.table(), World.tables()).0
    let rows = (0..<features.rowCount).map { row in
      JSON.array(features.row(row).map { $0.doubleValue.map { .number($0) } ?? flag($0) })
    }
    let directory = TemporaryFolder()
    let text = String(decoding: try #require(model.xgboostJSON), as: UTF8.self)
    try Disk.real.writeAtomically(
      directory.file("job"),
      text: JSON.members([("text", .string(text)), ("rows", .array(rows))]).text())
    try Disk.real.writeAtomically(directory.file("program.py"), text: Self.program)
    let files = ["program.py", "job", "answer"].map(directory.file)
    #expect(try Spawn(python, [python] + files).spawn().wait().isSuccess)
    let answer = try JSON.parse(try Disk.real.read(directory.file("answer")))
    #expect(answer["names"]?.arrayValue?.compactMap(\.stringValue) == model.featureNames)
    let theirs = answer["answer"]?.arrayValue ?? []
    let flat = theirs.flatMap { $0.arrayValue == nil ? [$0.doubleValue ?? .nan] : $0.doubles }
    let own = try model.predictions(try sample.table(), World.tables()).0.outputs
    #expect(close(own, flat, 1e-6))
  }

  private func flag(_ scalar: Scalar) -> JSON {
    if case .bool(let value) = scalar { return .number(value ? 1 : 0) }
    return .null
  }
}
