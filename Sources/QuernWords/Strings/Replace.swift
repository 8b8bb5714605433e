import QuernPlan
import QuernTable
import QuernValue

extension Word {
  /// `replace(.s, "-", "+")`, `replace(.s, regex('(\d+) kg'), "\\1")`
  static let replace = kernel(
    "replace", .strings, "Put a text in the place of each occurrence of another, or each match.",
    parameters: [
      .required("x", .either([.string, .expression]), "A text or a column."),
      .required(
        "what", .either([.string, .pattern, .expression]),
        "What to look for: literal text, or regex('…')."),
      .required(
        "with", .either([.string, .expression]),
        "What to put instead; for a pattern '\\1' is its first group."),
    ],
    data: ["x", "what", "with"], result: .string,
    examples: [
      WordExample("replace(\"a-b-c\", \"-\", \"+\")", shows: "\"a+b+c\""),
      WordExample("replace(\"3 kg, 4 kg\", regex('(\\d+) kg'), '\\1')", shows: "\"3, 4\""),
    ],
    { call, part in
      let x = try required("x", call, part)
      guard let text = RegexPattern.text(call, "what") else {
        return .function(
          .replace, [x, try required("what", call, part), try required("with", call, part)])
      }
      guard case .string(let new) = call.value("with") else {
        throw call.wrong("with", call.value("with"))
      }
      let pattern = try RegexPattern.compiled(text, at: call.range(of: "what"))
      guard let replacement = Replacement(new), replacement.groupMax <= pattern.groupCount else {
        throw RuntimeError(
          .replacementGroup(new, groupCount: pattern.groupCount, at: call.range(of: "with")))
      }
      return .function(.pattern(.replace(replacement), text), [x])
    })

  /// `extract(.s, regex('(\d+) kg'))`
  static let extract = kernel(
    "extract", .strings, "The first match in a text, or one of its groups; null without a match.",
    parameters: [
      .required("x", .either([.string, .expression]), "A text or a column."),
      .required("pattern", .pattern, "regex('…'); its first (…) is taken where it has one."),
      .option(
        "group", .either([.int, .string]), "Which (…) to take, by number or name; 0 is all."),
    ],
    data: ["x"], result: .string,
    examples: [
      WordExample("extract(\"net 12 kg\", regex('(\\d+) kg'))", shows: "\"12\""),
      WordExample("extract(\"a=1\", regex('(?P<k>\\w)=(?P<v>\\w)'), group: \"v\")", shows: "\"1\""),
    ],
    { call, part in
      let x = try required("x", call, part)
      guard let text = RegexPattern.text(call, "pattern") else { throw call.missing("pattern") }
      let pattern = try RegexPattern.compiled(text, at: call.range(of: "pattern"))
      var group: Int? = pattern.groupCount > 0 ? 1 : 0
      switch call.value("group") {
      case .int(let number):
        let isThere = (0...Int64(pattern.groupCount)).contains(number)
        group = isThere ? Int(number) : nil
      case .string(let name): group = pattern.groupNames[name]
      default: break
      }
      guard let group else {
        throw RuntimeError(
          .absentGroup(
            call.value("group").literalText, pattern: pattern, at: call.range(of: "group")))
      }
      return .function(.pattern(.extract(group), text), [x])
    })
}
