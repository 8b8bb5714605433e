import QuernPlan
import QuernTable
import QuernValue

extension Word {
  static let contains = lifted(
    "contains", .lists, "Whether a text holds another, or a list a value.", .contains,
    parameters: [
      .required("x", .either([.string, .list, .expression]), "A text, a list or a column."),
      .required("part", .any, "What to look for."),
    ],
    result: .bool, examples: ["contains(\"quern\", \"er\")", "contains([1, 2], 2)"],
    plain: { call in
      if let values = listed(call.value("x")) {
        let part = call.value("part")
        return .bool(values.contains { $0 == part })
      }
      let text = Array((try call.string("x") ?? "").utf8)
      let part = Array((try call.string("part") ?? "").utf8)
      guard part.count <= text.count else { return .bool(false) }
      return .bool(
        (0...(text.count - part.count)).contains { text[$0...].starts(with: part) })
    })

  private static func listed(_ value: Value) -> [Value]? {
    if case .list(let values) = value { return values }
    return nil
  }
}
