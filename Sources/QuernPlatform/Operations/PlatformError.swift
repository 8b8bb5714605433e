internal import QuernOperations

/// A refusal that a caller sees: AWS's code and a sentence.
package struct PlatformError: Error, Equatable, Sendable {
  package var code: String
  package var message: String
  /// The HTTP status that goes with it.
  package var status: Int = 400

  package init(code: String, message: String, status: Int = 400) {
    self.code = code
    self.message = message
    self.status = status
  }
}

// Messages are declared here, with AWS's words where AWS has the same refusal.
extension PlatformError {
  static func invalid(_ failure: ValidationFailure) -> PlatformError {
    PlatformError(code: failure.code, message: failure.message)
  }

  static func denied(_ principal: String, _ action: String, _ arn: Arn) -> PlatformError {
    PlatformError(
      code: "AccessDeniedException",
      message: "User: \(principal) is not authorized to perform: \(action) "
        + "on resource: \(arn.text)")
  }

  static func validation(_ message: String) -> PlatformError {
    PlatformError(code: "ValidationException", message: message)
  }

  package static func unknownOperation(_ name: String) -> PlatformError {
    PlatformError(
      code: "UnknownOperationException",
      message: "Quern does not have the operation \(name). It has: "
        + Operations.all.map(\.name).joined(separator: ", "))
  }

  static func notFound(_ noun: String, _ arn: Arn) -> PlatformError {
    validation("Could not find \(noun) \"\(arn.text)\".")
  }

  static func alreadyExists(_ noun: String, _ arn: Arn) -> PlatformError {
    validation("Cannot create already existing \(noun) \"\(arn.text)\".")
  }

  static func inProgress(_ arn: Arn) -> PlatformError {
    validation("Cannot update in-progress endpoint \"\(arn.text)\".")
  }

  static func failedEndpoint(_ arn: Arn) -> PlatformError {
    validation(
      "Cannot update failed endpoint \"\(arn.text)\". Hint: delete it and create it again.")
  }

  static func missingModelData(_ url: String, _ reason: String) -> PlatformError {
    validation("Could not find model data at \(url): \(reason).")
  }

  static func unsupported(_ member: String) -> PlatformError {
    validation("\(member) is not supported by this version of Quern. Hint: leave it out.")
  }

  static func foreignOwner(_ name: String, _ owner: String) -> PlatformError {
    PlatformError(
      code: "ConflictException",
      message: "\(name) belongs to \(owner). Hint: choose another name, or take it over with "
        + "`takeover: true`")
  }

  static func groupNotEmpty(_ arn: Arn, _ count: Int) -> PlatformError {
    PlatformError(
      code: "ConflictException",
      message: "Model Package Group \"\(arn.text)\" still has \(count) Model Package"
        + "\(count == 1 ? "" : "s"). Hint: delete them first.")
  }

  static func rejectedPackage(_ arn: Arn) -> PlatformError {
    validation("Model Package \"\(arn.text)\" is Rejected. Hint: approve it, or take another.")
  }

  static func limitExceeded(_ what: String, _ limit: Int) -> PlatformError {
    PlatformError(
      code: "ResourceLimitExceeded", message: "The limit for \(what) is \(limit).")
  }

  static func badToken() -> PlatformError {
    validation("The NextToken was not given by this list with these filters.")
  }

  package static func fault(_ fault: PlatformFault) -> PlatformError {
    // A client that tries again at once, as AWS's do after a 500, helps nobody here.
    fault.isPassing
      ? PlatformError(code: "ResourceLimitExceeded", message: fault.message)
      : PlatformError(code: "InternalFailure", message: fault.message, status: 500)
  }
}
