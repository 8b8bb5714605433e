// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ContainerDefinition` of SageMaker's API.
package struct ContainerDefinition: ShapeStructure, Equatable {
  package var containerHostname: String?
  package var image: String?
  package var imageConfig: ImageConfig?
  package var mode: ContainerMode?
  package var modelDataUrl: String?
  package var modelDataSource: ModelDataSource?
  package var additionalModelDataSources: [AdditionalModelDataSource]?
  package var environment: [String: String]?
  package var modelPackageName: String?
  package var inferenceSpecificationName: String?
  package var multiModelConfig: MultiModelConfig?

  package static let shape = StructureShape(
    "ContainerDefinition",
    [
      .optional("ContainerHostname", .containerHostname),
      .optional("Image", .containerImage),
      .optional("ImageConfig", .structure(ImageConfig.shape)),
      .optional("Mode", .choice(ContainerMode.self)),
      .optional("ModelDataUrl", .url),
      .optional("ModelDataSource", .structure(ModelDataSource.shape)),
      .optional("AdditionalModelDataSources", .additionalModelDataSources),
      .optional("Environment", .environmentMap),
      .optional("ModelPackageName", .versionedArnOrName),
      .optional("InferenceSpecificationName", .inferenceSpecificationName),
      .optional("MultiModelConfig", .structure(MultiModelConfig.shape)),
    ])

  package init(
    containerHostname: String? = nil,
    image: String? = nil,
    imageConfig: ImageConfig? = nil,
    mode: ContainerMode? = nil,
    modelDataUrl: String? = nil,
    modelDataSource: ModelDataSource? = nil,
    additionalModelDataSources: [AdditionalModelDataSource]? = nil,
    environment: [String: String]? = nil,
    modelPackageName: String? = nil,
    inferenceSpecificationName: String? = nil,
    multiModelConfig: MultiModelConfig? = nil
  ) {
    self.containerHostname = containerHostname
    self.image = image
    self.imageConfig = imageConfig
    self.mode = mode
    self.modelDataUrl = modelDataUrl
    self.modelDataSource = modelDataSource
    self.additionalModelDataSources = additionalModelDataSources
    self.environment = environment
    self.modelPackageName = modelPackageName
    self.inferenceSpecificationName = inferenceSpecificationName
    self.multiModelConfig = multiModelConfig
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    containerHostname = try members.optional("ContainerHostname")
    image = try members.optional("Image")
    imageConfig = try members.optional("ImageConfig")
    mode = try members.optional("Mode")
    modelDataUrl = try members.optional("ModelDataUrl")
    modelDataSource = try members.optional("ModelDataSource")
    additionalModelDataSources = try members.optional("AdditionalModelDataSources")
    environment = try members.optional("Environment")
    modelPackageName = try members.optional("ModelPackageName")
    inferenceSpecificationName = try members.optional("InferenceSpecificationName")
    multiModelConfig = try members.optional("MultiModelConfig")
  }

  package func write(to members: inout MemberWriter) {
    members.write("ContainerHostname", containerHostname)
    members.write("Image", image)
    members.write("ImageConfig", imageConfig)
    members.write("Mode", mode)
    members.write("ModelDataUrl", modelDataUrl)
    members.write("ModelDataSource", modelDataSource)
    members.write("AdditionalModelDataSources", additionalModelDataSources)
    members.write("Environment", environment)
    members.write("ModelPackageName", modelPackageName)
    members.write("InferenceSpecificationName", inferenceSpecificationName)
    members.write("MultiModelConfig", multiModelConfig)
  }
}

/// The values of `ContainerMode`.
package enum ContainerMode: String, CaseIterable, Sendable, ShapeValue {
  case singleModel = "SingleModel"
  case multiModel = "MultiModel"
}
