import QuernPlan
import QuernValue

extension Word {
  /// `print("rows:", n)`
  static let print = Word(
    "print", .cells, "Write values as text, with blanks between them and a newline.",
    parameters: [.rest("values", .any, "What to write.")],
    result: .type(.null),
    isQuiet: true,
    examples: [WordExample("print(\"rows:\", 3)")],
    body: { call in
      let text = call.values("values").map(\.text).joined(separator: " ")
      call.host.emit(.stream(text + "\n"))
      return .null
    })

  /// `warn("too few rows")`
  static let warn = Word(
    "warn", .cells, "Show a warning; the cell goes on.",
    parameters: [.required("message", .string, "What to say.")],
    result: .type(.null),
    isQuiet: true,
    examples: [WordExample("warn(\"only 12 rows\")")],
    body: { call in
      call.host.emit(.warning(try call.string("message") ?? ""))
      return .null
    })
}
