import QuernPlan
import QuernValue

extension Word {
  /// `for x in progress(items, "fits"): …`
  static let progress = Word(
    "progress", .cells,
    "The same list, for a `for` that shows how far it is: a bar while it runs, one line after.",
    parameters: [
      .required("items", .either([.list, .int]), "A list, a range, or n for `0..n - 1`."),
      .optional("label", .string, "What is counted, before the bar."),
    ],
    result: .analysed { call in
      guard let items = call.argument("items") else { return .unknown }
      return items.type == .int ? .range(.int) : items.type
    },
    examples: [
      WordExample("for x in progress([1, 2, 3], \"squares\"): x * x"),
      WordExample("for i in progress(3): i"),
    ],
    body: { call in
      let items = call.value("items")
      let label = try call.string("label") ?? ""
      call.context.interpreter.announce(progress: label)
      guard case .int(let count) = items else { return items }
      return count > 0 ? .range(.int(0), .int(count - 1)) : .list([])
    })
}
