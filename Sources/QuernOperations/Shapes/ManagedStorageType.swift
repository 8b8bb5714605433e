// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// The values of `ManagedStorageType`.
package enum ManagedStorageType: String, CaseIterable, Sendable, ShapeValue {
  case restricted = "Restricted"
}
