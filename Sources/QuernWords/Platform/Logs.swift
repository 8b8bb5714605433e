import QuernPlan
import QuernValue

extension Word {
  /// `logs(ep)`
  static let logs = Word(
    "logs", .platform, "The last lines that an endpoint's replicas printed, as a table.",
    parameters: [
      .required("endpoint", .either([.endpoint, .string]), "The endpoint, or its name."),
      .option("lines", .int, default: "100", "How many of each replica, from the end."),
    ],
    result: .type(.anyTable),
    effect: .reads,
    target: "endpoint",
    examples: [],
    body: { call in
      let count = try call.int("lines", in: 1...100_000) ?? 100
      return .table(
        try call.host.logs(ofEndpoint: try call.endpointName("endpoint"), lineCount: count))
    })
}
