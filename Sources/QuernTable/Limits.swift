/// The limits of this target, with their units.
package enum Limits {
  /// Rows of a vector: what one kernel call works on; its registers fit the first-level cache.
  static let vectorRows = 2048
  /// Levels of an expression.
  static let expressionDepthMax = 256
  /// Arguments of one `concat`, which an interpolated string becomes.
  static let concatArgumentsMax = 256
  /// Nodes on the longest path of a plan.
  package static let planDepthMax = 4096
  /// Groups, keys and rows that an error or a note shows.
  static let shownMax = 3
  /// Values of an integer key's range up to which groups are found by direct indexing.
  static let directDomainMax = 1 << 21
  /// A node's rows are kept up to the memory limit divided by this.
  static let keptShare = 8
  /// Columns that a pivot may give.
  static let pivotColumnsMax = 10_000
  /// Files up to this size are kept as columns once several plans start from them.
  static let keptSourceBytes: Int64 = 64 << 20
  /// Code points that `pad` adds to one text.
  static let padMax: Int64 = 1 << 20
  /// Nodes of a plan of which it is looked up whether their rows lie on disk.
  static let attachedNodesMax = 64
  /// Rows of work between two looks at the interrupt.
  static let interruptRows = 65_536
}
