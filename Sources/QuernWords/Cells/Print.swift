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
      var line = ""
      for value in call.values("values") {
        let piece = try text(of: value, call)
        // What has several lines begins on one of its own.
        if !line.isEmpty { line += piece.utf8.contains(10) ? "\n" : " " }
        line += piece
      }
      try call.emit(.stream(line + "\n"))
      return .null
    })

  private static func text(of value: Value, _ call: WordCall) throws -> String {
    if let text = value.interpolated { return text }
    let shown: Set<ValueType> = [.table, .plot, .model, .evaluation]
    guard shown.contains(value.type) else { return value.literalText }
    return try value.display(DisplayContext(table: call.tableContext)).plain
  }
}
