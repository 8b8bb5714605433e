import QuernLearning
import QuernPlan
import QuernValue

extension Word {
  /// `deploy(m, "churn", instances: 2)`
  static let deploy = Word(
    "deploy", .platform, "Put a model behind an endpoint; the same model again changes nothing.",
    parameters: [
      .required("model", .model, "The model; its preparation goes with it."),
      .required("name", .string, "The endpoint's name: letters, digits, hyphens."),
      .option("instances", .int, default: "1", "How many replicas answer."),
      .option("instance", .string, "The type of instance they run on."),
      .option("takeover", .bool, default: "false", "Take a name that another notebook owns."),
    ],
    result: .type(.plain(.endpoint)),
    effect: .acts,
    target: "name",
    examples: [],
    body: { call in
      let name = try call.string("name") ?? ""
      let count = try call.int("instances", in: 1...64) ?? 1
      let model = try call.model("model")
      if let earlier = try call.host.deployed(endpoint: name) {
        for line in InputDifference(from: earlier, to: model).lines {
          try call.emit(.note("input of \(name): \(line)"))
        }
      }
      let deployed = try call.host.deploy(
        DeployRequest(
          model: model, endpoint: name, instanceCount: count,
          instanceType: try call.string("instance"), takesOver: try call.bool("takeover") ?? false,
          token: call.token))
      let replicas = "\(count) replica\(count == 1 ? "" : "s")"
      try call.emit(
        .note(
          "endpoint \(name): \(deployed.outcome.rawValue), \(model.algorithm.name) on \(replicas)"))
      let remarks = ComputedInput.remarks(of: model.computedInputs) {
        call.host.cell(making: $0)
      }
      for remark in remarks { try call.emit(.note(remark)) }
      return .endpoint(deployed.endpoint)
    })
}
