package import QuernText
package import QuernWire

/// Everything that can happen to a session, as its state machine hears of it.
package enum SessionOperation: Sendable, Hashable {
  /// A front end connected; the number is the connection's own.
  case attached(Int)
  case detached(Int)
  case configured(SessionSettings, by: Int)
  case submitted(CellSubmission, by: Int)
  /// From the running cell, in order.
  case shown(json: [UInt8])
  case progressed(json: [UInt8])
  case asked(question: Int, prompt: String, isSecret: Bool)
  case intends(ActIntent)
  case performed(token: Digest, json: [UInt8])
  case recorded(json: [UInt8])
  case ended(CellReport)
  /// From the evaluator, about names that a front end asked for.
  case described([NameDescription], to: Int)
  /// From front ends.
  case interrupted
  /// A front end's own cells are to end: the running one if it is its, and those that wait.
  case withdrawn(by: Int)
  case answered(question: Int, text: String?)
  case replayAsked(from: UInt64, by: Int)
  case statusAsked(by: Int)
  case describeAsked(names: [String], by: Int)
  /// A front end goes for good; the session ends with the last one.
  case leaveAsked(by: Int)
  case hibernateAsked(by: Int)
  case shutdownAsked
  /// From the worker itself, with what front ends are told.
  case endAsked(reason: String)
  /// The time armed by `armIdle` is over.
  case idleElapsed
  /// The running cell had time enough to end after a shutdown was asked.
  case graceElapsed
}

/// What the worker has to do about it, in this order.
package enum SessionAction: Sendable, Hashable {
  /// Write the event to the journal, then show it to every front end.
  case record(SessionEvent)
  case send(WorkerMessage, to: Int)
  /// To every front end, and kept nowhere.
  case broadcast(WorkerMessage)
  /// Hand the cell to the evaluator.
  case run(CellSubmission)
  /// Raise the running cell's interrupt.
  case raiseInterrupt
  /// Hand the answer to the cell that asked.
  case answer(question: Int, text: String?)
  /// Sync the journal, then let the cell that waits with this act go on.
  case release(Digest, earlier: ActIntent?)
  case replay(from: UInt64, to: Int)
  /// Have the evaluator, which is idle, say what names stand for.
  case describe(names: [String], for: Int)
  /// From now on the session stands idle: after its time it hibernates.
  case armIdle
  case disarmIdle
  /// The running cell has some seconds to end.
  case armGrace
  /// Sync the journal, save a snapshot, say so, end the worker.
  case end(reason: String)
}
