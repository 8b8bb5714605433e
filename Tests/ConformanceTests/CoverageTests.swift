import QuernPlan
import QuernSyntax
import QuernSystem
import QuernWords
import Testing

/// What must occur in the conformance files.
@Suite struct CoverageTests {
  /// Codes that no cell of a file can provoke: they need a limit to be reached, a signal, a broken
  /// file, or our own mistake. Tests of their own hold them.
  private let elsewhere: Set<String> = [
    "internal", "list-limit", "output-limit", "too-deep", "interrupted", "timed-out",
    "out-of-memory", "bad-plan", "source-changed", "aggregate-not-allowed",
  ]

  private func text() throws -> String {
    try ConformanceFiles.all
      .map { try Disk.real.readText("\(ConformanceFiles.folder)/\($0)") }.joined()
  }

  @Test func everyCodeOfCheckerAndEvaluatorStandsInAFile() throws {
    let all = try text()
    let codes = (DiagnosticCatalogue.checking + DiagnosticCatalogue.running).map(\.code)
    for code in codes where !elsewhere.contains(code) {
      let isThere = all.contains("--- error \(code)") || all.contains("hint \(code)")
      #expect(isThere, "no conformance file shows \(code)")
    }
  }

  @Test func noCodeIsDeclaredTwice() {
    let codes = DiagnosticCatalogue.language.map(\.code)
    #expect(codes.count == Set(codes).count)
  }
}
