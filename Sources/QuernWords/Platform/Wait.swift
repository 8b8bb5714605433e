import QuernPlan
import QuernSyntax
import QuernValue

extension Word {
  /// `wait(ep)`
  static let wait = Word(
    "wait", .platform, "Wait until an endpoint is in service; one that failed is an error.",
    parameters: [
      .required("endpoint", .either([.endpoint, .string]), "The endpoint, or its name."),
      .option("timeout", .duration, "How long at most; as long as it takes where none is given."),
    ],
    result: .type(.plain(.endpoint)),
    effect: .reads,
    target: "endpoint",
    examples: [],
    body: { call in
      var seconds: Double?
      if case .duration(_, let microseconds) = call.value("timeout") {
        seconds = Double(microseconds) / 1e6
      }
      let name = try call.endpointName("endpoint")
      let standing = try call.host.settled(endpoint: name, seconds: seconds)
      guard standing.status == "InService" else {
        throw RuntimeError(
          .endpointNotServing(
            name, status: standing.status, reason: standing.reason,
            at: call.range(of: "endpoint")))
      }
      return .endpoint(standing.endpoint)
    })
}

extension WordCall {
  /// The name of an endpoint that was given as itself or by name.
  func endpointName(_ parameter: String) throws -> String {
    if case .string(let text) = value(parameter) { return text }
    return try endpoint(parameter).name
  }
}
