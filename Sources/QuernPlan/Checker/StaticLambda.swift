import QuernSyntax
import QuernValue

/// A lambda while a cell is checked: what it gives for arguments of known types can be asked for.
///
/// Used on the checker's thread alone, and only while the check lasts.
final class StaticLambda: @unchecked Sendable {
  private let run: CheckRun
  private let formals: [Name]
  private let body: Expression
  private let scopes: [[String: StaticValue]]

  init(run: CheckRun, formals: [Name], body: Expression, scopes: [[String: StaticValue]]) {
    self.run = run
    self.formals = formals
    self.body = body
    self.scopes = scopes
  }

  /// The value that stands for the result; nil where too little is known.
  func result(of arguments: [Value]) -> Value? {
    guard arguments.count == formals.count else { return nil }
    let outer = (run.scopes, run.isMuted, run.place)
    defer { (run.scopes, run.isMuted, run.place) = outer }
    var values: [String: StaticValue] = [:]
    for (formal, argument) in zip(formals, arguments) {
      values[formal.text] = StaticValue(of: argument, isExact: false)
    }
    run.scopes = scopes + [values]
    run.isMuted = true
    run.place = .lambda
    return run.check(body).specimen
  }
}

/// Calls lambdas for verbs that the checker runs on placeholders.
final class StaticInterpreter: Interpreter, Sendable {
  static let shared = StaticInterpreter()

  func apply(
    _ function: FunctionValue, to arguments: [Value], index: Int
  ) throws(RuntimeError) -> Value {
    let probe = try function.compiled { () throws(RuntimeError) in throw .unknowable }
    guard let lambda = probe as? StaticLambda, let value = lambda.result(of: arguments) else {
      throw .unknowable
    }
    return value
  }

  func emit(_ output: Output) throws(RuntimeError) { throw .unknowable }

  func announce(progress label: String) {}

  func noteLostNumber() {}
}

extension RuntimeError {
  /// Thrown inside of a run on placeholders by what only the real run can tell.
  package static var unknowable: RuntimeError {
    RuntimeError(Diagnostic(code: "unknowable", message: "known at run time only", range: nil))
  }

  var isUnknowable: Bool { diagnostic.code == "unknowable" }
}
