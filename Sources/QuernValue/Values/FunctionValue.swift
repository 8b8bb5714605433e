import Synchronization

/// A function as a value: its text and what it captured, so that it can be saved and run again.
///
/// `(x) => x * rate` is kept as that text, with the value that `rate` had where it was written.
package final class FunctionValue: Sendable {
  package enum Origin: Hashable, Sendable {
    /// `fn`: the text is the whole statement, and the name may be used inside of it.
    case named(String)
    /// The text is the expression.
    case lambda
    /// A built-in word; the text is its name, and nothing is captured.
    case word
    /// A definition of a file, named by the file's path: `features.ratio`.
    case used(path: String, name: String)
    /// A function that measures predictions, under a name; the text is the function's.
    case metric(name: String, isBetterHigh: Bool)
  }

  package let origin: Origin
  /// In the formatter's form, so that equal functions have equal text.
  package let source: String
  package let formals: [String]
  /// How many of `formals`, from the first, must be given.
  package let requiredCount: Int
  /// In the order of first use in the text.
  package let captured: [(name: String, value: Value)]

  /// What the evaluator made of the text: made at most once, never saved.
  private let compiled: Mutex<(any Sendable & AnyObject)?>

  package init(
    origin: Origin, source: String, formals: [String], requiredCount: Int,
    captured: [(name: String, value: Value)] = [], compiled: (any Sendable & AnyObject)? = nil
  ) {
    self.origin = origin
    self.source = source
    self.formals = formals
    self.requiredCount = requiredCount
    self.captured = captured
    self.compiled = Mutex(compiled)
  }

  /// What the evaluator kept here, or keeps now.
  package func compiled<Failure: Error>(
    orMake make: () throws(Failure) -> any Sendable & AnyObject
  ) throws(Failure) -> any Sendable & AnyObject {
    if let ready = compiled.withLock({ $0 }) { return ready }
    let fresh = try make()
    return compiled.withLock { slot in
      if let earlier = slot { return earlier }
      slot = fresh
      return fresh
    }
  }

  /// `rate(x, y)`, or `x => …` for a lambda.
  package var title: String {
    switch origin {
    case .named(let name), .used(_, let name): "\(name)(\(formals.joined(separator: ", ")))"
    case .lambda: source
    case .metric(let name, _): "metric \(name)"
    case .word: "\(source)(\(formals.joined(separator: ", ")))"
    }
  }

  /// The function as the language writes it.
  package var text: String {
    guard case .metric(let name, let isBetterHigh) = origin else { return source }
    return "metric(\"\(name)\", \(source), better: \(isBetterHigh ? "high" : "low"))"
  }
}
