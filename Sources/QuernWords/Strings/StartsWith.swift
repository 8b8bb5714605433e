import QuernPlan
import QuernTable
import QuernValue

extension Word {
  static let startsWith = lifted(
    "starts_with", .strings, "Whether a text begins with another.", .startsWith,
    parameters: [
      .required("x", .either([.string, .expression]), "A text or a column."),
      .required("part", .string, "What to look for, literally."),
    ],
    result: .bool, examples: ["starts_with(\"quern\", \"qu\")"],
    plain: { call in
      let text = (try call.string("x") ?? "").utf8
      let part = (try call.string("part") ?? "").utf8
      return .bool(text.starts(with: part))
    })
}
