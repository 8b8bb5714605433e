import QuernPlan
import QuernTable

extension Word {
  static let last = aggregate(
    .last, "The last value that is not null.", example: "last([1, 2, null])")
}
