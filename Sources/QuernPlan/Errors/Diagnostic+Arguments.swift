package import QuernSyntax

/// Mistakes in the arguments of a call; checker and run time say the same.
extension Diagnostic {
  package static func argumentType(
    word: String, parameter: String, expected: String, found: String, hint: String? = nil,
    at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      code: "argument-type",
      message: "`\(word)` takes \(expected) for `\(parameter)`, not \(found)", range: range,
      hints: hint.map { [$0] } ?? [])
  }

  package static func missingArgument(
    word: String, parameter: String, form: String? = nil, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      code: "missing-argument",
      message: "\(word == Signature.ofNameless ? word : "`\(word)`") needs `\(parameter)`",
      range: range, hints: form.map { ["its form is `\($0)`"] } ?? [])
  }

  package static func missingDefinition(word: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "missing-argument", message: "`\(word)` needs a definition: name = …", range: range)
  }

  package static func unnamedDefinition(
    word: String, _ expression: String, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      code: "missing-argument", message: "`\(word)` needs a name for the column", range: range,
      hints: ["write name = \(expression)"])
  }

  package static func extraArgument(
    word: String, signature: String, meant option: String? = nil, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      code: "extra-argument", message: "`\(word)` takes no further argument here", range: range,
      label: option.map { "did you mean \($0): …?" },
      hints: ["its form is `\(signature)`"])
  }

  package static func unknownOption(
    _ name: String, word: String, nearest: String?, all: [String], at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      code: "unknown-option", message: "`\(word)` has no option `\(name)`", range: range,
      label: nearest.map { "did you mean \($0)?" },
      notes: all.isEmpty ? [] : ["its options: \(all.joined(separator: ", "))"])
  }

  /// An option that people know from elsewhere.
  package static func refusedOption(
    _ name: String, word: String, reason: String, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      code: "unsupported-parameter", message: "`\(word)` does not have `\(name)`: \(reason)",
      range: range)
  }

  package static func repeatedOption(
    _ name: String, word: String, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      code: "repeated-argument", message: "`\(word)` is given `\(name)` twice", range: range)
  }

  /// `seed = 7` where `seed: 7` was meant.
  package static func definitionForOption(
    _ name: String, word: String, fix: Fix?, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      code: "definition-for-option",
      message: "`\(name) = …` would name a column, and `\(word)` makes none", range: range,
      hints: ["an option is set with a colon: `\(name): …`"], fix: fix)
  }

  /// `x: .a + 1` where `x = .a + 1` was meant.
  package static func optionForDefinition(
    _ name: String, word: String, fix: Fix?, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      code: "option-for-definition", message: "`\(word)` has no option `\(name)`", range: range,
      hints: ["a column is named with an equals sign: `\(name) = …`"], fix: fix)
  }

  package static func definitionType(
    _ name: String, word: String, found: String, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      code: "definition-type",
      message: "`\(word)` cannot make the column `\(name)` from \(found)", range: range,
      hints: ["a column is defined by an expression over columns, or by a single value"])
  }

  package static func unknownConstant(
    _ name: String, word: String, parameter: String, among constants: [String],
    nearest: String? = nil, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      code: "unknown-constant",
      message: "`\(name)` is no value of `\(parameter)` of `\(word)`", range: range,
      label: nearest.map { "did you mean \($0)?" },
      notes: ["`\(parameter)` is one of: \(constants.joined(separator: ", "))"])
  }

  package static func argumentOutOfRange(
    word: String, parameter: String, value: String, lower: Int, upper: Int,
    at range: SourceRange?
  ) -> Diagnostic {
    let bounds =
      upper == Int.max ? "at least \(lower)" : "from \(lower) to \(upper)"
    return Diagnostic(
      code: "argument-out-of-range",
      message: "`\(parameter)` of `\(word)` is \(bounds), not \(value)", range: range)
  }

  package static func listTooLong(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "list-limit",
      message: "a list has at most \(PlanLimits.listCountMax) elements", range: range,
      hints: ["keep large data in tables"])
  }
}
