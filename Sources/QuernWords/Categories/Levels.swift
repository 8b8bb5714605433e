import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `levels(.size, ["S", "M", "L"])`
  static let levels = Word(
    "levels", .categories, "A category whose labels have an order: that of the list.",
    parameters: [
      .required("x", .either([.string, .expression]), "A column of labels."),
      .required("levels", .list, "All labels, from the lowest to the highest."),
      .option(
        "other", .string, "What any other label becomes; without it, another label is an error."),
    ],
    result: .lifted(.string),
    examples: [
      WordExample(
        "table({size: [\"M\", \"S\", \"L\"]})\n"
          + "  |> update(size = levels(.size, [\"S\", \"M\", \"L\"])) |> sort(.size)"),
      WordExample(
        "table({size: [\"M\", \"XS\"]})\n"
          + "  |> update(size = levels(.size, [\"S\", \"M\", \"L\"], other: \"?\"))"),
    ],
    lift: { call in .function(try levelsFunction(call), [try call.expression("x")]) },
    body: { call in
      guard let text = try call.string("x") else { return .null }
      return try OneRow.value(
        .function(try levelsFunction(call), [.column("x")]), ["x"], [.string(text)], call)
    })

  private static func levelsFunction(_ call: WordCall) throws -> ScalarFunction {
    let values = try call.list("levels") ?? []
    let labels = values.compactMap { value in
      if case .string(let text) = value { text } else { nil }
    }
    guard labels.count == values.count, !labels.isEmpty else {
      throw TableError.invalidArgument(
        word: "levels", message: "the levels are texts",
        hint: "levels(.size, [\"S\", \"M\", \"L\"])")
    }
    for (place, label) in labels.enumerated() where labels[..<place].contains(label) {
      throw TableError.invalidArgument(
        word: "levels", message: "\(Scalar.quoted(label)) is given twice", hint: nil)
    }
    return .levels(labels, other: try call.string("other"))
  }
}
