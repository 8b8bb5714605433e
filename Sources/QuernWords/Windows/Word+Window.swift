import QuernPlan
import QuernSyntax
import QuernTable
import QuernText
import QuernValue

extension Word {
  /// A word that gives each row a value from the rows around it; of a list, each element.
  static func window(
    _ name: String, _ summary: String, parameters: [Parameter], examples: [WordExample],
    _ make: @escaping @Sendable (WordCall, ColumnExpression) throws -> ColumnExpression
  ) -> Word {
    Word(
      name, .windows, summary,
      parameters: [
        .required("x", .either([.expression, .list]), "A column, an expression, or a list.")
      ] + parameters,
      result: .lifted(.unknown), examples: examples,
      lift: { call in try make(call, try call.expression("x")) },
      body: { call in
        guard let values = try call.list("x") else {
          return .column(try make(call, try call.expression("x")))
        }
        return try ListWindow.values(values, try make(call, .column(ListWindow.name)), call)
      })
  }

  /// `over:`, as most windows take it.
  static let overOption = Parameter.option(
    "over", .expression, "What orders the rows, `.t` or `desc(.t)`; else the table's order.")
}

/// Windows over lists: the same function as over a column, on a table of one column.
enum ListWindow {
  static let name = "value"

  static func values(
    _ values: [Value], _ expression: ColumnExpression, _ call: WordCall
  ) throws -> Value {
    let column = try ListColumn(values, word: call.word.name, at: call.range(of: "x"))
    let result = try Table(data: try column.data(name: name))
      .derive([(name: "result", expression: expression)], by: [])
      .collect(call.tableContext)
    return .list(result.scalars(1).map { Value($0) })
  }
}

extension WordCall {
  /// A span of time that goes by, as `24h` does; nil where a number of rows is given.
  func windowSpan(_ name: String) throws(RuntimeError) -> TimeSpan? {
    guard case .duration(let months, let microseconds) = value(name) else { return nil }
    let span = TimeSpan(months: months, microseconds: microseconds)
    guard months >= 0, microseconds >= 0 else {
      throw RuntimeError(.negativeSpan(word: word.name, at: range(of: name)))
    }
    return span
  }
}

extension Diagnostic {
  static func negativeSpan(word: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "invalid-argument", message: "\(word): the duration is negative", range: range,
      hints: ["lag looks back and lead looks ahead"])
  }

  static func toleranceByRow(word: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "invalid-argument", message: "\(word): tolerance: goes with a duration, not with rows",
      range: range, hints: ["\(word)(.x, 24h, over: .t, tolerance: 1h)"])
  }

  static func rollingNeedsAggregate(_ text: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "invalid-argument",
      message: "rolling: \(text) has one value a row, and a window needs an aggregate",
      range: range, hints: ["rolling(mean(\(text)), 7), or sum, min, max, median, count …"])
  }
}
