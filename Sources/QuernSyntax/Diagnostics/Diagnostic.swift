/// Something to tell the user about a place in the text: what is wrong, where, and what to do.
///
/// Diagnostics are declared, not composed: each code has a static function in an extension of this
/// type and an entry in `DiagnosticCatalogue`.
package struct Diagnostic: Error, Hashable, Sendable {
  package enum Severity: String, Hashable, Sendable, CaseIterable {
    case error
    case warning
    case hint
  }

  /// A change of the text that would put it right.
  package struct Fix: Hashable, Sendable {
    package var range: SourceRange
    package var replacement: String

    package init(range: SourceRange, replacement: String) {
      self.range = range
      self.replacement = replacement
    }
  }

  package var severity: Severity
  /// Stable, in kebab case: `unknown-column`.
  package var code: String
  /// One line, in the user's words, without a full stop at its end.
  package var message: String
  /// Nil where the mistake has no place in the text, as of a parameter on the command line.
  package var range: SourceRange?
  /// Stands under the source line, after the carets.
  package var label: String?
  /// Lines of facts below the source line.
  package var notes: [String]
  /// What to do next; each is shown after `Hint: `.
  package var hints: [String]
  package var fix: Fix?

  package init(
    _ severity: Severity = .error, code: String, message: String, range: SourceRange?,
    label: String? = nil, notes: [String] = [], hints: [String] = [], fix: Fix? = nil
  ) {
    self.severity = severity
    self.code = code
    self.message = message
    self.range = range
    self.label = label
    self.notes = notes
    self.hints = hints
    self.fix = fix
  }

  /// The same with one more note.
  package func noting(_ note: String) -> Diagnostic {
    var copy = self
    copy.notes.append(note)
    return copy
  }
}

extension [Diagnostic] {
  /// Whether any of them is an error.
  package var hasErrors: Bool { contains { $0.severity == .error } }
}
