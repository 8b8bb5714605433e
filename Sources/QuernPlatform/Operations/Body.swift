internal import QuernOperations
internal import QuernText

/// An operation's declaration joined with the function that performs it.
struct Body: Sendable {
  let declaration: OperationDeclaration
  let perform: @Sendable (JSON, Platform, Caller) throws -> (JSON, isUnchanged: Bool)

  /// A body that reads.
  static func reading<Input, Output>(
    _ operation: Operation<Input, Output>,
    _ body: @escaping @Sendable (Transaction, Input) throws -> Output
  ) -> Body {
    Body(declaration: operation.declaration) { json, platform, caller in
      let input = try platform.admit(operation, json, caller)
      let output = try platform.read(caller) { try body($0, input) }
      return (output.json, false)
    }
  }

  /// A body that writes, in one transaction.
  static func writing<Input, Output>(
    _ operation: Operation<Input, Output>,
    _ body: @escaping @Sendable (Transaction, Input) throws -> Output
  ) -> Body {
    Body(declaration: operation.declaration) { json, platform, caller in
      let input = try platform.admit(operation, json, caller)
      return try platform.write(caller) { transaction in
        (try body(transaction, input).json, transaction.isUnchanged)
      }
    }
  }

  /// A body that prepares something outside the database before its transaction.
  static func preparing<Input, Output, Prepared>(
    _ operation: Operation<Input, Output>,
    _ prepare: @escaping @Sendable (Platform, Input) throws -> Prepared,
    _ body: @escaping @Sendable (Transaction, Input, Prepared) throws -> Output
  ) -> Body {
    Body(declaration: operation.declaration) { json, platform, caller in
      let input = try platform.admit(operation, json, caller)
      let prepared = try prepare(platform, input)
      return try platform.write(caller) { transaction in
        (try body(transaction, input, prepared).json, transaction.isUnchanged)
      }
    }
  }

  /// Every body by its operation's name.
  static let all: [String: Body] = {
    let bodies =
      Body.models + Body.endpointConfigs + Body.endpoints + Body.modelPackageGroups
      + Body.modelPackages
    return Dictionary(uniqueKeysWithValues: bodies.map { ($0.declaration.name, $0) })
  }()
}

extension Platform {
  /// Validates an input and asks whether the caller may do that to each resource that it names.
  func admit<Input, Output>(
    _ operation: Operation<Input, Output>, _ json: JSON, _ caller: Caller
  ) throws(PlatformError) -> Input {
    let input = try operation.checked(json)
    for resource in operation.resources(input, scope)
    where !isAllowed(caller.principal, operation.action, resource) {
      throw .denied(caller.principal, operation.action, resource)
    }
    return input
  }
}

extension Operation {
  func checked(_ json: JSON) throws(PlatformError) -> Input {
    do {
      return try read(json)
    } catch {
      throw .invalid(error)
    }
  }
}
