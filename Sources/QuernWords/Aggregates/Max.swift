import QuernPlan
import QuernTable

extension Word {
  static let max = aggregate(
    .max, "The largest value.", example: "max([3, 1, 2])")
}
