import QuernSystem

/// The first pass: finds every row, and confirms every column's type.
///
/// What comes out does not depend on the number of threads or the size of pieces.
struct CSVIndexer {
  let pin: CSVPin
  let form: CSVForm
  let dialect: CSVDialect
  let rules: CSVRules
  let context: TableContext
  /// Bytes of a piece, and how many pieces are in memory at a time.
  let pieceBytes: Int
  let pieceCount: Int
  private(set) var plans: [CSVColumnPlan]
  private var index: CSVIndex
  private var checkers: [CSVChecker]

  /// What came of the pass.
  enum Outcome {
    case indexed(CSVIndex)
    /// The byte at this place of the text is not UTF-8.
    case notUTF8(offset: Int)
  }

  init(
    pin: CSVPin, form: CSVForm, dialect: CSVDialect, rules: CSVRules, plans: [CSVColumnPlan],
    pieceBytes: Int, context: TableContext
  ) {
    self.pin = pin
    self.form = form
    self.dialect = dialect
    self.rules = rules
    self.context = context
    self.plans = plans
    self.pieceBytes = pieceBytes
    pieceCount = context.workers.threadCount * 4
    index = CSVIndex(columnCount: plans.count)
    checkers = []
  }

  /// Goes over the text from `start`, where the first row begins.
  mutating func run(from start: Int) throws(TableError) -> Outcome {
    let wave = try CSVWave(
      pin: pin, form: form, start: start, newline: dialect.newline, arena: context.arena)
    var taken = 0
    var pieces = pieceCount
    repeat {
      let fresh = try wave.advance(
        taken: taken, pieces: pieces, pieceBytes: pieceBytes, workers: context.workers,
        interrupt: context.interrupt)
      let starts = try recordStarts(wave, from: fresh)
      taken = starts[starts.count - 1]
      if let invalid = try check(wave, starts) { return .notUTF8(offset: invalid) }
      // A record longer than what is in memory needs more of it.
      pieces = taken == 0 ? pieces * 2 : pieceCount
      context.progress?(
        Progress(
          label: "reading \(pin.identity.path)", done: wave.start + taken,
          total: form.isDirect ? Int(pin.identity.byteCount) : nil, unit: "bytes"))
    } while !wave.isLast
    try wave.finish()
    if taken < wave.count { addOpenQuote(wave.start + taken) }
    finishGroups(textEnd: wave.start + taken)
    return .indexed(index)
  }

  /// Cuts the text in memory into pieces of whole records: the starts of the pieces, and the end
  /// of the last whole record.
  private func recordStarts(_ wave: CSVWave, from fresh: Int) throws(TableError) -> [Int] {
    let count = wave.count
    let pieces = max(1, (count - fresh + pieceBytes - 1) / pieceBytes)
    let base = UnsafePointer(wave.base)
    let scanner = CSVQuoteScanner(dialect: dialect, base: base)
    func lower(_ piece: Int) -> Int { piece == 0 ? 0 : min(count, fresh + piece * pieceBytes) }
    let unknown = CSVQuoteTransition(
      fromOutside: .outside, fromInside: .inside, fromAfterQuote: .outside)
    var transitions = [CSVQuoteTransition](repeating: unknown, count: pieces)
    let buffer = transitions.withUnsafeMutableBufferPointer { $0 }
    _ = buffer
    try transitions.fill(context.workers, context.interrupt) { piece in
      scanner.transition(from: lower(piece), to: lower(piece + 1))
    }
    var starts: [Int] = [0]
    var state = CSVQuoteState.outside
    for piece in 1..<max(1, pieces) {
      state = transitions[piece - 1](state)
      let at = lower(piece)
      starts.append(scanner.recordStart(enteredIn: state, from: at, to: count) ?? count)
    }
    starts.append(lastRecordEnd(scanner, base, starts, count, state))
    // A piece inside a long record starts where that record ends.
    for piece in stride(from: starts.count - 2, through: 0, by: -1) {
      starts[piece] = min(starts[piece], starts[piece + 1])
    }
    return starts
  }
}
