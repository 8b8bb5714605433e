import QuernPlan
import QuernSyntax
import QuernSystem
import QuernTable
import QuernValue

extension Word {
  /// `regex('\D+')`
  static let regex = Word(
    "regex", .strings, "A pattern, in RE2's syntax, for the words that look into texts.",
    parameters: [
      .required("pattern", .string, "As '\\d+'; single quotes keep backslashes as they are.")
    ],
    result: .analysed { call in
      guard case .string(let text)? = call.argument("pattern")?.exact else {
        return .plain(.pattern)
      }
      do throws(RuntimeError) {
        _ = try RegexPattern.compiled(text, at: call.range(of: "pattern"))
      } catch {
        call.report(error)
      }
      return .plain(.pattern)
    },
    examples: [
      WordExample("replace(\"+47 22 33\", regex('\\D+'), \"\")", shows: "\"472233\""),
      WordExample("contains(\"Oslo\", regex('(?i)^os'))", shows: "true"),
    ],
    body: { call in
      let text = try call.string("pattern") ?? ""
      _ = try RegexPattern.compiled(text, at: call.range(of: "pattern"))
      return .pattern(text)
    })
}

/// Patterns as arguments of words.
enum RegexPattern {
  static func compiled(_ text: String, at range: SourceRange?) throws(RuntimeError) -> TextPattern {
    do throws(TextPattern.Failure) {
      return try TextPattern(text)
    } catch {
      switch error {
      case .malformed(let offset, let reason):
        throw RuntimeError(.badPattern(text, offset: offset, reason: reason, at: range))
      case .library(let error): throw RuntimeError(error)
      }
    }
  }

  /// The text of a pattern that was given; nil for any other argument.
  static func text(_ call: WordCall, _ name: String) -> String? {
    if case .pattern(let text) = call.value(name) { return text }
    return nil
  }
}

extension Diagnostic {
  static func badPattern(
    _ pattern: String, offset: Int, reason: String, at range: SourceRange?
  ) -> Diagnostic {
    let before = String(decoding: Array(pattern.utf8).prefix(offset), as: UTF8.self)
    return Diagnostic(
      code: "bad-pattern",
      message: "regex('\(pattern)') is no pattern: \(reason)"
        + (before.isEmpty ? "" : ", after '\(before)'"),
      range: range, hints: ["a backslash before a sign takes it literally: \\( \\. \\+"])
  }

  static func replacementGroup(
    _ text: String, groupCount: Int, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      code: "bad-pattern",
      message: "\"\(text)\" asks for a group that the pattern does not have: it has \(groupCount)",
      range: range,
      hints: ["\\0 is the whole match, \\1 the first (…) of the pattern, \\\\ a \\"])
  }

  static func absentGroup(
    _ group: String, pattern: TextPattern, at range: SourceRange?
  ) -> Diagnostic {
    let names = pattern.groupNames.keys.sorted()
    return Diagnostic(
      code: "bad-pattern",
      message: "regex('\(pattern.text)') has no group \(group): it has \(pattern.groupCount)"
        + (names.isEmpty ? "" : ", with the names \(names.joined(separator: ", "))"),
      range: range)
  }
}
