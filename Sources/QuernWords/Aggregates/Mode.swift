import QuernPlan
import QuernTable

extension Word {
  static let mode = aggregate(
    .mode, "The most frequent value; of several the smallest.", example: "mode([1, 2, 2])")
}
