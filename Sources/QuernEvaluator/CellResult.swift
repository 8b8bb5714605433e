package import QuernPlan
package import QuernSyntax
package import QuernValue

/// What a cell came to.
package struct CellResult: Sendable {
  /// Names that it defined, in order; with an error, those that stand before it.
  package var defined: [(name: String, value: Value)]
  /// The value of its last expression, if it ends in one: `_` from now on.
  package var result: Value?
  package var error: RuntimeError?
  package var usedSeconds: Double

  package var diagnostic: Diagnostic? { error?.diagnostic }

  package init(
    defined: [(name: String, value: Value)], result: Value?, error: RuntimeError?,
    usedSeconds: Double
  ) {
    self.defined = defined
    self.result = result
    self.error = error
    self.usedSeconds = usedSeconds
  }
}
