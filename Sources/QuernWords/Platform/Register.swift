import QuernLearning
import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `register(m, "churn", metrics: score, status: approved)`
  static let register = Word(
    "register", .platform,
    "Keep a model in the registry as the next version of a group; the same model changes nothing.",
    parameters: [
      .required("model", .model, "The model; its preparation goes with it."),
      .required("group", .string, "The group's name: letters, digits, hyphens."),
      .option(
        "metrics", .either([.evaluation, .record]), "What it was measured at, kept beside it."),
      .option(
        "status", .constant, constants: ["approved", "pending", "rejected"],
        "Whether it may be used; a new version is pending until somebody says."),
      .option("description", .string, "One sentence about the version."),
    ],
    result: .type(
      .record([
        StaticType.Member("name", .string), StaticType.Member("group", .string),
        StaticType.Member("version", .int), StaticType.Member("status", .string),
        StaticType.Member("arn", .string),
      ])),
    effect: .acts,
    target: "group",
    examples: [
      WordExample(
        "let m = table({x: [1, 2, 3], y: [3, 5, 7]}) |> train(linear(), target: .y)\n"
          + "m |> register(\"line\", metrics: {rmse: 0.1}, status: approved)")
    ],
    body: { call in
      let kept = try call.host.register(
        RegisterRequest(
          model: try call.model("model"), group: try call.string("group") ?? "",
          status: try call.constant("status").flatMap { Registry.statuses[$0] },
          description: try call.string("description"), metrics: try Registry.metrics(call),
          token: call.token))
      let outcome = kept.outcome.map { "\($0.rawValue), " } ?? ""
      try call.emit(.note("model \(kept.name): \(outcome)\(kept.status)"))
      return Registry.record(kept)
    })
}

/// What the words of the registry share.
enum Registry {
  static let statuses = [
    "approved": "Approved", "pending": "PendingManualApproval", "rejected": "Rejected",
  ]

  static func record(_ version: RegisteredVersion) -> Value {
    .record([
      ("name", .string(version.name)), ("group", .string(version.group)),
      ("version", .int(Int64(version.version))), ("status", .string(version.status)),
      ("arn", .string(version.arn)),
    ])
  }

  /// Numbers by name, of an evaluation or of a record.
  fileprivate static func metrics(_ call: WordCall) throws -> [(name: String, value: Double)] {
    switch call.value("metrics") {
    case .null: return []
    case .evaluation(let evaluation):
      return evaluation.metrics.compactMap { metric in metric.value.map { (metric.name, $0) } }
    case .record(let record):
      return try record.fields.map { field in
        guard let number = field.value.scalar?.doubleValue else {
          throw RuntimeError(
            .metricType(
              field.name, found: field.value.type.nameWithArticle, at: call.range(of: "metrics")))
        }
        return (field.name, number)
      }
    case let other: throw call.wrong("metrics", other)
    }
  }
}
