/// Every operation that Quern implements; `scripts/operations.txt` lists the same names.
package enum Operations {
  package static let all: [OperationDeclaration] = [
    createModel.declaration, describeModel.declaration, listModels.declaration,
    deleteModel.declaration,
    createEndpointConfig.declaration, describeEndpointConfig.declaration,
    listEndpointConfigs.declaration, deleteEndpointConfig.declaration,
    createEndpoint.declaration, describeEndpoint.declaration, listEndpoints.declaration,
    updateEndpoint.declaration, deleteEndpoint.declaration,
    createModelPackageGroup.declaration, describeModelPackageGroup.declaration,
    listModelPackageGroups.declaration, deleteModelPackageGroup.declaration,
    createModelPackage.declaration, describeModelPackage.declaration,
    listModelPackages.declaration, updateModelPackage.declaration,
    deleteModelPackage.declaration,
  ]
}
