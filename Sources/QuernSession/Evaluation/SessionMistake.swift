internal import QuernPlan
internal import QuernSyntax
internal import QuernSystem

/// What a cell may not do, as far as only the session knows.
enum SessionMistake {
  static func unknownScheme(_ scheme: String, _ path: String) -> RuntimeError {
    RuntimeError(
      Diagnostic(
        code: "unknown-scheme", message: "files of `\(scheme)://` cannot be opened: \(path)",
        range: nil, hints: ["copy the file to this machine and give its path"]))
  }

  static func actRefused(_ word: String, at range: SourceRange) -> Diagnostic {
    Diagnostic(
      code: "act-refused", message: "`\(word)` changes something outside, and this run may not",
      range: range, hints: ["run it without --no-act"])
  }

  static func valueLost(_ name: String, _ reason: String) -> Diagnostic {
    Diagnostic(
      code: "value-lost", message: "the value of `\(name)` cannot be read back: \(reason)",
      range: nil, hints: ["run the cell that defines it again"])
  }

  static func platformRefused(_ code: String, _ message: String) -> RuntimeError {
    RuntimeError(
      Diagnostic(code: "platform-refused", message: message, range: nil, notes: [code]), .denied)
  }

  static func platformUnreachable(_ message: String) -> RuntimeError {
    RuntimeError(Diagnostic(code: "platform-unreachable", message: message, range: nil), .network)
  }

  /// What went wrong around a cell; a disk that is full is nobody's mistake but has a way out.
  static func of(_ error: any Error) -> Diagnostic {
    guard let error = error as? SessionError else { return RuntimeError(any: error).diagnostic }
    switch error {
    case .disk(let operation, let path, let code):
      return RuntimeError(SystemError.file(path: path, operation: operation, errno: code))
        .diagnostic
    case .system(let error): return RuntimeError(error).diagnostic
    case .owned, .workerDied, .refused, .instance, .journalDamaged, .tooNew, .wire:
      return RuntimeError(any: error).diagnostic
    }
  }

  static func notKept(_ name: String, _ reason: String) -> Diagnostic {
    Diagnostic(
      code: "value-not-kept", message: "the value of `\(name)` could not be kept: \(reason)",
      range: nil, hints: ["make room on the disk of the home, and run the cell again"])
  }
}
