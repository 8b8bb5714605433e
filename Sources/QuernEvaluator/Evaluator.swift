package import QuernPlan
import QuernSyntax
import QuernSystem
import QuernTable
package import QuernValue

/// Runs a plan over the values above it, asking the host for every effect.
///
///     let result = Evaluator(registry: registry, host: host).run(plan, bindings: values)
package struct Evaluator {
  private let registry: WordRegistry
  private let host: any Host
  private let limits: EvaluatorLimits

  package init(
    registry: WordRegistry, host: any Host, limits: EvaluatorLimits = EvaluatorLimits()
  ) {
    self.registry = registry
    self.host = host
    self.limits = limits
  }

  /// Runs a cell to its end or its first error. Outputs, the error among them, go to the host as
  /// they come. Stack: each level of recursion takes up to some kilobytes; run it on a thread with
  /// `EvaluatorLimits.stackBytes`.
  package func run(
    _ plan: Plan, bindings: [String: Value] = [:], context: CellContext = CellContext()
  ) -> CellResult {
    let started = Clock.system.monotonicNs()
    for name in plan.reads { bindings[name]?.markTablesOld() }
    let unit = CompilationUnit(name: context.name)
    let machine = Machine(
      host: host, registry: registry, limits: limits, context: context, unit: unit)
    let compiler = Compiler(registry: registry, bindings: bindings, unit: unit)
    let run = CellRun(plan: plan, compiler: compiler, machine: machine, context: context)
    var failure: RuntimeError?
    do throws(RuntimeError) {
      try run.start()
    } catch {
      failure = error
      show(error, plan, context)
    }
    return CellResult(
      defined: run.defined, result: failure == nil ? run.result : nil, error: failure,
      usedSeconds: Double(Clock.system.monotonicNs() - started) / 1e9)
  }

  private func show(_ error: RuntimeError, _ plan: Plan, _ context: CellContext) {
    for note in host.tableContext.notes.drain() { host.emit(.note(note.text)) }
    let diagnostic = error.diagnostic
    host.emit(
      .error(
        ErrorOutput(
          code: diagnostic.code, message: diagnostic.message,
          rendered: diagnostic.rendered(
            source: plan.source, cell: context.name, color: false))))
  }
}
