import QuernPlan
import QuernTable

extension Word {
  static let median = aggregate(
    .median, "The middle value; of an even number the mean of the two.",
    example: "median([3, 1, 2])")
}
