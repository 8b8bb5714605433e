// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// The values of `SkipModelValidation`.
package enum SkipModelValidation: String, CaseIterable, Sendable, ShapeValue {
  case all = "All"
  case nothing = "None"
}
