/// How far the reading of one cell goes.
package enum SyntaxLimits {
  /// Expressions inside of expressions; each takes about ten frames of the stack, 12 KB of it in a
  /// debug build.
  package static let nestingDepthMax = 120
  /// Nodes on the longest way down a tree, long chains of operators and pipes included: what walks
  /// over a tree may recurse this deep.
  package static let treeHeightMax = 1000
  /// Diagnostics of one cell; what comes after them is left out.
  package static let diagnosticCountMax = 100
}
