import QuernPlan
import QuernTable
import QuernValue

extension Word {
  static let endsWith = lifted(
    "ends_with", .strings, "Whether a text ends with another.", .endsWith,
    parameters: [
      .required("x", .either([.string, .expression]), "A text or a column."),
      .required("part", .string, "What to look for, literally."),
    ],
    result: .bool, examples: ["ends_with(\"quern\", \"rn\")"],
    plain: { call in
      let text = (try call.string("x") ?? "").utf8
      let part = (try call.string("part") ?? "").utf8
      return .bool(text.reversed().starts(with: part.reversed()))
    })
}
