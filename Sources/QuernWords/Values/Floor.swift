import QuernPlan
import QuernTable
import QuernValue

extension Word {
  static let floor = lifted(
    "floor", .values, "The largest whole number that is not above.", .floor,
    parameters: [.required("x", .either([.number, .expression]), "A number or a column.")],
    result: .unknown, examples: ["floor(2.7)", "floor(-2.1)"],
    plain: { call in
      if case .int(let value) = call.value("x") { return .int(value) }
      return .number((try call.double("x") ?? .nan).rounded(.down))
    })
}
