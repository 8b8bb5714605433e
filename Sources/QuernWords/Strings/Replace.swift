import QuernPlan
import QuernTable
import QuernValue

extension Word {
  static let replace = lifted(
    "replace", .strings, "Put a text in the place of each occurrence of another.", .replace,
    parameters: [
      .required("x", .either([.string, .expression]), "A text or a column."),
      .required("what", .string, "What to look for, literally."),
      .required("with", .string, "What to put instead."),
    ],
    result: .string, examples: ["replace(\"a-b-c\", \"-\", \"+\")"],
    plain: { call in
      let text = Array((try call.string("x") ?? "").utf8)
      let what = Array((try call.string("what") ?? "").utf8)
      guard !what.isEmpty else { return call.value("x") }
      let with = Array((try call.string("with") ?? "").utf8)
      var result: [UInt8] = []
      var index = 0
      while index < text.count {
        if text[index...].starts(with: what) {
          result += with
          index += what.count
        } else {
          result.append(text[index])
          index += 1
        }
      }
      return .string(String(decoding: result, as: UTF8.self))
    })
}
