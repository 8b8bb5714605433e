import QuernPlan
import QuernTable

extension Word {
  static let mean = aggregate(
    .mean, "The mean of the values that are not null.", example: "mean([1, 2, 4])")
}
