package import QuernSyntax
package import QuernTable
import QuernValue

/// A call as the checker sees it, for words that work out their result's type themselves.
package struct StaticCall {
  package let word: Word
  /// By parameter of the word, in order.
  package let arguments: [[StaticValue]]
  package let site: CallSite
  private let reporting: (Diagnostic) -> Void
  private let running: () -> StaticType?

  init(
    word: Word, arguments: [[StaticValue]], site: CallSite,
    report: @escaping (Diagnostic) -> Void, run: @escaping () -> StaticType?
  ) {
    self.word = word
    self.arguments = arguments
    self.site = site
    reporting = report
    running = run
  }

  /// What is known of a parameter's argument; nil where none was given.
  package func argument(_ name: String) -> StaticValue? {
    for (place, parameter) in word.parameters.enumerated() where parameter.name == name {
      return arguments[place].first
    }
    preconditionFailure("the word \(word.name) has no parameter \(name)")
  }

  /// The schema of a table that was given, where it is known.
  package func schema(_ name: String) -> Schema? {
    argument(name)?.type.schema
  }

  /// The name of a bare column that was given.
  package func column(_ name: String) -> String? {
    guard case .column(.column(let column)?)? = argument(name)?.type else { return nil }
    return column
  }

  /// Where an argument stands; the whole call where it was not given.
  package func range(of name: String) -> SourceRange {
    for (place, parameter) in word.parameters.enumerated() where parameter.name == name {
      if let range = site.argumentRanges[place].first { return range }
    }
    return site.range
  }

  package func report(_ diagnostic: Diagnostic) {
    reporting(diagnostic)
  }

  /// Reports a mistake that a layer below would make of the arguments, at its column's place.
  package func report(_ error: any Error) {
    reporting(RuntimeError(thrown: error, by: word, at: site).diagnostic)
  }

  /// Runs the word's body on placeholders, for a body that only looks at schemas.
  package func runBody() -> StaticType? {
    running()
  }
}
