package import QuernText

/// A platform operation, declared once, under AWS's own name and shape.
///
///     Operations.createModel.action          // "sagemaker:CreateModel"
package struct Operation<Input: ShapeStructure, Output: ShapeStructure>: Sendable {
  package let name: String
  package let wire: WireForm
  /// The IAM action that a caller must be allowed.
  package let action: String
  package let effect: OperationEffect
  /// The resources that an input touches: what authorisation is asked about.
  package let resources: @Sendable (Input, Scope) -> [Arn]

  init(
    _ name: String, _ effect: OperationEffect,
    resources: @escaping @Sendable (Input, Scope) -> [Arn]
  ) {
    self.name = name
    wire = .json11(target: "SageMaker.\(name)")
    action = "sagemaker:\(name)"
    self.effect = effect
    self.resources = resources
  }

  /// Validates JSON from any door and reads it.
  package func read(_ json: JSON) throws(ValidationFailure) -> Input {
    try Validation.check(json, Input.shape)
    do {
      if let input = try Input.read(json) { return input }
    } catch {
      throw ValidationFailure(typeErrors: [error.message])
    }
    throw ValidationFailure(typeErrors: ["The request's body must be a structure"])
  }

  /// The declaration without its types, for lists, documents and routes.
  package var declaration: OperationDeclaration {
    OperationDeclaration(
      name: name, wire: wire, action: action, effect: effect, input: Input.shape,
      output: Output.shape)
  }
}

/// How an operation travels over HTTP.
package enum WireForm: Sendable, Equatable {
  /// `POST /` with an `X-Amz-Target` header and JSON in and out.
  case json11(target: String)
}

/// What an operation does to the platform.
package enum OperationEffect: String, Sendable, Equatable {
  case read, create, update, delete
}

/// An operation's declaration, whatever its input and output.
package struct OperationDeclaration: Sendable {
  package let name: String
  package let wire: WireForm
  package let action: String
  package let effect: OperationEffect
  package let input: StructureShape
  package let output: StructureShape
}
