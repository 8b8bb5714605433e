// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// The values of `ModelPackageRegistrationType`.
package enum ModelPackageRegistrationType: String, CaseIterable, Sendable, ShapeValue {
  case logged = "Logged"
  case registered = "Registered"
}
