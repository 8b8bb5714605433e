/// Where names live: an account in a region.
package struct Scope: Hashable, Sendable {
  /// Twelve digits.
  package var account: String
  package var region: String

  package init(account: String, region: String) {
    self.account = account
    self.region = region
  }

  /// The name of a SageMaker resource, e.g. `arn:aws:sagemaker:us-east-1:000000000000:model/churn`.
  ///
  /// What is an ARN already stays as it is.
  package func arn(_ type: ResourceType, _ name: String) -> Arn {
    if name.hasPrefix("arn:") { return Arn(text: name) }
    return Arn(text: "arn:aws:sagemaker:\(region):\(account):\(type.rawValue)/\(name.lowercased())")
  }

  /// The resource that stands for all of a type, for operations that list.
  package func all(_ type: ResourceType) -> Arn {
    Arn(text: "arn:aws:sagemaker:\(region):\(account):\(type.rawValue)/*")
  }
}

/// The resource types that Quern keeps.
package enum ResourceType: String, Sendable, CaseIterable {
  case model
  case endpointConfig = "endpoint-config"
  case endpoint
  case modelPackageGroup = "model-package-group"
  /// Its name is `group/version`.
  case modelPackage = "model-package"
}

/// An Amazon resource name.
package struct Arn: Hashable, Sendable {
  package let text: String
}
