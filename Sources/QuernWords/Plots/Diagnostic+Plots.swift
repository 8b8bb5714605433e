import QuernSyntax
import QuernTable

/// Mistakes that the words of plots find in their arguments.
extension Diagnostic {
  static func notKept(_ column: String, kept: [String], at range: SourceRange?) -> Diagnostic {
    let name = ColumnExpression.quoted(column)
    return Diagnostic(
      code: "unknown-column", message: "the evaluation keeps no column .\(name)", range: range,
      notes: ["it keeps: \(kept.joined(separator: ", "))"],
      hints: ["let it keep more: evaluate(t, m, keep: .\(name))"])
  }

  static func plotMistake(
    code: String, message: String, hints: [String], at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(code: code, message: message, range: range, hints: hints)
  }

  static func plotOfModel(_ kind: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "plot-source", message: "`\(kind)` cannot be drawn from a model alone", range: range,
      hints: ["measure it first: plot(evaluate(held, m), \(kind)); a model has `importance`"])
  }

  static func plotColumns(
    _ parameter: String, of what: String, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      code: "plot-channel", message: "\(what) has no columns for `\(parameter):`", range: range,
      hints: ["plot its table instead: t |> predict(m) |> plot(…)"])
  }

  static func plotFile(_ path: String, at range: SourceRange?) -> Diagnostic {
    let isOther = [".jpg", ".jpeg", ".gif", ".pdf"].contains { path.lowercased().hasSuffix($0) }
    return Diagnostic(
      code: "plot-file", message: "a plot cannot be written as \"\(path)\"", range: range,
      hints: [
        "the name ends in .svg, .png, .html, .json (Vega-Lite) or .txt"
          + (isOther ? "; a browser prints the .html as PDF" : "")
      ])
  }

  static func emptyLayer(_ kind: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "plot-channel", message: "`\(kind)` needs `x:` or `y:`", range: range,
      hints: ["write line(y: 0) for a rule, or \(kind)(x: .a, y: .b) over the plot's table"])
  }
}
