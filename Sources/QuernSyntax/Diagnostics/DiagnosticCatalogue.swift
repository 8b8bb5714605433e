/// What a code means, for `docs/errors.md` and `quern words CODE`.
package struct DiagnosticKind: Hashable, Sendable {
  package enum Phase: String, Hashable, Sendable, CaseIterable {
    case syntax
    case checking
    case running
    case learning
    case platform
    case session
    case documents
  }

  package var code: String
  package var phase: Phase
  package var title: String
  package var explanation: String
  /// Text of a cell that provokes it; empty where no cell alone can.
  package var example: String

  package init(
    _ code: String, _ phase: Phase, title: String, explanation: String, example: String
  ) {
    self.code = code
    self.phase = phase
    self.title = title
    self.explanation = explanation
    self.example = example
  }
}

/// Every code that a diagnostic can have.
///
/// A phase's codes are listed in a file of its own: `DiagnosticCatalogue+Syntax.swift`.
package enum DiagnosticCatalogue {
  package static let all: [DiagnosticKind] = syntax

  /// The entry of a code, nil where there is none.
  package static func kind(of code: String) -> DiagnosticKind? {
    all.first { $0.code == code }
  }
}
