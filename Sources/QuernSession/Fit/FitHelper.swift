internal import QuernLearning
internal import QuernSystem
internal import QuernText

/// Trains in a helper process, and keeps one idle helper ready for the next training.
///
/// An interrupt, a time limit, the memory limit or a crash of a library ends the helper, never the
/// session: the cell gets an error that says which it was.
final class FitHelper: @unchecked Sendable {
  private struct Helper {
    let child: ChildProcess
    let socket: UnixSocket
  }

  private let lock = Lock()
  private var idle: Helper?
  private let executable: String

  /// How often the interrupt is looked at while the helper says nothing.
  private static let pollSeconds = 0.005

  init(executable: String = HostFacts.executablePath) {
    self.executable = executable
  }

  deinit { idle?.child.kill() }

  /// What `train` is given.
  var runner: FitRunner {
    FitRunner { (job, interrupt, onProgress) throws(LearningError) in
      try self.run(job, interrupt, onProgress)
    }
  }

  /// Starts the helper that the next training will find ready.
  func warm() {
    let isMissing = lock.withLock { idle == nil }
    guard isMissing else { return }
    do throws(SystemError) {
      let helper = try start()
      lock.withLock { idle = helper }
    } catch {
      // The training itself will try again and say what is wrong.
    }
  }

  private func run(
    _ job: FitJob, _ interrupt: Interrupt, _ onProgress: FitRunner.OnProgress
  ) throws(LearningError) -> FitResult {
    let helper = try take()
    do throws(SystemError) {
      let header = job.header.json.utf8()
      try helper.socket.send(
        FitProtocol.prefix(header), descriptors: [job.payload.memory.descriptor])
      try helper.socket.send(header)
    } catch {
      throw died(helper)
    }
    return try listen(helper, interrupt, onProgress)
  }

  /// The idle helper if it lives, else a new one.
  private func take() throws(LearningError) -> Helper {
    let ready = lock.withLock {
      defer { idle = nil }
      return idle
    }
    if let ready, ready.child.poll() == nil { return ready }
    do throws(SystemError) {
      return try start()
    } catch {
      throw .helperDied(reason: error.message)
    }
  }

  private func start() throws(SystemError) -> Helper {
    let (ours, theirs) = try UnixSocket.pair()
    var spawn = Spawn(executable, ["quern", "__fit"])
    spawn.descriptors = [.init(from: theirs.descriptor, to: FitProtocol.connection)]
    spawn.newProcessGroup = true
    // Sent when the evaluator's thread ends, which lasts as long as the worker.
    spawn.parentDeathSignal = 9
    let child = try spawn.spawn()
    theirs.close()
    return Helper(child: child, socket: ours)
  }

  /// Takes the helper's lines in until the job is over.
  private func listen(
    _ helper: Helper, _ interrupt: Interrupt, _ onProgress: FitRunner.OnProgress
  ) throws(LearningError) -> FitResult {
    var line: [UInt8] = []
    while true {
      do throws(Interrupted) {
        try interrupt.check()
      } catch {
        helper.child.killGroup()
        throw error == .interrupted ? .interrupted : .timeout
      }
      guard
        Poller.waitReadable(helper.socket.descriptor, timeoutSeconds: Self.pollSeconds)
      else { continue }
      let received: UnixSocket.Received?
      do throws(SystemError) {
        received = try helper.socket.receive(count: 1 << 18)
      } catch {
        throw died(helper)
      }
      guard let received else { continue }
      if received.isEnd { throw died(helper) }
      var rest = received.bytes[...]
      while let newline = rest.firstIndex(of: UInt8(ascii: "\n")) {
        line += rest[..<newline]
        rest = rest[(newline + 1)...]
        switch try message(line) {
        case .progress(let progress): onProgress(progress)
        case .finished(let result):
          keep(helper)
          return result
        case .failed(let error):
          keep(helper)
          throw error
        }
        line = []
      }
      line += rest
    }
  }

  private func message(_ line: [UInt8]) throws(LearningError) -> FitMessage {
    let json: JSON
    do throws(JSONError) {
      json = try JSON.parse(line)
    } catch {
      throw .helperDied(reason: "it said something that is not JSON")
    }
    return try FitMessage(json: json)
  }

  private func keep(_ helper: Helper) {
    let surplus = lock.withLock { () -> Helper? in
      defer { if idle == nil { idle = helper } }
      return idle == nil ? nil : helper
    }
    surplus?.child.kill()
  }

  /// Why a helper that stopped talking did.
  private func died(_ helper: Helper) -> LearningError {
    guard let exit = helper.child.wait(timeoutSeconds: 1) else {
      helper.child.killGroup()
      return .helperDied(reason: "it closed its connection")
    }
    if exit.status == .signalled(signal: 9) {
      return .helperDied(reason: "it was killed, most likely by the instance's memory limit")
    }
    return .helperDied(reason: "it \(exit.message)")
  }
}
