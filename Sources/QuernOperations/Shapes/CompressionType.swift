// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// The values of `CompressionType`.
package enum CompressionType: String, CaseIterable, Sendable, ShapeValue {
  case nothing = "None"
  case gzip = "Gzip"
}
