import QuernPlan
import QuernTable

extension Word {
  static let min = aggregate(
    .min, "The smallest value.", example: "min([3, 1, 2])")
}
