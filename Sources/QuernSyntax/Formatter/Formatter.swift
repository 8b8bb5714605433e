/// Trees back to text.
///
///     Formatter.format(SourceText("let x=[1,2]")).0   // "let x = [1, 2]\n"
package enum Formatter {
  package static let lineWidth = 100

  /// The text as it should be written: the same tree, all comments, at most one blank line between
  /// statements, steps of a long pipe and arguments of a long call on lines of their own.
  ///
  /// A text with errors comes back as it is, with them.
  package static func format(_ source: SourceText) -> (String, [Diagnostic]) {
    let (program, diagnostics) = Parser.parse(source)
    if diagnostics.hasErrors { return (source.text, diagnostics) }
    let formatted = layout(program, source: source)
    // A formatter that changed what a text means would be worse than none.
    let again = Parser.parse(SourceText(formatted)).0
    guard canonical(again) == canonical(program), again.comments.count == program.comments.count
    else { return (source.text, diagnostics) }
    return (formatted, diagnostics)
  }

  package static func format(_ text: String) -> (String, [Diagnostic]) {
    format(SourceText(text))
  }

  /// An expression in its one canonical spelling: the same for every text with the same tree. On
  /// one line, except that the statements of a block keep lines of their own, as the language has
  /// no other sign between them.
  package static func print(_ expression: Expression) -> String {
    var printer = TreePrinter(source: nil, comments: [])
    return DocLayout.text(of: printer.doc(expression, .lowest), width: .unlimited)
  }

  /// A statement in its one canonical spelling.
  package static func print(_ statement: Statement) -> String {
    var printer = TreePrinter(source: nil, comments: [])
    return DocLayout.text(of: printer.doc(statement), width: .unlimited)
  }

  /// Without the check that nothing is changed, which the tests make themselves.
  static func layout(_ program: Program, source: SourceText) -> String {
    var printer = TreePrinter(source: source, comments: program.comments)
    let text = DocLayout.text(of: printer.doc(program), width: .columns(lineWidth))
    return text.isEmpty ? "" : text + "\n"
  }

  private static func canonical(_ program: Program) -> [String] {
    program.statements.map { print($0) }
  }
}
