// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// The values of `EndpointStatus`.
package enum EndpointStatus: String, CaseIterable, Sendable, ShapeValue {
  case outOfService = "OutOfService"
  case creating = "Creating"
  case updating = "Updating"
  case systemUpdating = "SystemUpdating"
  case rollingBack = "RollingBack"
  case inService = "InService"
  case deleting = "Deleting"
  case failed = "Failed"
  case updateRollbackFailed = "UpdateRollbackFailed"
}
