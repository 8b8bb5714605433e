import QuernSyntax

/// Mistakes in the arguments of words of the platform.
extension Diagnostic {
  static func scriptInput(
    _ name: String, found: String, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      code: "script-input", message: "a program gets tables, and `\(name)` is \(found)",
      range: range, hints: ["single values go into `args: {\(name): …}`"])
  }

  static func scriptName(
    _ name: String, of parameter: String, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      code: "script-name",
      message: "`\(name)` cannot name a file: letters, digits, `_` and `-` can",
      range: range, hints: ["give the table another name in `\(parameter): {…}`"])
  }

  static func scriptOutputName(_ name: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "script-name", message: "`\(name)` is what the program prints, and no table",
      range: range, hints: ["let the program call its table something else"])
  }

  static func processInputName(_ name: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "script-name",
      message: "`\(name)` is the folder of the program itself, processing/input/\(name)",
      range: range, hints: ["give the table another name in `inputs: {…}`"])
  }

  static func processOutputName(_ name: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "script-name",
      message: "`\(name)` cannot name a folder: letters, digits, `_` and `-` can",
      range: range,
      hints: ["`outputs:` takes names of folders below /opt/ml/processing/output: [\"clean\"]"])
  }

  static func scriptArgument(
    _ name: String, found: String, tables: String, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      code: "script-argument",
      message: "`\(name)` is \(found), which has no form on a command line", range: range,
      hints: ["a table goes into `\(tables):`, a secret into `env:`"])
  }

  static func metricType(_ name: String, found: String, at range: SourceRange?) -> Diagnostic {
    Diagnostic(
      code: "metric-type", message: "the metric `\(name)` is \(found), and not a number",
      range: range, hints: ["give numbers: {auc: 0.91}, or what `evaluate` gave"])
  }

  static func endpointNotServing(
    _ name: String, status: String, reason: String?, at range: SourceRange?
  ) -> Diagnostic {
    Diagnostic(
      code: "endpoint-not-serving", message: "endpoint \(name) is \(status)", range: range,
      notes: reason.map { [$0] } ?? [],
      hints: ["`why(\"\(name)\")` tells what happened to it, `logs` what it printed"])
  }
}
