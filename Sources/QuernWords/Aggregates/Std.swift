import QuernPlan
import QuernTable

extension Word {
  static let std = aggregate(
    .std, "The sample standard deviation (n - 1).", example: "std([1, 2, 3])")
}
