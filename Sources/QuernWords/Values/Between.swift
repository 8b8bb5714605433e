import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `between(.x, 1, 5)`
  static let between = Word(
    "between", .values, "Whether a value lies within two ends, both included.",
    parameters: [
      .required("x", .either([.scalar, .expression]), "A value or a column."),
      .required("low", .either([.scalar, .expression]), "The lower end."),
      .required("high", .either([.scalar, .expression]), "The upper end."),
    ],
    result: .lifted(.bool),
    examples: [
      WordExample("between(3, 1, 5)"),
      WordExample("table({x: [0, 3, null]}) |> derive(inside = between(.x, 1, 5))"),
    ],
    lift: { call in
      .between(
        try call.expression("x"), try call.expression("low"), try call.expression("high"))
    },
    body: { call in
      let names = ["x", "low", "high"]
      var scalars: [Scalar] = []
      for name in names {
        guard let scalar = call.value(name).scalar else { throw call.wrong(name, call.value(name)) }
        scalars.append(scalar)
      }
      guard !scalars.contains(.null) else { return .null }
      return try OneRow.value(
        .between(.column("x"), .column("low"), .column("high")), names, scalars, call)
    })
}
