/// Limits of checking, and of what a cell may build; each with its unit.
package enum PlanLimits {
  /// Elements of one list.
  package static let listCountMax = 20_000_000
  /// Depth of nested expressions that the checker follows.
  package static let expressionDepthMax = 400
  /// Depth of functions that the checker looks into to find a call's type.
  package static let inferenceDepthMax = 6
  /// Diagnostics of one cell; the rest is left out.
  package static let diagnosticCountMax = 20
}
