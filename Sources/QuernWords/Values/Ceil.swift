import QuernPlan
import QuernTable
import QuernValue

extension Word {
  static let ceil = lifted(
    "ceil", .values, "The smallest whole number that is not below.", .ceil,
    parameters: [.required("x", .either([.number, .expression]), "A number or a column.")],
    result: .unknown, examples: ["ceil(2.1)", "ceil(-2.7)"],
    plain: { call in
      if case .int(let value) = call.value("x") { return .int(value) }
      return .number((try call.double("x") ?? .nan).rounded(.up))
    })
}
