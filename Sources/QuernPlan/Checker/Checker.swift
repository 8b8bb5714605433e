package import QuernSyntax

/// Text of a cell → what it reads, defines and does, with every mistake that shows already.
///
/// Pure: it looks at nothing but its arguments.
package enum Checker {
  /// Where the text of used files comes from; absent where `use` is refused.
  package typealias Reader = @Sendable (String) throws -> String

  package static func plan(
    _ program: Program, source: SourceText, bindings: [String: Binding],
    registry: WordRegistry, reader: Reader? = nil
  ) -> (plan: Plan, diagnostics: [Diagnostic]) {
    let run = CheckRun(source: source, bindings: bindings, registry: registry, reader: reader)
    run.check(program)
    let plan = Plan(
      source: source, program: program, reads: run.reads, defines: run.definitions,
      effects: run.effects, params: run.params, uses: run.uses, isRandom: run.isRandom,
      normalizedText: NormalizedText.of(program), resultType: run.resultType)
    return (plan, Array(run.diagnostics.prefix(PlanLimits.diagnosticCountMax)))
  }

  /// Reads the text and checks it; the parser's diagnostics come first.
  package static func plan(
    text: String, bindings: [String: Binding] = [:], registry: WordRegistry,
    reader: Reader? = nil
  ) -> (plan: Plan, diagnostics: [Diagnostic]) {
    let source = SourceText(text)
    let (program, mistakes) = Parser.parse(source)
    let (plan, diagnostics) = plan(
      program, source: source, bindings: bindings, registry: registry, reader: reader)
    // What could not be read makes no sense to the checker either: its complaints would be noise.
    return (plan, mistakes.hasErrors ? mistakes : mistakes + diagnostics)
  }
}
