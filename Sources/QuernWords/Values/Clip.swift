import QuernPlan
import QuernTable
import QuernValue

extension Word {
  static let clip = lifted(
    "clip", .values, "Nearest number within two ends; a null end does not bound.", .clip,
    parameters: [
      .required("x", .either([.number, .expression]), "A number or a column."),
      .required("low", .either([.number, .expression]), "The lower end."),
      .required("high", .either([.number, .expression]), "The upper end."),
    ],
    result: .unknown, examples: ["clip(12, 0, 10)", "clip(-0.5, 0.0, 1.0)"],
    plain: { call in
      if case .int(let value) = call.value("x"), let low = try wholeEnd(call, "low"),
        let high = try wholeEnd(call, "high")
      {
        return .int(Swift.min(Swift.max(value, low), Swift.max(low, high)))
      }
      var value = try call.double("x") ?? .nan
      if let low = try call.double("low") { value = Swift.max(value, low) }
      if let high = try call.double("high") { value = Swift.min(value, high) }
      return .number(value)
    })

  private static func wholeEnd(_ call: WordCall, _ name: String) throws -> Int64? {
    if case .int(let value) = call.value(name) { return value }
    return nil
  }
}
