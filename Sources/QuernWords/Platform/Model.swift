import QuernPlan
import QuernValue

extension Word {
  /// `model("churn")`, `model("churn/3")`
  static let model = Word(
    "model", .platform,
    "A registered model: a version by its number, or a group's newest that was not rejected.",
    parameters: [
      .required("name", .string, "`group`, or `group/3`."),
      .option(
        "status", .constant, default: "any", constants: ["any", "approved"],
        "`approved`: the newest version that was approved."),
    ],
    result: .type(.model(nil)),
    effect: .reads,
    target: "name",
    examples: [],
    body: { call in
      let (model, version) = try call.host.registered(
        try call.string("name") ?? "", approvedOnly: try call.constant("status") == "approved")
      try call.emit(.note("model \(version.name), \(version.status)"))
      return .model(model)
    })
}
