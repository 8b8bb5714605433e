// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `AdditionalInferenceSpecificationDefinition` of SageMaker's API.
package struct AdditionalInferenceSpecificationDefinition: ShapeStructure, Equatable {
  package var name: String
  package var description: String?
  package var containers: [ModelPackageContainerDefinition]
  package var supportedTransformInstanceTypes: [String]?
  package var supportedRealtimeInferenceInstanceTypes: [String]?
  package var supportedContentTypes: [String]?
  package var supportedResponseMIMETypes: [String]?

  package static let shape = StructureShape(
    "AdditionalInferenceSpecificationDefinition",
    [
      .required("Name", .entityName),
      .optional("Description", .entityDescription),
      .required("Containers", .modelPackageContainerDefinitionList),
      .optional("SupportedTransformInstanceTypes", .transformInstanceTypes),
      .optional("SupportedRealtimeInferenceInstanceTypes", .realtimeInferenceInstanceTypes),
      .optional("SupportedContentTypes", .contentTypes),
      .optional("SupportedResponseMIMETypes", .responseMIMETypes),
    ])

  package init(
    name: String,
    description: String? = nil,
    containers: [ModelPackageContainerDefinition],
    supportedTransformInstanceTypes: [String]? = nil,
    supportedRealtimeInferenceInstanceTypes: [String]? = nil,
    supportedContentTypes: [String]? = nil,
    supportedResponseMIMETypes: [String]? = nil
  ) {
    self.name = name
    self.description = description
    self.containers = containers
    self.supportedTransformInstanceTypes = supportedTransformInstanceTypes
    self.supportedRealtimeInferenceInstanceTypes = supportedRealtimeInferenceInstanceTypes
    self.supportedContentTypes = supportedContentTypes
    self.supportedResponseMIMETypes = supportedResponseMIMETypes
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    name = try members.required("Name")
    description = try members.optional("Description")
    containers = try members.required("Containers")
    supportedTransformInstanceTypes = try members.optional("SupportedTransformInstanceTypes")
    supportedRealtimeInferenceInstanceTypes =
      try members.optional("SupportedRealtimeInferenceInstanceTypes")
    supportedContentTypes = try members.optional("SupportedContentTypes")
    supportedResponseMIMETypes = try members.optional("SupportedResponseMIMETypes")
  }

  package func write(to members: inout MemberWriter) {
    members.write("Name", name)
    members.write("Description", description)
    members.write("Containers", containers)
    members.write("SupportedTransformInstanceTypes", supportedTransformInstanceTypes)
    members.write(
      "SupportedRealtimeInferenceInstanceTypes", supportedRealtimeInferenceInstanceTypes)
    members.write("SupportedContentTypes", supportedContentTypes)
    members.write("SupportedResponseMIMETypes", supportedResponseMIMETypes)
  }
}
