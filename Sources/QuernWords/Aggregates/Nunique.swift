import QuernPlan
import QuernTable

extension Word {
  static let nunique = aggregate(
    .nunique, "How many different values there are.", example: "nunique([1, 1, 2])")
}
