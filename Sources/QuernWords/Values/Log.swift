import Glibc
import QuernPlan
import QuernTable

extension Word {
  static let log = numberFunction(
    "log", "Natural logarithm; null at zero and below.", .log, example: "log(1)",
    { Glibc.log($0) })
}
