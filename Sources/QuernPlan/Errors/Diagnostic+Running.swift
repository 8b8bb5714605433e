package import QuernSyntax
import QuernText

/// What goes wrong while a cell runs.
extension Diagnostic {
  package static var interrupted: Diagnostic {
    Diagnostic(code: "interrupted", message: "interrupted", range: nil)
  }

  package static func timeLimit(seconds: Double?) -> Diagnostic {
    Diagnostic(
      code: "timed-out",
      message: seconds.map { "stopped: it took longer than \(Numbers.seconds($0))" }
        ?? "the time limit was reached",
      range: nil)
  }

  package static func internalMistake(_ text: String) -> Diagnostic {
    Diagnostic(
      code: "internal", message: "Quern made a mistake: \(text)", range: nil,
      hints: ["please report it, with the cell"])
  }

  package static func recursionLimit(_ depth: Int, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "recursion-limit", message: "functions call each other more than \(depth) deep",
      range: range,
      hints: ["`fold` goes over a list without recursion"])
  }

  package static func outputLimit(_ bytes: Int, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "output-limit",
      message: "the cell's output reached its limit of \(Numbers.bytes(bytes))", range: range)
  }

  package static func argumentCount(
    _ form: String, count: Int, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      code: "argument-count", message: "`\(form)` is called with \(count) arguments",
      range: range)
  }

  package static func integerOverflow(_ operation: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "integer-overflow", message: "`\(operation)` does not fit a 64-bit integer",
      range: range, hints: ["cast one operand to float"])
  }

  package static func dateOverflow(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "out-of-range", message: "the date is out of range", range: range)
  }

  package static func operandTypes(
    _ operation: String, left: String, right: String, hint: String?, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      code: "type-mismatch", message: "`\(operation)` does not go between \(left) and \(right)",
      range: range, hints: hint.map { [$0] } ?? [])
  }

  package static func operandType(
    _ operation: String, _ found: String, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      code: "type-mismatch", message: "`\(operation)` does not take \(found)", range: range)
  }

  /// There is no truthiness.
  package static func conditionType(_ found: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "condition-type", message: "a condition is a bool, not \(found)", range: range,
      hints: ["compare it: `… != 0`, `… is not null`, `len(…) > 0`"])
  }

  package static func indexOutOfRange(
    _ index: Int64, count: Int, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      code: "index-out-of-range",
      message: "there is no element \(index) in a list of \(count)", range: range,
      hints: count == 0 ? [] : ["elements are counted from 0 to \(count - 1), or from -1 back"])
  }

  package static func notIndexable(_ found: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "not-indexable", message: "\(found) has no elements by `[…]`", range: range,
      hints: found == "a str" ? ["slice(text, 0, 1) is its first character"] : [])
  }

  package static func unknownField(
    _ name: String, of what: String, has names: [String], nearest: String?,
    isWord: Bool = false, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      code: "unknown-field", message: "there is no field .\(name) in \(what)", range: range,
      label: nearest.map { "did you mean .\($0)?" },
      notes: names.isEmpty ? [] : ["it has: \(names.joined(separator: ", "))"],
      hints: isWord ? ["`\(name)` is a word: \(name)(value), or value |> \(name)()"] : [])
  }

  package static func notCallable(_ found: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(code: "not-callable", message: "\(found) cannot be called", range: range)
  }

  package static func notIterable(_ found: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "not-iterable",
      message: "`for` goes over a list, or a range of ints or dates, not \(found)", range: range,
      hints: found == "a table"
        ? ["verbs work on all rows at once: derive, filter, summarise; t.x is a column as a list"]
        : [])
  }

  package static func patternCount(
    names: Int, values: Int, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      code: "pattern-count",
      message: "\(names) names cannot take a list of \(values) apart", range: range)
  }

  package static func patternType(_ found: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "pattern-type", message: "only a list can be taken apart, not \(found)",
      range: range,
      hints: found == "a record" ? ["take its fields one by one: let x = record.x"] : [])
  }

  package static func missingParam(_ name: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "missing-param", message: "the parameter `\(name)` has no value", range: range,
      hints: ["give it with `-p \(name)=…`, or write a default: `param \(name): … = …`"])
  }

  package static func paramDomain(
    _ name: String, value: String, domain: String, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      code: "param-domain", message: "`\(name)` is in \(domain), and \(value) is not",
      range: range)
  }

  package static func valueType(
    _ name: String, expected: String, found: String, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      code: "value-type", message: "`\(name)` is declared as \(expected), and is \(found)",
      range: range)
  }
}

/// Times of day and zones.
extension Diagnostic {
  package static func unknownZone(_ message: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "unknown-zone", message: message, range: range,
      hints: ["zones have names such as Europe/Oslo; tzdata holds them"])
  }

  package static func ambiguousTime(
    _ time: String, zone: String, offsets: [String], at range: SourceRange?
  ) -> Diagnostic {
    let choices = offsets.map { "@\(time)\($0)" }.joined(separator: ", or then ")
    return Diagnostic(
      code: "ambiguous-time", message: "\(time) happens twice in \(zone)", range: range,
      hints: ["give the offset: \(choices)"])
  }

  package static func absentTime(
    _ time: String, zone: String, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      code: "absent-time", message: "\(time) does not happen in \(zone)", range: range)
  }
}

/// Durations, text and columns where they do not fit.
extension Diagnostic {
  package static func monthLength(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "month-length", message: "a month has no fixed length", range: range,
      hints: ["use days: 30d", "or add the months to a date first"])
  }

  package static func partOfDay(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "part-of-day", message: "only whole days can be added to a date", range: range,
      hints: ["make it a datetime: `datetime(…)`"])
  }

  package static func monthsOfDay(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "month-length", message: "months cannot be added to a time of day", range: range)
  }

  package static func notText(_ found: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "not-text", message: "\(found) cannot stand inside of a text", range: range)
  }

  package static func notInColumn(_ found: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "not-in-column", message: "\(found) cannot stand in an expression over columns",
      range: range)
  }
}
