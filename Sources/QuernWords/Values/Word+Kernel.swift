import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// The argument of a parameter as a part of an expression; nil where it was not given.
  typealias Part = (String) throws -> ColumnExpression?

  /// A word on values and columns that is one expression: values are put through the kernels of
  /// columns, so that a value and a column with this value never differ.
  ///
  /// - Parameter data: the parameters that may be columns.
  static func kernel(
    _ name: String, _ category: WordCategory, _ summary: String, parameters: [Parameter],
    data: [String], result: StaticType, examples: [WordExample],
    _ make: @escaping @Sendable (WordCall, Part) throws -> ColumnExpression
  ) -> Word {
    Word(
      name, category, summary, parameters: parameters, result: .lifted(result),
      examples: examples,
      lift: { call in try make(call) { try call.expressionIfGiven($0) } },
      body: { call in try kernelValue(call, data, make) })
  }

  /// The value of the expression for arguments that are values.
  static func kernelValue(
    _ call: WordCall, _ data: [String],
    _ make: (WordCall, Part) throws -> ColumnExpression
  ) throws -> Value {
    var names: [String] = []
    var scalars: [Scalar] = []
    for name in data where call.isGiven(name) {
      guard let scalar = call.value(name).scalar else { continue }
      names.append(name)
      scalars.append(scalar)
    }
    let expression = try make(call) { name in
      guard call.isGiven(name) else { return nil }
      guard names.contains(name) else { throw call.wrong(name, call.value(name)) }
      return .column(name)
    }
    return try OneRow.value(expression, names, scalars, call)
  }

  /// The part of a required parameter.
  static func required(_ name: String, _ call: WordCall, _ part: Part) throws -> ColumnExpression {
    guard let expression = try part(name) else { throw call.missing(name) }
    return expression
  }
}
