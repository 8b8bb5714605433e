import QuernPlan
import QuernSyntax
import QuernTable
import QuernText
import QuernValue

extension Word {
  /// `normal(100, mean: 5, sd: 2)`, `derive(noise = normal(sd: 0.1))`
  static let normal = Word(
    "normal", .statistics,
    "Draws from the normal distribution: a list of n, or without n a column, one for each row.",
    parameters: [
      .optional("n", .int, "How many; without it, one for each row of `derive`."),
      .option("mean", .expression, default: "0", "A number, or of a column an expression."),
      .option("sd", .expression, default: "1", "A number, or of a column an expression."),
      .option("seed", .int, "Instead of the notebook's."),
    ],
    result: .analysed { call in
      if let n = call.argument("n"), n.type != .null { return .list(.float) }
      return .column(Normal.draws(RandomStream(seed: 0, word: "normal", ordinal: 0)))
    },
    isRandom: true,
    examples: [
      WordExample("normal(3, seed: 7)"),
      WordExample("table({x: [1, 2, 3]}) |> derive(y = 2 * .x + normal(sd: 0.1))"),
    ],
    body: { call in try Normal(call).value() })
}

/// One call of `normal`.
private struct Normal {
  let call: WordCall
  let mean: ColumnExpression
  let deviation: ColumnExpression

  init(_ call: WordCall) throws {
    self.call = call
    mean = try call.expressionIfGiven("mean") ?? .literal(.float(0))
    deviation = try call.expressionIfGiven("sd") ?? .literal(.float(1))
    for (name, expression) in [("mean", mean), ("sd", deviation)] {
      if case .literal(let scalar) = expression, scalar.doubleValue == nil {
        throw call.wrong(name, call.value(name))
      }
    }
    if case .literal(let scalar) = deviation, let value = scalar.doubleValue, value < 0 {
      throw TableError.invalidArgument(
        word: "normal", message: "sd: is 0 or more", hint: nil)
    }
  }

  /// A standard draw for each row.
  static func draws(_ stream: RandomStream) -> ColumnExpression {
    .function(
      .normal(stream.words.0, stream.words.1), [.windowed(.rowNumber, nil, over: nil)])
  }

  func value() throws -> Value {
    let stream = try call.randomStream()
    guard let count = try call.int("n", in: 0...PlanLimits.listCountMax) else {
      return .column(
        .binary(.add, mean, .binary(.multiply, deviation, Self.draws(stream))))
    }
    guard case .literal(let middle) = mean, case .literal(let spread) = deviation,
      let mean = middle.doubleValue, let deviation = spread.doubleValue
    else {
      throw RuntimeError(
        .statisticForm(
          "normal", "draws a list, whose `mean` and `sd` are numbers",
          "without n it draws one for each row: derive(y = normal(mean: .mu))",
          at: call.site.range))
    }
    var values: [Value] = []
    values.reserveCapacity(count)
    for index in 0..<count {
      if index % 16_384 == 0 { try call.tableContext.checkInterrupt() }
      values.append(.number(mean + deviation * stream.normal(UInt64(index))))
    }
    return .list(values)
  }
}
