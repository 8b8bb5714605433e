// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `MetricsConfig` of SageMaker's API.
package struct MetricsConfig: ShapeStructure, Equatable {
  package var enableEnhancedMetrics: Bool?
  package var metricPublishFrequencyInSeconds: Int?

  package static let shape = StructureShape(
    "MetricsConfig",
    [
      .optional("EnableEnhancedMetrics", .enableEnhancedMetrics),
      .optional("MetricPublishFrequencyInSeconds", .metricPublishFrequencyInSeconds),
    ])

  package init(
    enableEnhancedMetrics: Bool? = nil,
    metricPublishFrequencyInSeconds: Int? = nil
  ) {
    self.enableEnhancedMetrics = enableEnhancedMetrics
    self.metricPublishFrequencyInSeconds = metricPublishFrequencyInSeconds
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    enableEnhancedMetrics = try members.optional("EnableEnhancedMetrics")
    metricPublishFrequencyInSeconds = try members.optional("MetricPublishFrequencyInSeconds")
  }

  package func write(to members: inout MemberWriter) {
    members.write("EnableEnhancedMetrics", enableEnhancedMetrics)
    members.write("MetricPublishFrequencyInSeconds", metricPublishFrequencyInSeconds)
  }
}
