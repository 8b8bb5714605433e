// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// The values of `ProductionVariantAcceleratorType`.
package enum ProductionVariantAcceleratorType: String, CaseIterable, Sendable, ShapeValue {
  case mlEia1Medium = "ml.eia1.medium"
  case mlEia1Large = "ml.eia1.large"
  case mlEia1Xlarge = "ml.eia1.xlarge"
  case mlEia2Medium = "ml.eia2.medium"
  case mlEia2Large = "ml.eia2.large"
  case mlEia2Xlarge = "ml.eia2.xlarge"
}
