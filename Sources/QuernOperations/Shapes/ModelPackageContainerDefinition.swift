// Written by scripts/generate_shapes.py from SageMaker's service model; edit the script.

/// `ModelPackageContainerDefinition` of SageMaker's API.
package struct ModelPackageContainerDefinition: ShapeStructure, Equatable {
  package var containerHostname: String?
  package var image: String?
  package var imageDigest: String?
  package var modelDataUrl: String?
  package var modelDataSource: ModelDataSource?
  package var productId: String?
  package var environment: [String: String]?
  package var modelInput: ModelInput?
  package var framework: String?
  package var frameworkVersion: String?
  package var nearestModelName: String?
  package var additionalModelDataSources: [AdditionalModelDataSource]?
  package var additionalS3DataSource: AdditionalS3DataSource?
  package var modelDataETag: String?
  package var isCheckpoint: Bool?
  package var baseModel: BaseModel?

  package static let shape = StructureShape(
    "ModelPackageContainerDefinition",
    [
      .optional("ContainerHostname", .containerHostname),
      .optional("Image", .containerImage),
      .optional("ImageDigest", .imageDigest),
      .optional("ModelDataUrl", .url),
      .optional("ModelDataSource", .structure(ModelDataSource.shape)),
      .optional("ProductId", .productId),
      .optional("Environment", .environmentMap),
      .optional("ModelInput", .structure(ModelInput.shape)),
      .optional("Framework", .text),
      .optional("FrameworkVersion", .modelPackageFrameworkVersion),
      .optional("NearestModelName", .text),
      .optional("AdditionalModelDataSources", .additionalModelDataSources),
      .optional("AdditionalS3DataSource", .structure(AdditionalS3DataSource.shape)),
      .optional("ModelDataETag", .text),
      .optional("IsCheckpoint", .boolean),
      .optional("BaseModel", .structure(BaseModel.shape)),
    ])

  package init(
    containerHostname: String? = nil,
    image: String? = nil,
    imageDigest: String? = nil,
    modelDataUrl: String? = nil,
    modelDataSource: ModelDataSource? = nil,
    productId: String? = nil,
    environment: [String: String]? = nil,
    modelInput: ModelInput? = nil,
    framework: String? = nil,
    frameworkVersion: String? = nil,
    nearestModelName: String? = nil,
    additionalModelDataSources: [AdditionalModelDataSource]? = nil,
    additionalS3DataSource: AdditionalS3DataSource? = nil,
    modelDataETag: String? = nil,
    isCheckpoint: Bool? = nil,
    baseModel: BaseModel? = nil
  ) {
    self.containerHostname = containerHostname
    self.image = image
    self.imageDigest = imageDigest
    self.modelDataUrl = modelDataUrl
    self.modelDataSource = modelDataSource
    self.productId = productId
    self.environment = environment
    self.modelInput = modelInput
    self.framework = framework
    self.frameworkVersion = frameworkVersion
    self.nearestModelName = nearestModelName
    self.additionalModelDataSources = additionalModelDataSources
    self.additionalS3DataSource = additionalS3DataSource
    self.modelDataETag = modelDataETag
    self.isCheckpoint = isCheckpoint
    self.baseModel = baseModel
  }

  package init(reading members: MemberReader) throws(ShapeError) {
    containerHostname = try members.optional("ContainerHostname")
    image = try members.optional("Image")
    imageDigest = try members.optional("ImageDigest")
    modelDataUrl = try members.optional("ModelDataUrl")
    modelDataSource = try members.optional("ModelDataSource")
    productId = try members.optional("ProductId")
    environment = try members.optional("Environment")
    modelInput = try members.optional("ModelInput")
    framework = try members.optional("Framework")
    frameworkVersion = try members.optional("FrameworkVersion")
    nearestModelName = try members.optional("NearestModelName")
    additionalModelDataSources = try members.optional("AdditionalModelDataSources")
    additionalS3DataSource = try members.optional("AdditionalS3DataSource")
    modelDataETag = try members.optional("ModelDataETag")
    isCheckpoint = try members.optional("IsCheckpoint")
    baseModel = try members.optional("BaseModel")
  }

  package func write(to members: inout MemberWriter) {
    members.write("ContainerHostname", containerHostname)
    members.write("Image", image)
    members.write("ImageDigest", imageDigest)
    members.write("ModelDataUrl", modelDataUrl)
    members.write("ModelDataSource", modelDataSource)
    members.write("ProductId", productId)
    members.write("Environment", environment)
    members.write("ModelInput", modelInput)
    members.write("Framework", framework)
    members.write("FrameworkVersion", frameworkVersion)
    members.write("NearestModelName", nearestModelName)
    members.write("AdditionalModelDataSources", additionalModelDataSources)
    members.write("AdditionalS3DataSource", additionalS3DataSource)
    members.write("ModelDataETag", modelDataETag)
    members.write("IsCheckpoint", isCheckpoint)
    members.write("BaseModel", baseModel)
  }
}
