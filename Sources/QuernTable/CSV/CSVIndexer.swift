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
  /// Whether a record was seen that runs over the line end at which a piece was cut.
  private var hasLongRecords = false

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
      var starts = try recordStarts(wave, from: fresh)
      try check(wave, starts)
      if !isExact(starts) {
        hasLongRecords = true
        starts = try recordStarts(wave, from: fresh)
        try check(wave, starts)
      }
      if let invalid = add(starts.count - 1, of: wave) { return .notUTF8(offset: invalid) }
      taken = lastEnd(starts)
      // A record longer than what is in memory needs more of it.
      pieces = taken == 0 ? pieces * 2 : pieceCount
      try report(wave.start + taken)
    } while !wave.isLast
    try wave.finish()
    if taken < wave.count {
      add(CSVBadRecord(offset: wave.start + taken, fault: .openQuote))
    }
    finishGroups(textEnd: wave.start + taken)
    return .indexed(index)
  }

  /// Cuts the text in memory into pieces that start with a record: their starts, and the end of
  /// the text.
  ///
  /// Most files have no line end in quotes: so each piece is taken to start behind the next line
  /// end, which `isExact` then proves or not. Once it was not so, pieces are cut exactly.
  private func recordStarts(_ wave: CSVWave, from fresh: Int) throws(TableError) -> [Int] {
    let count = wave.count
    let pieces = max(1, (count - fresh + pieceBytes - 1) / pieceBytes)
    let scanner = CSVQuoteScanner(dialect: dialect, base: UnsafePointer(wave.base))
    let (fresh, pieceBytes) = (fresh, pieceBytes)
    func lower(_ piece: Int) -> Int { piece == 0 ? 0 : min(count, fresh + piece * pieceBytes) }
    let transitions = CSVSlots<CSVQuoteTransition>(count: pieces)
    if hasLongRecords {
      try context.workers.forEach(pieces - 1, context.interrupt) { piece in
        transitions[piece] = scanner.transition(from: lower(piece), to: lower(piece + 1))
      }
    }
    var starts = [0]
    var state = CSVQuoteState.outside
    for piece in 0..<(pieces - 1) {
      state = transitions[piece]?(state) ?? .outside
      let at = lower(piece + 1)
      // Inside a record that began in an earlier piece there may be no start.
      let found = starts[piece] > at ? starts[piece] : nil
      starts.append(found ?? scanner.recordStart(enteredIn: state, from: at, to: count) ?? count)
    }
    starts.append(count)
    return starts
  }

  /// Whether each piece but the last with any text ended where the next one starts: then all of
  /// them start with a record, because the first one does.
  private func isExact(_ starts: [Int]) -> Bool {
    let count = starts[starts.count - 1]
    return hasLongRecords
      || (0..<(starts.count - 1)).allSatisfy { piece in
        starts[piece + 1] >= count || checkers[piece].end == starts[piece + 1]
      }
  }

  /// Where the last whole record in memory ends.
  private func lastEnd(_ starts: [Int]) -> Int {
    // Pieces behind it are empty: the one that goes on to the end of the text has it.
    let last = (0..<(starts.count - 1)).last { starts[$0] < starts[$0 + 1] }
    return last.map { checkers[$0].end } ?? 0
  }

  private mutating func check(_ wave: CSVWave, _ starts: [Int]) throws(TableError) {
    while checkers.count < starts.count - 1 {
      checkers.append(CSVChecker(rules: rules, dialect: dialect))
    }
    let base = UnsafePointer(wave.base)
    let (checkers, plans) = (checkers, plans)
    try context.workers.forEach(starts.count - 1, context.interrupt) { piece in
      checkers[piece].check(base, from: starts[piece], to: starts[piece + 1], columns: plans)
    }
  }

  private func report(_ done: Int) throws(TableError) {
    if index.leftOut.count > CSVLimits.badRowCount {
      throw .parse(
        path: pin.identity.path, line: 1, column: nil,
        message: "more than \(CSVLimits.badRowCount) rows hold values that do not fit",
        hint: "give the columns' types with types:, or leave them to be found out")
    }
    context.progress?(
      Progress(
        label: "reading \(pin.identity.path)", done: done,
        total: form.isDirect ? Int(pin.identity.byteCount) : nil, unit: "bytes"))
  }

  /// Adds up what the checkers of one wave found, in the order of the text; returns the place of
  /// the first byte that is not UTF-8.
  private mutating func add(_ pieces: Int, of wave: CSVWave) -> Int? {
    for checker in checkers[..<pieces] {
      if let invalid = checker.invalidByte { return wave.start + invalid }
      addGroups(of: checker, base: wave.start)
      for record in checker.badRecords {
        add(CSVBadRecord(offset: wave.start + record.offset, fault: record.fault))
      }
      index.leftOut.append(contentsOf: checker.leftOut.lazy.map { wave.start + $0 })
      index.badValueRowCount += checker.badRowCount
      for column in plans.indices {
        var finding = checker.columns[column]
        if finding.seen.isEmpty && finding.misfitCount == 0 { continue }
        finding.shift(by: wave.start)
        index.columns[column].merge(finding)
      }
    }
    for column in plans.indices where !plans[column].isFixed {
      plans[column].fast = CSVFastCheck(seen: index.columns[column].seen, order: rules.dateOrder)
    }
    return nil
  }

  /// Begins a group at every 65 536th row.
  private mutating func addGroups(of checker: CSVChecker, base: Int) {
    let size = CSVLimits.groupRowCount
    var row = (size - index.rowCount % size) % size
    while row < checker.rowStarts.count {
      index.groups.append(CSVGroup(start: base + checker.rowStarts[row], end: 0, rowCount: 0))
      row += size
    }
    index.rowCount += checker.rowStarts.count
  }

  private mutating func add(_ record: CSVBadRecord) {
    index.badRecordCount += 1
    if index.badRecords.count < CSVIndex.keptBadRecords { index.badRecords.append(record) }
  }

  private mutating func finishGroups(textEnd: Int) {
    index.textEnd = textEnd
    var next = 0
    for group in index.groups.indices {
      let isLast = group == index.groups.count - 1
      index.groups[group].end = isLast ? textEnd : index.groups[group + 1].start
      index.groups[group].rowCount =
        isLast
        ? index.rowCount - group * CSVLimits.groupRowCount : CSVLimits.groupRowCount
      let end = index.groups[group].end
      let first = next
      while next < index.leftOut.count, index.leftOut[next] < end { next += 1 }
      index.groups[group].leftOut = Array(index.leftOut[first..<next])
    }
    index.leftOut = []
  }
}

/// Results of parallel pieces, each written by its own.
final class CSVSlots<Element>: @unchecked Sendable {
  private let slots: UnsafeMutableBufferPointer<Element?>

  init(count: Int) {
    slots = .allocate(capacity: count)
    slots.initialize(repeating: nil)
  }

  deinit {
    slots.deinitialize()
    slots.deallocate()
  }

  subscript(index: Int) -> Element? {
    get { slots[index] }
    set { slots[index] = newValue }
  }
}
