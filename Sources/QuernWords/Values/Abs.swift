import QuernPlan
import QuernTable
import QuernValue

extension Word {
  static let abs = lifted(
    "abs", .values, "Absolute value; ints stay ints.", .abs,
    parameters: [.required("x", .either([.number, .expression]), "A number or a column.")],
    result: .unknown, examples: ["abs(-3)", "abs(-0.5)"],
    plain: { call in
      guard case .int(let value) = call.value("x") else {
        return .number(Swift.abs(try call.double("x") ?? .nan))
      }
      guard value != .min else {
        throw RuntimeError(.integerOverflow("abs", at: call.range(of: "x")))
      }
      return .int(Swift.abs(value))
    })
}
