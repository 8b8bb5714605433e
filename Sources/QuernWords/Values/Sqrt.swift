import Glibc
import QuernPlan

extension Word {
  static let sqrt = numberFunction(
    "sqrt", "Square root; null below zero.", .sqrt, example: "sqrt(16)", { $0.squareRoot() })
}
