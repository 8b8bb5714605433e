internal import QuernSystem
internal import QuernText
internal import QuernWire
internal import Synchronization

/// The thread that runs cells, one after the other, and what it shares with the I/O thread.
final class EvaluatorThread: CellDoor, @unchecked Sendable {
  private enum Job: Sendable {
    case configure(SessionSettings)
    case run(CellSubmission, earlier: CellReport?)
    case describe([String], for: Int)
  }

  private enum Reply: Sendable {
    case released(Digest, earlier: ActIntent?)
    case answer(question: Int, text: String?)
  }

  let interrupt = Interrupt()
  private let mailbox: Mailbox
  private let jobs = BoundedQueue<Job>(capacity: 16)
  private let replies = BoundedQueue<Reply>(capacity: 16)
  // Only the evaluator's thread touches these two.
  private var questionCount = 0
  private var earlier: CellReport?

  init(mailbox: Mailbox) {
    self.mailbox = mailbox
  }

  /// Starts the thread; `makeExecutor` runs on it.
  func start(
    _ makeExecutor: @escaping @Sendable () -> any CellExecutor
  ) throws(SystemError) {
    let thread = try PlatformThread.start(
      name: "quern-evaluator", stackBytes: SessionLimits.evaluatorStackBytes
    ) {
      let executor = makeExecutor()
      while let job = self.jobs.pop() {
        switch job {
        case .configure(let settings): executor.configure(settings)
        case .run(let submission, let earlier):
          self.earlier = earlier
          self.mailbox.post(.ended(executor.execute(submission, door: self)))
        case .describe(let names, let client):
          self.mailbox.post(.described(executor.describe(names), to: client))
        }
      }
    }
    thread.detach()
  }

  // From the I/O thread.

  func configure(_ settings: SessionSettings) { jobs.push(.configure(settings)) }

  func run(_ submission: CellSubmission, earlier: CellReport?) {
    // An interrupt that came too late for the last cell is none of this one's.
    interrupt.clear()
    jobs.push(.run(submission, earlier: earlier))
  }

  func describe(_ names: [String], for client: Int) { jobs.push(.describe(names, for: client)) }

  func release(_ token: Digest, earlier: ActIntent?) {
    replies.push(.released(token, earlier: earlier))
  }

  func answer(question: Int, text: String?) {
    replies.push(.answer(question: question, text: text))
  }

  // From the evaluator's thread.

  func show(json: [UInt8]) {
    guard json.count > SessionLimits.outputFrameByteCountMax else {
      return mailbox.post(.shown(json: json))
    }
    let text =
      "an output of \(Numbers.bytes(json.count)) is over the limit of "
      + "\(Numbers.bytes(SessionLimits.outputFrameByteCountMax)) and is not shown"
    mailbox.post(
      .shown(json: JSON.members([("kind", "warning"), ("text", .string(text))]).utf8()))
  }

  func show(text: String) {
    guard text.utf8.count > SessionLimits.joinedByteCountMax else {
      return mailbox.post(printed: text)
    }
    show(json: JSON.members([("kind", "stream"), ("text", .string(text))]).utf8())
  }

  func progress(json: [UInt8]) { mailbox.post(.progressed(json: json)) }

  func ask(_ prompt: String, isSecret: Bool) -> String? {
    questionCount += 1
    let question = questionCount
    mailbox.post(.asked(question: question, prompt: prompt, isSecret: isSecret))
    while let reply = replies.pop() {
      if case .answer(question, let text) = reply { return text }
    }
    return nil
  }

  func intend(_ act: ActIntent) -> ActIntent? {
    mailbox.post(.intends(act))
    while let reply = replies.pop() {
      if case .released(act.token, let earlier) = reply { return earlier }
    }
    return nil
  }

  func performed(_ act: ActIntent, json: [UInt8]) {
    mailbox.post(.performed(token: act.token, json: json))
  }

  func record(runJSON: [UInt8]) { mailbox.post(.recorded(json: runJSON)) }

  func finished(_ cell: String) -> CellReport? { earlier?.id == cell ? earlier : nil }
}
