internal import QuernSession
internal import QuernSystem
internal import QuernValue
internal import QuernWire

// After a kernel was killed.
extension KernelSession {
  /// Takes up the cell that the killed kernel was running, and publishes all that it has shown.
  func recover() throws(SessionError) {
    guard let left = state.running, let worker = client else { return }
    let request = ExecuteRequest(
      identities: left.identities, parent: left.parent, code: left.code,
      storesHistory: left.storesHistory, cellId: left.cellId)
    lock.withLock {
      running = request.parent
      isRecovering = true
    }
    defer { lock.withLock { isRecovering = false } }
    channels.publish.status("busy", parent: request.parent)
    let show = CellShow(
      publish: channels.publish, request: request, count: state.executionCount, clock: clock)
    // A client that saw a part sees it all again in its place.
    show.clear(waits: true)
    sequence = left.sequence
    isAccepted = false
    isCatchingUp = true
    try worker.replay(from: sequence + 1)
    let cell = CellSubmission(
      id: left.cell, index: max(1, state.executionCount), source: left.code)
    let report = try follow(cell, request, show)
    remember(nil)
    if let report { settle(report, replaces: request.cellId != nil) }
    var failure: ErrorOutput?
    if report?.isGood != true { failure = show.error ?? Self.failure(report) }
    if let failure, show.error == nil { show.take(.error(failure)) }
    try describe([])
    finish(request, show, status: failure)
  }
}
