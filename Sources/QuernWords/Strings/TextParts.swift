import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `split_text(.s, ",")`
  static let splitText = kernel(
    "split_text", .strings, "The parts of a text between separators, as a list.",
    parameters: [
      .required("x", .either([.string, .expression]), "A text or a column."),
      .required(
        "separator", .either([.string, .pattern]), "Where to cut: literal text, or regex('…')."),
      .option("limit", .int, "At most so many parts; the last keeps what is left."),
    ],
    data: ["x"], result: .list(.string),
    examples: [
      WordExample("split_text(\"a, b,c\", regex(',\\s*'))", shows: "[\"a\", \"b\", \"c\"]"),
      WordExample("split_text(\"k=v=w\", \"=\", limit: 2)", shows: "[\"k\", \"v=w\"]"),
    ],
    { call, part in
      let x = try required("x", call, part)
      let pattern = RegexPattern.text(call, "separator")
      let separator = try pattern ?? call.string("separator") ?? ""
      guard !separator.isEmpty else {
        throw RuntimeError(.emptySeparator(at: call.range(of: "separator")))
      }
      let limit = try call.int("limit", in: 1...PlanLimits.listCountMax)
      return .function(
        .split(SplitRule(separator: separator, isPattern: pattern != nil, limit: limit)), [x])
    })

  /// `join_text(.parts, ", ")`
  static let joinText = kernel(
    "join_text", .strings, "A list as one text; nulls in it are left out.",
    parameters: [
      .required("list", .either([.list, .expression]), "A list or a column of lists."),
      .optional(
        "separator", .either([.string, .expression]), default: "\"\"", "What goes between."),
    ],
    data: ["list", "separator"], result: .string,
    examples: [WordExample("join_text([\"a\", \"b\"], \"-\")", shows: "\"a-b\"")],
    { call, part in
      .function(
        .joinText,
        [try required("list", call, part), try part("separator") ?? .literal(.string(""))])
    })

  /// `slice(.s, 0, 3)`
  static let slice = Word(
    "slice", .strings, "Code points of a text, or elements of a list, from one place to another.",
    parameters: [
      .required(
        "x", .either([.string, .list, .expression]), "A text, a list, or a column of text."),
      .required("from", .either([.int, .expression]), "The first, from 0; negative from the end."),
      .optional("to", .either([.int, .expression]), "One past the last; to the end without it."),
    ],
    result: .lifted(.unknown),
    examples: [
      WordExample("slice(\"quern\", 0, 3)", shows: "\"que\""),
      WordExample("slice(\"quern\", -2)", shows: "\"rn\""),
      WordExample("slice([1, 2, 3], 1)", shows: "[2, 3]"),
    ],
    lift: { call in try sliced(call) { try call.expressionIfGiven($0) } },
    body: { call in
      guard case .list(let values) = call.value("x") else {
        return try kernelValue(call, ["x", "from", "to"], sliced)
      }
      func place(_ value: Int) -> Int {
        Swift.min(Swift.max(value < 0 ? value + values.count : value, 0), values.count)
      }
      let from = place(try call.int("from") ?? 0)
      let to = place(try call.int("to") ?? values.count)
      return .list(from < to ? Array(values[from..<to]) : [])
    })

  private static func sliced(_ call: WordCall, _ part: Part) throws -> ColumnExpression {
    var parts = [try required("x", call, part), try required("from", call, part)]
    if let to = try part("to") { parts.append(to) }
    return .function(.slice, parts)
  }

  /// `pad(.code, 5, with: "0")`
  static let pad = kernel(
    "pad", .strings, "A text filled up to a width in code points; longer ones stay.",
    parameters: [
      .required("x", .either([.string, .expression]), "A text or a column."),
      .required("width", .either([.int, .expression]), "How many code points."),
      .option(
        "side", .constant, default: "left", constants: PadSide.allCases.map(\.rawValue),
        "Where to fill up."),
      .option("with", .string, default: "\" \"", "What to fill up with."),
    ],
    data: ["x", "width"], result: .string,
    examples: [
      WordExample("pad(\"7\", 3, with: \"0\")", shows: "\"007\""),
      WordExample("pad(\"ab\", 5, side: both, with: \"*\")", shows: "\"*ab**\""),
    ],
    { call, part in
      let side = try call.constant("side").flatMap(PadSide.init(rawValue:)) ?? .left
      return .function(
        .pad(side),
        [
          try required("x", call, part), try required("width", call, part),
          .literal(.string(try call.string("with") ?? " ")),
        ])
    })
}
