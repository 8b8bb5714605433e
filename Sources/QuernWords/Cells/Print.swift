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
      let text = call.values("values").map { $0.interpolated ?? $0.literalText }.joined(
        separator: " ")
      try call.emit(.stream(text + "\n"))
      return .null
    })
}
