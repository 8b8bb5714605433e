import QuernPlan
import QuernValue

extension Word {
  /// `run("baseline", () => do … end)`
  static let run = Word(
    "run", .platform, "Group what is trained and tracked inside under one name.",
    parameters: [
      .required("name", .string, "The run's name."),
      .required("body", .function, "What belongs to it: a function without parameters."),
    ],
    result: .type(.unknown),
    examples: [WordExample("run(\"baseline\", () => 1 + 1)")],
    body: { call in
      let host = call.host
      try host.openRun(
        try call.string("name") ?? "",
        token: call.token)
      defer { host.closeRun() }
      return try call.context.interpreter.apply(try call.function("body"), to: [], index: 0)
    })
}
