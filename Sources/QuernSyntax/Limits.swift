/// How far the reading of one cell goes.
package enum SyntaxLimits {
  /// Expressions inside of expressions; each takes a few frames of the stack.
  package static let nestingDepthMax = 200
  /// Nodes on the longest way down a tree, long chains of operators and pipes included: what walks
  /// over a tree may recurse this deep.
  package static let treeHeightMax = 1000
  /// Diagnostics of one cell; what comes after them is left out.
  package static let diagnosticCountMax = 100
}
