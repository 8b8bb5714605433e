import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// A word on values that works row by row where an argument is an expression over columns.
  ///
  /// - Parameter plain: what it is of values that are there; a null first argument never gets here.
  static func lifted(
    _ name: String, _ category: WordCategory, _ summary: String, _ function: ScalarFunction,
    parameters: [Parameter], result: StaticType, examples: [String],
    plain: @escaping @Sendable (WordCall) throws -> Value
  ) -> Word {
    Word(
      name, category, summary, parameters: parameters, result: .lifted(result),
      examples: examples.map { WordExample($0) },
      lift: { call in
        var arguments: [ColumnExpression] = []
        for parameter in call.word.parameters where call.isGiven(parameter.name) {
          arguments.append(try call.expression(parameter.name))
        }
        return .function(function, arguments)
      },
      body: { call in
        let first = call.word.parameters.first.map { call.value($0.name) } ?? .null
        return first.isNull ? .null : try plain(call)
      })
  }

  /// A function from a number to a float; outside of its domain it gives null.
  static func numberFunction(
    _ name: String, _ summary: String, _ function: ScalarFunction, example: String,
    _ compute: @escaping @Sendable (Double) -> Double
  ) -> Word {
    lifted(
      name, .values, summary, function,
      parameters: [.required("x", .either([.number, .expression]), "A number or a column.")],
      result: .float, examples: [example],
      plain: { call in
        let result = Value.number(compute(try call.double("x") ?? .nan))
        if result.isNull { call.context.interpreter.noteLostNumber() }
        return result
      })
  }

  /// A function from a text to a text.
  static func textFunction(
    _ name: String, _ summary: String, _ function: ScalarFunction, example: String,
    _ compute: @escaping @Sendable (String) -> String
  ) -> Word {
    lifted(
      name, .strings, summary, function,
      parameters: [.required("x", .either([.string, .expression]), "A text or a column.")],
      result: .string, examples: [example],
      plain: { call in .string(compute(try call.string("x") ?? "")) })
  }
}
