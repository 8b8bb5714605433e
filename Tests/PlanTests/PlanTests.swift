import QuernPlan
import QuernSyntax
import QuernTesting
import QuernWords
import Testing

@Suite struct PlanTests {
  private func plan(_ text: String) -> (plan: Plan, diagnostics: [Diagnostic]) {
    Checker.plan(text: text, registry: Words.registry)
  }

  @Test func aCellReadsWhatItDoesNotDefine() {
    let bindings = ["a": Binding(type: .int), "b": Binding(type: .int)]
    let (plan, diagnostics) = Checker.plan(
      text: "let c = a + 1\nc + b\nfor a in 1..3: a", bindings: bindings,
      registry: Words.registry)
    #expect(diagnostics.isEmpty)
    #expect(plan.reads == ["a", "b"])
    #expect(plan.defines.map(\.name) == ["c"])
  }

  @Test func severalMistakesAreReportedAtOnce() {
    let (_, diagnostics) = plan("nope + 1\n[1].x\nsum(1, 2, 3)")
    #expect(diagnostics.map(\.code) == ["unknown-name", "unknown-field", "extra-argument"])
  }

  @Test func theNormalizedTextIgnoresBlanksAndComments() {
    let first = plan("let a=1+2 # three\na").plan.normalizedText
    let second = plan("let a = 1 + 2\n\na").plan.normalizedText
    #expect(first == second)
  }
}
