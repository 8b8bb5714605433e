import QuernPlan
import QuernTable

extension Word {
  static let variance = aggregate(
    .variance, "The sample variance (n - 1).", example: "var([1, 2, 3])")
}
