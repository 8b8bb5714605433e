import QuernPlan
import QuernValue

extension Word {
  /// `why(ep)`
  static let why = Word(
    "why", .platform,
    "What happened to an endpoint, oldest first: each change, its reason and who asked.",
    parameters: [
      .required("endpoint", .either([.endpoint, .string]), "The endpoint, or its name.")
    ],
    result: .type(.anyTable),
    effect: .reads,
    target: "endpoint",
    examples: [],
    body: { call in
      .table(try call.host.history(ofEndpoint: try call.endpointName("endpoint")))
    })
}
