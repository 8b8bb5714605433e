import QuernPlan
import QuernTable
import QuernText
import QuernValue

extension Word {
  /// `peek(t)`
  static let peek = Word(
    "peek", .looking, "One line for each column: its type, share missing and first values.",
    parameters: [
      .required("t", .table, "The table."),
      .optional("n", .int, default: "8", "How many first values."),
    ],
    result: .type(.table(peekSchema)),
    examples: [
      WordExample("peek(table({age: [41, null, 27], plan: [\"basic\", \"plus\", \"basic\"]}))")
    ],
    body: { call in
      let table = try call.table("t")
      let first = try table.head(try call.int("n", in: 1...1000) ?? 8).collect(call.tableContext)
      var definitions: [(name: String, expression: ColumnExpression)] = [
        ("rows", .aggregate(.count, nil))
      ]
      for (place, field) in table.schema.fields.enumerated() {
        definitions.append(("\(place)", .aggregate(.count, .column(field.name))))
      }
      let counts = try table.summarise(definitions, by: []).collect(call.tableContext).row(0)
      let total = counts[0].doubleValue ?? 0
      var rows: [[Scalar]] = []
      for (place, field) in table.schema.fields.enumerated() {
        let present = counts[place + 1].doubleValue ?? 0
        let missing: Scalar = total > 0 ? .float((total - present) / total) : .null
        let values = first.scalars(place).map { $0.isNull ? "null" : shortened($0) }
        rows.append([
          .string(field.name), .string(field.type.name), missing,
          .string(values.joined(separator: ", ")),
        ])
      }
      return .table(Table(data: try TableData.build(peekSchema, rows: rows)))
    })

  private static let peekSchema = Schema([
    ("column", .string), ("type", .string), ("missing_share", .float), ("first_values", .string),
  ])

  private static func shortened(_ scalar: Scalar) -> String {
    TerminalText.truncate(scalar.literalText, width: 24)
  }
}
