import Glibc
import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `log(.x)`, `log(0.01..0.3)`
  static let log = lifted(
    "log", .values,
    "Natural logarithm, null at zero and below; of a range: one that `tune` searches by its "
      + "logarithm.", .log,
    parameters: [
      .required(
        "x", .either([.number, .range, .expression]), "A number, a column or a range.")
    ],
    result: .unknown,
    examples: ["log(1)", "xgboost(eta: log(0.01..0.3))"],
    plain: { call in
      guard case .range(let from, let to) = call.value("x") else {
        return .number(Glibc.log(try call.double("x") ?? .nan))
      }
      return .record([("from", from), ("to", to), ("scale", .string("log"))])
    })
}
