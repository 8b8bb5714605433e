// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// The values of `ModelApprovalStatus`.
package enum ModelApprovalStatus: String, CaseIterable, Sendable, ShapeValue {
  case approved = "Approved"
  case rejected = "Rejected"
  case pendingManualApproval = "PendingManualApproval"
}
