internal import QuernSession
internal import QuernSystem
internal import QuernWire

// After a kernel was killed.
extension KernelSession {
  /// Takes up the cell that the killed kernel was running, and publishes all that it has shown.
  func recover() throws(SessionError) {
    guard let left = state.running, let worker = client else { return }
    let request = left.request
    lock.withLock {
      running = request.parent
      isRecovering = true
    }
    defer { lock.withLock { isRecovering = false } }
    announce(request)
    let show = CellShow(
      publish: channels.publish, request: request, count: state.executionCount, clock: clock)
    // A client that saw a part sees it all again in its place.
    if !request.isSilent { show.clear(waits: true) }
    if obeys(request, show) { return }
    sequence = left.sequence
    isAccepted = false
    isCatchingUp = true
    do throws(SessionError) {
      let submission = submission(left.cell, request, show)
      try worker.replay(from: sequence + 1)
      try conclude(try follow(submission, request, show), request, show)
    } catch {
      fail(error, request, show)
    }
  }
}
