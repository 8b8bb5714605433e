import Glibc
import QuernPlan
import QuernTable
import QuernValue

extension Word {
  static let round = lifted(
    "round", .values, "To the nearest number, halves away from zero; ints stay ints.", .round,
    parameters: [
      .required("x", .either([.number, .expression]), "A number or a column."),
      .optional("places", .int, default: "0", "How many decimal places."),
    ],
    result: .unknown, examples: ["round(2.5)", "round(3.14159, 2)"],
    plain: { call in
      if case .int(let value) = call.value("x") { return .int(value) }
      let places = try call.int("places", in: -300...300) ?? 0
      let value = try call.double("x") ?? .nan
      return .number(rounded(value, places: places))
    })

  /// The same steps as the kernel of columns: scale, round, scale back.
  private static func rounded(_ value: Double, places: Int) -> Double {
    guard places != 0 else { return value.rounded(.toNearestOrAwayFromZero) }
    let scale = pow(10, Double(Swift.abs(places)))
    let scaled = places > 0 ? value * scale : value / scale
    guard scaled.isFinite else { return value }
    let nearest = scaled.rounded(.toNearestOrAwayFromZero)
    return places > 0 ? nearest / scale : nearest * scale
  }
}
