internal import Dispatch
internal import QuernOperations
internal import QuernText

extension Platform {
  /// Performs DescribeEndpoint and answers when the endpoint's status is no longer in motion, or
  /// when time is over; everybody who waits is woken by the change itself.
  package func performSettled(_ call: OperationCall, milliseconds: Int) -> OperationAnswer {
    let end = DispatchTime.now() + .milliseconds(milliseconds)
    while true {
      let seen = changes.count
      let answer = perform(call)
      guard case .output(let output, _) = answer, Platform.isInMotion(output) else { return answer }
      // What it waits for has happened, it may be, and cannot be written.
      if let trouble { return .error(.fault(trouble)) }
      let now = DispatchTime.now()
      guard now < end else { return answer }
      let left = Int((end.uptimeNanoseconds - now.uptimeNanoseconds) / 1_000_000)
      guard left > 0, changes.wait(after: seen, milliseconds: left) != nil else { return answer }
    }
  }

  private static func isInMotion(_ output: JSON) -> Bool {
    guard let name = output["EndpointStatus"]?.stringValue,
      let status = EndpointStatus(rawValue: name)
    else { return false }
    switch status {
    case .creating, .updating, .systemUpdating, .rollingBack, .deleting: return true
    case .inService, .failed, .outOfService, .updateRollbackFailed: return false
    }
  }
}
