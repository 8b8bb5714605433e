// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// The values of `ModelPackageStatus`.
package enum ModelPackageStatus: String, CaseIterable, Sendable, ShapeValue {
  case pending = "Pending"
  case inProgress = "InProgress"
  case completed = "Completed"
  case failed = "Failed"
  case deleting = "Deleting"
}
