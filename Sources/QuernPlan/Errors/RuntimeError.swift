package import QuernSyntax

/// Why a cell could not go on; what is shown is its diagnostic.
///
/// One word wide, so that throwing it costs nothing where nothing is thrown.
package struct RuntimeError: Error, Sendable {
  package enum Category: Hashable, Sendable {
    /// Wrong data or a wrong argument: the only thing that `try` catches.
    case data
    case interrupted
    /// Recursion, time, output, memory, list size.
    case limit
    case denied
    case network
  }

  private final class Contents: Sendable {
    let category: Category
    let diagnostic: Diagnostic

    init(_ category: Category, _ diagnostic: Diagnostic) {
      self.category = category
      self.diagnostic = diagnostic
    }
  }

  private let contents: Contents

  package init(_ diagnostic: Diagnostic, _ category: Category = .data) {
    contents = Contents(category, diagnostic)
  }

  package var category: Category { contents.category }
  package var diagnostic: Diagnostic { contents.diagnostic }

  /// The same with a place, where it had none.
  package func located(at range: SourceRange?) -> RuntimeError {
    guard diagnostic.range == nil, let range else { return self }
    return moved(to: range)
  }

  /// The same at another place.
  package func moved(to range: SourceRange) -> RuntimeError {
    var copy = diagnostic
    copy.range = range
    return RuntimeError(copy, category)
  }

  package func noting(_ note: String) -> RuntimeError {
    RuntimeError(diagnostic.noting(note), category)
  }
}
