import QuernPlan
import QuernSyntax
import QuernSystem
import QuernTesting
import QuernText
import QuernValue
import QuernWords
import Testing

/// Questions to the user, and loops that show how far they are.
@Suite struct AskTests {
  private func outcome(
    _ source: String, answers: [String]
  ) -> (SimulatedSession.Outcome, [UserQuestion]) {
    let session = SimulatedSession(registry: Words.registry)
    for answer in answers { session.host.answer(answer) }
    return (session.run(source), session.host.questions)
  }

  private func check(
    _ source: String, _ answers: String..., gives expected: String,
    location: SourceLocation = #_sourceLocation
  ) {
    let (outcome, _) = outcome(source, answers: answers)
    let found =
      outcome.errors.first.map { "error \($0.code)" } ?? outcome.result.map(\.literalText)
      ?? "nothing"
    #expect(found == expected, sourceLocation: location)
  }

  @Test func answersHaveTheTypeThatWasAskedFor() {
    check("ask(\"?\")", " eu ", gives: "\"eu\"")
    check("ask(\"?\", type: int)", "12", gives: "12")
    check("ask(\"?\", type: float)", "12", gives: "12.0")
    check("ask(\"?\", type: bool)", "Yes", gives: "true")
    check("ask(\"?\", type: date)", "2026-02-03", gives: "@2026-02-03")
    check("ask(\"?\", default: 5)", "7", gives: "7")
    check("ask(\"?\", default: 5)", "", gives: "5")
    check("ask(\"?\")", "", gives: "\"\"")
    check("ask(\"?\", default: null)", "", gives: "null")
  }

  @Test func anAnswerThatCannotBeReadIsAskedForAgain() {
    let (outcome, questions) = outcome("ask(\"How many?\", type: int)", answers: ["many", "", "3"])
    #expect(outcome.result == .int(3))
    #expect(
      questions.map(\.text) == [
        "How many?", "“many” is no int. How many?", "An answer is needed. How many?",
      ])
    check("ask(\"?\", type: int)", "a", "b", "c", gives: "error answer-not-read")
  }

  @Test func theDefaultIsShown() {
    let (_, questions) = outcome("ask(\"Region?\", default: \"eu\")", answers: [""])
    #expect(questions.map(\.text) == ["Region? [eu]"])
  }

  @Test func secretsAreNeverShown() {
    let (outcome, questions) = outcome(
      "let t = ask(\"Token?\", secret: true)\nt", answers: ["hunter2"])
    #expect(questions == [UserQuestion(text: "Token?", isSecret: true)])
    guard case .secret("hunter2")? = outcome.result else {
      Issue.record("the answer is no secret")
      return
    }
    for output in outcome.outputs { #expect(!output.json.text().contains("hunter2")) }
  }

  @Test func aBarHasOneDisplay() {
    let shown = Shown()
    let session = SimulatedSession(registry: Words.registry) { shown.add($0.output) }
    session.run("for x in progress([1, 2], \"a\"): x\nfor x in progress(2): x")
    let ids = shown.outputs.compactMap { output -> String? in
      switch output {
      case .progress(let progress): progress.id
      case .display(let bundle): bundle.displayId
      case .result, .stream, .note, .warning, .error: nil
      }
    }
    #expect(ids == ["progress-1", "progress-1", "progress-2", "progress-2"])
  }

  @Test func anInterruptedLoopSaysHowFarItCame() {
    let session = SimulatedSession(registry: Words.registry) { shown in
      if case .stream = shown.output { shown.interrupt.raise() }
    }
    let outcome = session.run("for x in progress(1000, \"fits\"): print(x)")
    #expect(outcome.error?.category == .interrupted)
    #expect(
      outcome.outputs.contains(
        .display(MIMEBundle(plain: "fits: 1 of 1 000, stopped", displayId: "progress-1"))))
  }

  private final class Shown: @unchecked Sendable {
    private(set) var outputs: [Output] = []
    func add(_ output: Output) { outputs.append(output) }
  }
}
