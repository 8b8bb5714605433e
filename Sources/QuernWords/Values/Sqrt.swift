import Glibc
import QuernPlan
import QuernTable

extension Word {
  static let sqrt = numberFunction(
    "sqrt", "Square root; null below zero.", .sqrt, example: "sqrt(16)", { $0.squareRoot() })
}
