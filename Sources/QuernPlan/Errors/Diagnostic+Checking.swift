package import QuernSyntax

/// Mistakes that are found before a cell runs.
extension Diagnostic {
  package static func unknownName(
    _ name: String, suggestion: NameSuggestion?, at range: SourceRange?
  ) -> Diagnostic {
    var diagnostic = Diagnostic(
      code: "unknown-name", message: "nothing is called `\(name)` here", range: range)
    switch suggestion {
    case .column(let type):
      diagnostic.label = "`\(name)` is a column: write .\(name)"
      if let type { diagnostic.notes = [".\(name) is \(type)"] }
      if let range {
        diagnostic.fix = Fix(range: range, replacement: ".\(name)")
      }
    case .name(let near):
      diagnostic.label = "did you mean `\(near)`?"
      if let range { diagnostic.fix = Fix(range: range, replacement: near) }
    case .advice(let advice): diagnostic.label = "in Quern: \(advice)"
    case .columnPerhaps: diagnostic.label = "a column is written with its dot: .\(name)"
    case nil: break
    }
    return diagnostic
  }

  /// What a name that nothing bears was probably meant for.
  package enum NameSuggestion: Hashable, Sendable {
    /// A column of that very name, with its type.
    case column(String?)
    case name(String)
    /// A word of another tool, and what is written for it.
    case advice(String)
    /// It stands where columns are expected, and the table is not known yet.
    case columnPerhaps
  }

  package static func noResultYet(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "no-result-yet", message: "there is no result yet for `_`", range: range,
      hints: ["`_` is the last result; a leading `|>` takes it too"])
  }

  package static func hidesWord(_ name: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      .hint, code: "hides-word",
      message: "`\(name)` hides the built-in word of that name from here on", range: range)
  }

  package static func duplicateName(_ name: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "duplicate-name", message: "`\(name)` stands here twice", range: range)
  }

  package static func actNotAllowed(
    _ word: String, in place: String, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      code: "act-not-allowed",
      message: "`\(word)` acts, and \(place) cannot", range: range,
      hints: [
        "let \(place) give a value, and call `\(word)` in the cell: what a cell can do is known "
          + "before it runs"
      ])
  }

  package static func actAsValue(_ word: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "act-not-allowed", message: "`\(word)` acts: it can be called, and not passed on",
      range: range, hints: ["what a cell can do is known before it runs"])
  }

  package static func notAStep(_ word: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "not-a-step",
      message: "`\(word)` is no step of a recipe: it adds, drops or reorders rows, "
        + "or gives no table",
      range: range,
      hints: ["apply it to the table itself, before `train`"])
  }

  package static func noMethods(
    _ name: String, on what: String, called base: String, isWord: Bool, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      code: "no-methods", message: "\(what) has no function `\(name)`: there are no methods",
      range: range,
      hints: isWord ? ["write `\(base) |> \(name)(…)`"] : [])
  }

  package static func unknownType(
    _ name: String, nearest: String?, all: [String] = [], at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      code: "unknown-type", message: "there is no type `\(name)`", range: range,
      label: nearest.map { "did you mean \($0)?" },
      notes: all.isEmpty ? [] : ["types: \(all.joined(separator: ", "))"],
      hints: name.contains("%")
        ? ["the type comes first, then the format: parse(x, date, \"\(name)\")"] : [])
  }

  /// `x == null`, which is null whatever x is.
  package static func nullComparison(negated: Bool, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      .warning, code: "null-comparison", message: "a comparison with null is null, never true",
      range: range, label: negated ? "write `is not null`" : "write `is null`")
  }

  /// `by = .x` beside an option `by:`.
  package static func optionAsDefinition(_ name: String, word: String, at range: SourceRange?)
    -> Diagnostic
  {
    Diagnostic(
      .hint, code: "option-as-definition",
      message: "`\(name) = …` makes a column called \(name)", range: range,
      label: "the option of `\(word)` is `\(name): …`")
  }

  package static func tooDeep(at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "too-deep",
      message: "the expression is nested more than \(PlanLimits.expressionDepthMax) deep",
      range: range)
  }

  package static func formalWithoutDefault(_ name: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "default-order", message: "`\(name)` needs a default, as one before it has one",
      range: range)
  }

  package static func unreadableFile(
    _ path: String, reason: String, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      code: "unreadable-file", message: "`\(path)` cannot be used: \(reason)", range: range)
  }

  package static func notInUsedFile(_ what: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "not-a-definition", message: "a used file holds definitions only, and \(what) is none",
      range: range)
  }
}
