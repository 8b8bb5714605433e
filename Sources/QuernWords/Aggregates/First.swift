import QuernPlan
import QuernTable

extension Word {
  static let first = aggregate(
    .first, "The first value that is not null.", example: "first([null, 2, 3])")
}
