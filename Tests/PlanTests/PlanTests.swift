import QuernPlan
import QuernSyntax
import QuernTable
import QuernTesting
import QuernValue
import QuernWords
import Testing

@Suite struct PlanTests {
  private let schema = Schema([("id", .int), ("plan", .string), ("total", .float)])

  private func plan(
    _ text: String, _ bindings: [String: Binding] = [:]
  ) -> (plan: Plan, diagnostics: [Diagnostic]) {
    Checker.plan(text: text, bindings: bindings, registry: Words.registry)
  }

  private var held: [String: Binding] { ["held": Binding(type: .table(schema))] }

  @Test func aCellReadsWhatItDoesNotDefine() {
    let bindings = ["a": Binding(type: .int), "b": Binding(type: .int)]
    let (plan, diagnostics) = plan("let c = a + 1\nc + b\nfor a in 1..3: a", bindings)
    #expect(diagnostics.isEmpty)
    #expect(plan.reads == ["a", "b"])
    #expect(plan.defines.map(\.name) == ["c"])
  }

  @Test func severalMistakesAreReportedAtOnce() {
    let (_, diagnostics) = plan("nope + 1\n{a: 1}.x\nsum(1, 2, 3)")
    #expect(diagnostics.map(\.code) == ["unknown-name", "unknown-field", "extra-argument"])
  }

  @Test func theNormalizedTextIgnoresBlanksAndComments() {
    let first = plan("let a=1+2 # three\na").plan.normalizedText
    let second = plan("let a = 1 + 2\n\na").plan.normalizedText
    #expect(first == second)
    #expect(first != plan("let a = 1 + 3\na").plan.normalizedText)
  }

  @Test func schemasGoThroughVerbs() {
    let (plan, diagnostics) = plan(
      "let t = held |> derive(half = .total / 2) |> drop(.id) |> filter(.half > 1)", held)
    #expect(diagnostics.isEmpty)
    let expected = Schema([("plan", .string), ("total", .float), ("half", .float)])
    #expect(plan.defines.map(\.binding.type) == [.table(expected)])
  }

  @Test func schemasGoThroughFunctions() {
    let (plan, _) = plan("fn add(t, n = 2) = t |> derive(m = .id * n)\nlet u = add(held)", held)
    let type = plan.defines.last?.binding.type
    #expect(type?.schema?["m"]?.type == .int)
  }

  @Test func functionsOfEarlierCellsAreLookedInto() {
    let first = plan("fn add(t) = t |> derive(m = .id)")
    let bindings = first.plan.bindings(after: held, cell: "cell 1")
    let second = plan("let u = add(held)\nu |> select(.mm)", bindings)
    #expect(second.diagnostics.map(\.code) == ["unknown-column"])
  }

  @Test func anUnknownValueInAnExpressionIsNoMistake() {
    let bindings = held.merging(["x": Binding(type: .unknown)]) { old, _ in old }
    let (plan, diagnostics) = plan("let t = held |> derive(a = .id + x)\nt |> select(.b)", bindings)
    #expect(diagnostics.isEmpty)
    #expect(plan.defines.map(\.binding.type) == [.table(nil)])
  }

  @Test func aCapturedNameCountsByItsType() {
    let bindings = held.merging(["day": Binding(type: .plain(.date))]) { old, _ in old }
    let (_, diagnostics) = plan("held |> filter(.total > day)", bindings)
    #expect(diagnostics.map(\.code) == ["type-mismatch"])
  }

  @Test func checkerAndRunTimeSayTheSame() {
    let table = "table({id: [1], plan: [\"a\"], total: [1.5]})"
    for mistake in [
      "filter(.idd > 1)", "derive(id = 1)", "select(.x)", "filter(.plan > 1)", "sort(.nope)",
      "summarise(a = .total)", "update(z = 1)",
    ] {
      let checked = plan("held |> \(mistake)", held).diagnostics.first
      // The checker looks into the function without a word: the mistake shows when it runs.
      let session = SimulatedSession(registry: Words.registry)
      session.run("let held = \(table)")
      let outcome = session.run("fn f(held) = held |> \(mistake)\nf(held)")
      let run = outcome.error?.diagnostic
      #expect(checked?.message == run?.message)
      #expect(checked?.code == run?.code)
      #expect(checked?.hints == run?.hints)
    }
  }

  @Test func effectsNameTheirTarget() {
    let (plan, _) = plan(
      "let t = read(\"a.csv\")\nfor i in 1..2: t |> write(\"b{i}.csv\")\nt |> write(\"c.csv\")")
    #expect(plan.effects.map(\.word) == ["read", "write", "write"])
    #expect(plan.effects.map(\.target) == ["a.csv", nil, "c.csv"])
    #expect(plan.effects.map(\.isConditional) == [false, true, false])
    #expect(plan.effect == .acts)
  }

  @Test func aCellIsRandomOnlyWithARandomWord() {
    #expect(plan("let (a, b) = held |> split(0.5)", held).plan.isRandom)
    #expect(!plan("held |> head(2)", held).plan.isRandom)
  }

  @Test func anExpressionNestedVeryDeepIsADiagnosticAndNoCrash() {
    let deep = String(repeating: "[", count: 5_000) + String(repeating: "]", count: 5_000)
    let found = LargeStack.run(bytes: 16 << 20) { plan(deep).diagnostics.map(\.code) }
    #expect(found.contains { $0 == "too-deep" || $0 == "nesting" || $0.contains("deep") })
  }
}
