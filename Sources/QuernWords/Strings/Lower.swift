import QuernPlan
import QuernTable

extension Word {
  static let lower = textFunction(
    "lower", "A text in small letters.", .lower, example: "lower(\"Åse\")", { $0.lowercased() })
}
