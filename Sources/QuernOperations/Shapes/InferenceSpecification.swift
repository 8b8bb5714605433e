// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `InferenceSpecification` of SageMaker's API.
package struct InferenceSpecification: ShapeStructure, Equatable {
  package var containers: [ModelPackageContainerDefinition]
  package var supportedTransformInstanceTypes: [String]?
  package var supportedRealtimeInferenceInstanceTypes: [String]?
  package var supportedContentTypes: [String]?
  package var supportedResponseMIMETypes: [String]?

  package static let shape = StructureShape(
    "InferenceSpecification",
    [
      .required("Containers", .modelPackageContainerDefinitionList),
      .optional("SupportedTransformInstanceTypes", .transformInstanceTypes),
      .optional("SupportedRealtimeInferenceInstanceTypes", .realtimeInferenceInstanceTypes),
      .optional("SupportedContentTypes", .contentTypes),
      .optional("SupportedResponseMIMETypes", .responseMIMETypes),
    ])

  package init(
    containers: [ModelPackageContainerDefinition],
    supportedTransformInstanceTypes: [String]? = nil,
    supportedRealtimeInferenceInstanceTypes: [String]? = nil,
    supportedContentTypes: [String]? = nil,
    supportedResponseMIMETypes: [String]? = nil
  ) {
    self.containers = containers
    self.supportedTransformInstanceTypes = supportedTransformInstanceTypes
    self.supportedRealtimeInferenceInstanceTypes = supportedRealtimeInferenceInstanceTypes
    self.supportedContentTypes = supportedContentTypes
    self.supportedResponseMIMETypes = supportedResponseMIMETypes
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    containers = try members.required("Containers")
    supportedTransformInstanceTypes = try members.optional("SupportedTransformInstanceTypes")
    supportedRealtimeInferenceInstanceTypes =
      try members.optional("SupportedRealtimeInferenceInstanceTypes")
    supportedContentTypes = try members.optional("SupportedContentTypes")
    supportedResponseMIMETypes = try members.optional("SupportedResponseMIMETypes")
  }

  package func write(to members: inout MemberWriter) {
    members.write("Containers", containers)
    members.write("SupportedTransformInstanceTypes", supportedTransformInstanceTypes)
    members.write(
      "SupportedRealtimeInferenceInstanceTypes", supportedRealtimeInferenceInstanceTypes)
    members.write("SupportedContentTypes", supportedContentTypes)
    members.write("SupportedResponseMIMETypes", supportedResponseMIMETypes)
  }
}
