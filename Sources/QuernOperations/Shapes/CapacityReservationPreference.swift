// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// The values of `CapacityReservationPreference`.
package enum CapacityReservationPreference: String, CaseIterable, Sendable, ShapeValue {
  case capacityReservationsOnly = "capacity-reservations-only"
}
