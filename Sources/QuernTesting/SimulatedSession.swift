package import QuernEvaluator
package import QuernPlan
package import QuernSyntax
package import QuernSystem
package import QuernValue
import Synchronization

/// Cells run one after the other in this process, over a simulated host.
///
///     let session = SimulatedSession(registry: Words.registry)
///     session.run("let a = 1")
///     session.run("a + 1").result   // .int(2)
package final class SimulatedSession {
  /// What a cell came to.
  package struct Outcome: Sendable {
    package let plan: Plan
    /// From parser and checker; with an error among them the cell did not run.
    package let diagnostics: [Diagnostic]
    package let outputs: [Output]
    package let result: Value?
    package let error: RuntimeError?

    /// Every error, of the check or of the run.
    package var errors: [Diagnostic] {
      diagnostics.filter { $0.severity == .error } + (error.map { [$0.diagnostic] } ?? [])
    }
  }

  package let folder: TemporaryFolder
  package let host: SimulatedHost
  package let registry: WordRegistry
  package var limits: EvaluatorLimits
  package private(set) var values: [String: Value] = [:]
  private var bindings: [String: Binding] = [:]
  private var cellCount = 0

  package init(
    registry: WordRegistry, limits: EvaluatorLimits = EvaluatorLimits(),
    onEmit: (@Sendable (SimulatedSession.Emitted) -> Void)? = nil
  ) {
    self.registry = registry
    self.limits = limits
    folder = TemporaryFolder()
    let interrupt = Interrupt()
    host = SimulatedHost(folder: folder.path, interrupt: interrupt) { output in
      onEmit?(Emitted(output: output, interrupt: interrupt))
    }
  }

  /// An output as it is shown, and the means to stop the cell there.
  package struct Emitted: Sendable {
    package let output: Output
    package let interrupt: Interrupt
  }

  /// Gives a name a value, as an earlier cell would have.
  package func define(_ name: String, _ value: Value) {
    values[name] = value
    bindings[name] = Binding(type: StaticType(of: value))
  }

  /// Parses, checks and runs a cell on a thread of its own, with the stack that cells get.
  @discardableResult
  package func run(_ text: String, params: [String: Value] = [:]) -> Outcome {
    cellCount += 1
    let name = "cell \(cellCount)"
    let folder = folder.path
    let (plan, diagnostics) = Checker.plan(
      text: text, bindings: bindings, registry: registry,
      reader: { path in try Disk.real.readText("\(folder)/\(path)") })
    guard !diagnostics.hasErrors else {
      return Outcome(
        plan: plan, diagnostics: diagnostics, outputs: [], result: nil, error: nil)
    }
    let result = evaluate(plan, CellContext(name: name, seed: 7, params: params))
    for (name, value) in result.defined { values[name] = value }
    bindings = plan.bindings(after: bindings, cell: name)
    for (name, value) in result.defined {
      // What exists is known better than what was planned.
      let function = bindings[name]?.function
      bindings[name] = Binding(
        type: StaticType(of: value), definedIn: "cell \(cellCount)", function: function)
    }
    if let last = result.result {
      values["_"] = last
      bindings["_"] = Binding(type: StaticType(of: last))
    }
    return Outcome(
      plan: plan, diagnostics: diagnostics, outputs: host.takeOutputs(), result: result.result,
      error: result.error)
  }

  private func evaluate(_ plan: Plan, _ context: CellContext) -> CellResult {
    let evaluator = Evaluator(registry: registry, host: host, limits: limits)
    let bindings = values
    return LargeStack.run(bytes: EvaluatorLimits.stackBytes) {
      evaluator.run(plan, bindings: bindings, context: context)
    }
  }
}

/// Runs a function on a thread with a large stack, and waits for it.
package enum LargeStack {
  package static func run<Result: Sendable>(
    bytes: Int, _ body: @escaping @Sendable () -> Result
  ) -> Result {
    let box = Box<Result>()
    do throws(SystemError) {
      let thread = try PlatformThread.start(name: "cell", stackBytes: bytes) {
        let result = body()
        box.value.withLock { $0 = result }
      }
      thread.join()
    } catch {
      preconditionFailure("no thread: \(error.message)")
    }
    guard let result = box.value.withLock({ $0 }) else {
      preconditionFailure("the thread ended without a result")
    }
    return result
  }

  private final class Box<Result: Sendable>: Sendable {
    let value = Mutex<Result?>(nil)
  }
}
