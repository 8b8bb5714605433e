import QuernPlan
import QuernSyntax
import QuernTable
import QuernText
import QuernValue

/// What a cell came to, as the sections of a `.cells` file write it.
enum Rendering {
  static func section(
    _ kind: String, _ outcome: SimulatedSession.Outcome, _ session: SimulatedSession
  ) -> String {
    switch kind {
    case "value": value(outcome)
    case "text": outcome.outputs.map { text($0) }.joined(separator: "\n")
    case "html": html(outcome)
    case "table": table(outcome, session)
    case "plan": plan(outcome.plan)
    case "effects": effects(outcome.plan)
    case "diagnostics": diagnostics(outcome)
    default: "there is no section `\(kind)`"
    }
  }

  static func lines(_ text: String) -> [String] {
    var lines = text.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    while lines.last == "" { lines.removeLast() }
    return lines
  }

  static func error(_ diagnostic: Diagnostic, _ source: SourceText) -> CellsFile.Section {
    let place = diagnostic.place(in: source)
    return CellsFile.Section(
      kind: "error", arguments: [diagnostic.code] + (place.isEmpty ? [] : [place]),
      lines: diagnostic.plainLines.flatMap { lines($0) })
  }

  private static func value(_ outcome: SimulatedSession.Outcome) -> String {
    for output in outcome.outputs {
      if case .result(let bundle) = output { return bundle.plain }
    }
    return ""
  }

  private static func html(_ outcome: SimulatedSession.Outcome) -> String {
    for output in outcome.outputs {
      if case .result(let bundle) = output { return bundle.html ?? "" }
    }
    return ""
  }

  private static func text(_ output: Output) -> String {
    switch output {
    case .result(let bundle), .display(let bundle): bundle.plain
    case .stream(let text): text.hasSuffix("\n") ? String(text.dropLast()) : text
    case .note(let text): "note: \(text)"
    case .warning(let text): "warning: \(text)"
    case .error(let error): "error: \(error.code)"
    case .progress: ""
    }
  }

  /// Names and rows in columns, two blanks between them.
  private static func table(
    _ outcome: SimulatedSession.Outcome, _ session: SimulatedSession
  ) -> String {
    guard case .table(let table)? = outcome.result else { return "" }
    do throws(TableError) {
      let data = try table.collect(session.host.tableContext)
      var rows = [data.schema.names]
      for row in 0..<data.rowCount { rows.append(data.row(row).map(\.text)) }
      return aligned(rows)
    } catch {
      return "the table cannot be computed: \(error.message)"
    }
  }

  private static func aligned(_ rows: [[String]]) -> String {
    var widths: [Int] = []
    for row in rows {
      for (place, cell) in row.enumerated() {
        let width = TerminalText.width(cell)
        if place < widths.count {
          widths[place] = max(widths[place], width)
        } else {
          widths.append(width)
        }
      }
    }
    return rows.map { row in
      var line = ""
      for (place, cell) in row.enumerated() {
        line +=
          place == row.count - 1
          ? cell : TerminalText.padRight(cell, width: widths[place]) + "  "
      }
      return line
    }.joined(separator: "\n")
  }

  private static func plan(_ plan: Plan) -> String {
    var lines: [String] = []
    if !plan.reads.isEmpty { lines.append("reads: \(plan.reads.joined(separator: ", "))") }
    for definition in plan.defines {
      lines.append("defines: \(definition.name): \(describe(definition.binding.type))")
    }
    lines += effectLines(plan)
    if plan.isRandom { lines.append("random") }
    if let result = plan.resultType { lines.append("result: \(describe(result))") }
    return lines.joined(separator: "\n")
  }

  private static func effects(_ plan: Plan) -> String {
    effectLines(plan).joined(separator: "\n")
  }

  private static func effectLines(_ plan: Plan) -> [String] {
    plan.effects.map { effect in
      "\(effect.effect.rawValue): \(effect.word)" + (effect.target.map { " \($0)" } ?? "")
        + (effect.isConditional ? " (perhaps)" : "")
    }
  }

  private static func describe(_ type: StaticType) -> String {
    switch type {
    case .table(let schema?):
      "table(" + schema.fields.map { "\($0.name): \($0.type.name)" }.joined(separator: ", ") + ")"
    case .column(let expression?): "column \(expression.text)"
    case .tuple(let types): "(" + types.map { describe($0) }.joined(separator: ", ") + ")"
    case .record(let members):
      "{" + members.map { "\($0.name): \(describe($0.type))" }.joined(separator: ", ") + "}"
    case .unknown, .plain, .list, .range, .column, .table, .function, .model: type.name
    }
  }

  private static func diagnostics(_ outcome: SimulatedSession.Outcome) -> String {
    outcome.diagnostics.filter { $0.severity != .error }
      .map { "\($0.severity.rawValue) \($0.code): \($0.message)" }.joined(separator: "\n")
  }
}
