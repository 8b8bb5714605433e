import QuernPlan
import QuernValue

extension Word {
  /// `warn("too few rows")`
  static let warn = Word(
    "warn", .cells, "Show a warning; the cell goes on.",
    parameters: [.required("message", .string, "What to say.")],
    result: .type(.null),
    isQuiet: true,
    examples: [WordExample("warn(\"only 12 rows\")")],
    body: { call in
      try call.emit(.warning(try call.string("message") ?? ""))
      return .null
    })
}
