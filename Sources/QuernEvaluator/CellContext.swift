package import QuernValue

/// What a run of a cell is given beside its plan and the values above it.
package struct CellContext: Sendable {
  /// As messages say it: `cell 4`; nil at the prompt.
  package var name: String?
  /// The notebook's seed.
  package var seed: Int64
  /// Values given for `param`.
  package var params: [String: Value]

  package init(name: String? = nil, seed: Int64 = 0, params: [String: Value] = [:]) {
    self.name = name
    self.seed = seed
    self.params = params
  }
}
