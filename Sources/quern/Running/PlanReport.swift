import QuernNotebook
import QuernPlan
import QuernSyntax
import QuernWords

/// `quern run --plan`: what each cell reads, defines and does; runs nothing.
enum PlanReport {
  static func show(_ path: String, options: Runner.Options) throws {
    let prepared: PreparedRun
    do {
      prepared = try PreparedRun(path: path, options: options)
    } catch {
      for line in error.lines { Console.error.line("quern: \(line)") }
      throw CommandStatus(error.code)
    }
    var bindings: [String: Binding] = [:]
    var hasErrors = false
    for cell in prepared.notebook.cells {
      let source = SourceText(cell.source)
      let (program, syntax) = Parser.parse(source)
      let (plan, checks) = Checker.plan(
        program, source: source, bindings: bindings, registry: Words.registry)
      show(cell, plan, total: prepared.notebook.cells.count)
      for diagnostic in syntax + checks where diagnostic.severity == .error {
        hasErrors = true
        Console.out.line(
          diagnostic.rendered(source: source, cell: cell.id, color: Console.out.hasColor))
      }
      bindings = plan.bindings(after: bindings, cell: cell.id)
    }
    if hasErrors { throw CommandStatus(ExitCode.cellFailed) }
  }

  private static func show(_ cell: NotebookCell, _ plan: Plan, total: Int) {
    let console = Console.out
    console.line(console.styled("\(cell.index)/\(total) \(cell.id)", .bold))
    func line(_ label: String, _ names: [String]) {
      guard !names.isEmpty else { return }
      console.line("  \(console.styled(label, .dim)) \(names.joined(separator: ", "))")
    }
    line("uses   ", plan.reads)
    line("defines", plan.defines.map(\.name))
    for effect in plan.effects {
      let style: Console.Style = effect.effect == .acts ? .yellow : .cyan
      let target = effect.target.map { " \($0)" } ?? ""
      let condition = effect.isConditional ? ", perhaps" : ""
      console.line(
        "  \(console.styled(effect.effect.rawValue, style))    \(effect.word)\(target)\(condition)")
      if effect.word == "deploy", let name = effect.target,
        let endpoint = PlannedEndpoint(named: name)
      {
        console.line("          \(console.styled(endpoint.line, .dim))")
      }
    }
  }
}
