import QuernLearning
import QuernPlan
import QuernTable
import QuernValue

/// The fields of values: `record.x`, `model.features`, `range.start`.
enum Fields {
  static func field(_ name: String, of value: Value) throws(RuntimeError) -> Value? {
    switch value {
    case .record(let record): return record[name]
    case .range(let lower, let upper):
      return name == "start" ? lower : name == "end" ? upper : nil
    case .endpoint(let handle):
      return name == "name" ? .string(handle.name) : name == "arn" ? .string(handle.arn) : nil
    case .algorithm(let spec): return algorithm(spec)[name]
    case .model(let model): return self.model(model)[name]
    case .evaluation(let evaluation):
      if let fact = self.evaluation(evaluation)[name] { return fact }
      do throws(LearningError) {
        return try evaluation.table(name).map { .table($0) }
      } catch {
        throw RuntimeError(any: error)
      }
    case .null, .bool, .int, .float, .string, .date, .time, .datetime, .instant, .duration,
      .size, .list, .column, .table, .function, .recipe, .step, .selection, .across, .plot,
      .pattern, .secret, .constant:
      return nil
    }
  }

  static func names(of value: Value) -> [String] {
    switch value {
    case .record(let record): record.names
    case .range: ["start", "end"]
    case .endpoint: ["name", "arn"]
    case .algorithm(let spec): algorithm(spec).names
    case .model(let model): self.model(model).names
    case .evaluation(let evaluation):
      self.evaluation(evaluation).names + evaluation.tableNames
    case .null, .bool, .int, .float, .string, .date, .time, .datetime, .instant, .duration,
      .size, .list, .column, .table, .function, .recipe, .step, .selection, .across, .plot,
      .pattern, .secret, .constant:
      []
    }
  }

  private static func algorithm(_ spec: AlgorithmSpec) -> Record {
    Record([
      ("name", .string(spec.name)),
      ("parameters", .record(spec.parameters.map { ($0.name, Value($0.value)) })),
    ])
  }

  private static func model(_ model: Model) -> Record {
    Record([
      ("algorithm", .string(model.algorithm.name)),
      ("task", .string(model.task.rawValue)),
      ("target", model.target.map { .string($0.name) } ?? .null),
      ("features", .list(model.featureNames.map { .string($0) })),
      ("classes", .list(model.classes.map { Value($0) })),
      ("positive", model.positive.map { Value($0) } ?? .null),
      ("rows", .int(Int64(model.trainedRows))),
      ("threshold", model.threshold.map { .float($0) } ?? .null),
      ("notes", .list(model.notes.map { .string($0) })),
    ])
  }

  private static func evaluation(_ evaluation: Evaluation) -> Record {
    var record = Record(evaluation.metrics.map { ($0.name, $0.value.map { .number($0) } ?? .null) })
    record["rows"] = .int(Int64(evaluation.rows))
    record["task"] = .string(evaluation.task.rawValue)
    if let threshold = evaluation.threshold { record["threshold"] = .float(threshold) }
    return record
  }
}
