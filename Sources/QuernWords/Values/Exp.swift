import Glibc
import QuernPlan
import QuernTable

extension Word {
  static let exp = numberFunction(
    "exp", "e to the power of a number.", .exp, example: "exp(0)", { Glibc.exp($0) })
}
