import QuernPlan
import QuernTable

extension Word {
  static let upper = textFunction(
    "upper", "A text in capital letters.", .upper, example: "upper(\"straße\")",
    { $0.uppercased() })
}
