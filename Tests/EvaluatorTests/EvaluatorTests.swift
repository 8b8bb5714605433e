import QuernEvaluator
import QuernPlan
import QuernSyntax
import QuernTesting
import QuernValue
import QuernWords
import Testing

/// What expressions come to.
@Suite struct EvaluatorTests {
  /// The plain form of a cell's result, or the code of its first error.
  private func check(
    _ source: String, _ expected: String, location: SourceLocation = #_sourceLocation
  ) {
    let outcome = SimulatedSession(registry: Words.registry).run(source)
    let found =
      outcome.errors.first.map { "error \($0.code): \($0.message)" }
      ?? outcome.result.map(\.literalText) ?? "nothing"
    #expect(found == expected, sourceLocation: location)
  }

  @Test func intsStayIntsAndSlashGivesFloats() {
    check("1 + 2 * 3", "7")
    check("7 / 2", "3.5")
    check("7 // 2", "3")
    check("-7 // 2", "-4")
    check("-7 % 3", "2")
    check("2 ^ 10", "1024")
  }

  @Test func overflowIsAnError() {
    check(
      "9223372036854775807 + 1",
      "error integer-overflow: `+` does not fit a 64-bit integer")
  }

  @Test func nullFollowsKleene() {
    check("null and false", "false")
    check("null or true", "true")
    check("null and true", "null")
    check("1 < null", "null")
    check("null ?? 3", "3")
    check("null is null", "true")
  }

  @Test func forMakesAList() {
    check("for i in 1..4 if i % 2 == 0: i * i", "[4, 16]")
    check("for (a, b) in [[1, 2], [3, 4]]: a + b", "[3, 7]")
  }

  @Test func functionsCallThemselvesAndHaveDefaults() {
    check("fn fact(n) = if n <= 1 then 1 else n * fact(n - 1)\nfact(10)", "3628800")
    check("fn add(a, b = 2) = a + b\nadd(1) + add(1, b: 5)", "9")
    check("let k = 10\nlet f = x => x + k\nf(1)", "11")
  }

  @Test func pipesPutTheirValueFirst() {
    check("fn add(a, b) = a + b\n1 |> add(2)", "3")
    check("[1, 2, 3] |> sum()", "6")
  }

  @Test func endlessRecursionEndsInAnError() {
    let outcome = SimulatedSession(registry: Words.registry).run("fn f(n) = f(n + 1)\nf(0)")
    #expect(outcome.errors.map(\.code) == ["recursion-limit"])
  }
}
