import QuernPlan
import QuernValue

extension Word {
  /// `stop(ep)`
  static let stop = Word(
    "stop", .platform, "End an endpoint; one that is gone already stays gone.",
    parameters: [
      .required("endpoint", .either([.endpoint, .string]), "The endpoint, or its name.")
    ],
    result: .type(.null),
    effect: .acts,
    target: "endpoint",
    isQuiet: true,
    examples: [],
    body: { call in
      let name: String
      if case .string(let text) = call.value("endpoint") {
        name = text
      } else {
        name = try call.endpoint("endpoint").name
      }
      let wasThere = try call.host.stopEndpoint(
        name, token: call.token)
      try call.emit(.note("endpoint \(name): \(wasThere ? "stopped" : "was not running")"))
      return .null
    })
}
