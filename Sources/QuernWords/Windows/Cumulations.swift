import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `cumsum(.x)`
  static let cumsum = cumulation(
    .sum, "The sum of the values up to each row; a null row gives null and adds nothing.",
    example: WordExample("cumsum([1, 2, null, 4])", shows: "[1, 3, null, 7]"))

  /// `cumprod(.x)`
  static let cumprod = cumulation(
    .product, "The product of the values up to each row; a null row gives null.",
    example: WordExample("cumprod([1, 2, 3])", shows: "[1, 2, 6]"))

  /// `cummin(.x)`
  static let cummin = cumulation(
    .min, "The smallest value up to each row; a null row gives null.",
    example: WordExample("cummin([3, 1, 2])", shows: "[3, 1, 1]"))

  /// `cummax(.x)`
  static let cummax = cumulation(
    .max, "The largest value up to each row; a null row gives null.",
    example: WordExample("cummax([1, 3, 2])", shows: "[1, 3, 3]"))

  private static func cumulation(
    _ kind: Cumulation, _ summary: String, example: WordExample
  ) -> Word {
    window(
      kind.name, summary, parameters: [overOption],
      examples: [
        example, WordExample("table({x: [2, 1, 3]}) |> derive(c = \(kind.name)(.x))"),
      ],
      { call, x in
        .windowed(.cumulate(kind), x, over: try call.expressionIfGiven("over"))
      })
  }
}
