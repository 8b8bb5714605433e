import QuernEvaluator
import QuernSyntax
import QuernSystem
import QuernTable
import QuernTesting
import QuernText
import QuernValue
import QuernWords
import Testing

@Suite struct LimitTests {
  private let endless = "for i in 1..9000000000000 if i < 0: i"

  @Test func anInterruptTakesEffectInsideOfALoop() {
    let session = SimulatedSession(registry: Words.registry) { $0.interrupt.raise() }
    let outcome = session.run("print(\"go\")\n\(endless)")
    #expect(outcome.errors.map(\.code) == ["interrupted"])
    #expect(outcome.outputs.first == .stream("go\n"))
  }

  @Test func anInterruptPassesThroughTry() {
    let session = SimulatedSession(registry: Words.registry) { $0.interrupt.raise() }
    let outcome = session.run("print(\"go\")\ntry(\(endless), default: 1)")
    #expect(outcome.errors.map(\.code) == ["interrupted"])
  }

  @Test func theSessionGoesOnAfterAnInterrupt() {
    let session = SimulatedSession(registry: Words.registry) { emitted in
      if emitted.output == .stream("go\n") { emitted.interrupt.raise() }
    }
    session.run("let a = 1")
    #expect(session.run("print(\"go\")\n\(endless)").errors.map(\.code) == ["interrupted"])
    session.host.tableContext.interrupt.clear()
    #expect(session.run("a + 1").result == .int(2))
  }

  @Test func aTimeLimitEndsALoop() {
    let session = SimulatedSession(registry: Words.registry)
    session.host.tableContext.interrupt.allow(seconds: 0.05)
    #expect(session.run(endless).errors.map(\.code) == ["timed-out"])
  }

  @Test func outputHasALimit() {
    var limits = EvaluatorLimits()
    limits.outputBytesMax = 1_000
    let session = SimulatedSession(registry: Words.registry, limits: limits)
    let outcome = session.run("for i in 1..1000: print(\"0123456789\")")
    #expect(outcome.errors.map(\.code) == ["output-limit"])
    #expect(outcome.outputs.count < 100)
  }

  @Test func aListHasALimit() {
    var limits = EvaluatorLimits()
    limits.listCountMax = 1_000
    let session = SimulatedSession(registry: Words.registry, limits: limits)
    #expect(session.run("for i in 1..1001: i").errors.map(\.code) == ["list-limit"])
    #expect(session.run("for i in 1..9000000000 if i > 0: i").errors.map(\.code) == ["list-limit"])
    #expect(session.run("sum(for i in 1..1000: i)").result == .int(500_500))
  }

  @Test func aFailedCellKeepsWhatStandsBeforeTheFailure() {
    let session = SimulatedSession(registry: Words.registry)
    let outcome = session.run("let a = 1\nlet b = [1][5]\nlet c = 3")
    #expect(outcome.errors.map(\.code) == ["index-out-of-range"])
    #expect(session.values["a"] == .int(1))
    #expect(session.values["c"] == nil)
  }
}
