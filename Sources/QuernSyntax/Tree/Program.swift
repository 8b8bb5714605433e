/// The tree of one cell, with the comments that the formatter puts back.
package struct Program: Hashable, Sendable {
  package var statements: [Statement]
  package var comments: [Comment]

  package init(statements: [Statement], comments: [Comment] = []) {
    self.statements = statements
    self.comments = comments
  }
}

/// A comment, from `#` to the end of its line.
package struct Comment: Hashable, Sendable {
  package var text: String
  package var range: SourceRange

  package init(text: String, range: SourceRange) {
    self.text = text
    self.range = range
  }
}

/// A name where it stands.
package struct Name: Hashable, Sendable {
  package var text: String
  package var range: SourceRange

  package init(_ text: String, _ range: SourceRange) {
    self.text = text
    self.range = range
  }
}
