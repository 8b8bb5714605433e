import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `cast(.x, float)`
  static let cast = Word(
    "cast", .values, "Change the type; what cannot be read is an error that names it.",
    parameters: [
      .required("x", .either([.scalar, .expression]), "A value or a column."),
      .required(
        "type", .constant, constants: typeNames, "The type to make of it."),
    ],
    result: .analysed { call in
      guard case .constant(let name)? = call.argument("type")?.literal?.value,
        let type = DataType.parse(name)
      else { return .unknown }
      guard let x = call.argument("x") else { return .unknown }
      if case .column(let expression) = x.type {
        return .column(expression.map { .function(.cast(type), [$0]) })
      }
      return StaticType(type)
    },
    examples: [
      WordExample("cast(\"12\", int)"), WordExample("cast(3, str)"),
      WordExample("table({a: [\"1\", null]}) |> update(a = cast(.a, int))"),
    ],
    lift: { call in .function(.cast(try dataType(call)), [try call.expression("x")]) },
    body: { call in
      let type = try dataType(call)
      guard let scalar = call.value("x").scalar else { throw call.wrong("x", call.value("x")) }
      return try OneRow.value(.function(.cast(type), [.column("x")]), ["x"], [scalar], call)
    })

  private static let typeNames = [
    "bool", "int", "float", "str", "date", "time", "datetime", "instant", "duration", "size",
    "category",
  ]

  private static func dataType(_ call: WordCall) throws -> DataType {
    guard let name = try call.constant("type"), let type = DataType.parse(name) else {
      throw call.wrong("type", call.value("type"))
    }
    return type
  }
}
