// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// The values of `SortOrder`.
package enum SortOrder: String, CaseIterable, Sendable, ShapeValue {
  case ascending = "Ascending"
  case descending = "Descending"
}
