package import QuernSystem
package import QuernWire

/// What runs cells: the evaluator's side of the worker, on a thread of its own.
///
/// Two stand behind it: the real one, and the one of tests of the worker's protocol.
package protocol CellExecutor: AnyObject {
  /// Takes new settings; with `startsClean` it forgets all names.
  func configure(_ settings: SessionSettings)
  /// Runs one cell to its end; everything it shows goes through `door`.
  func execute(_ submission: CellSubmission, door: any CellDoor) -> CellReport
  /// What names stand for, all of them where none is given; takes a moment at most.
  func describe(_ names: [String]) -> [NameDescription]
}

/// What a running cell may ask of the session around it.
package protocol CellDoor: AnyObject, Sendable {
  /// Raised by interrupts of front ends; cleared before each cell.
  var interrupt: Interrupt { get }
  /// Shows an output; `json` is an `Output` as UTF-8.
  func show(json: [UInt8])
  /// As `show`, for text of `print`: many small pieces are one event.
  func show(text: String)
  func progress(json: [UInt8])
  /// Waits for an answer; nil where nobody is there, and after an interrupt.
  func ask(_ prompt: String, isSecret: Bool) -> String?
  /// Returns when the intent is on disk: with the intent of an earlier worker that died in the
  /// same act, where there was one.
  func intend(_ act: ActIntent) -> ActIntent?
  func performed(_ act: ActIntent, json: [UInt8])
  func record(runJSON: [UInt8])
  /// How a cell ended at its latest good end in this session.
  func finished(_ cell: String) -> CellReport?
}
