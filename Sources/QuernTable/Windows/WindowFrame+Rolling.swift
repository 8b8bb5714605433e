import QuernSystem

extension WindowFrame {
  /// An aggregate over a window that goes along with the rows.
  func rolled(
    _ request: WindowRequest, _ aggregate: Aggregate, _ reach: RollingBounds.Reach, least: Int
  ) throws(TableError) -> [ColumnChunk] {
    let rows = try order(request)
    var times: WindowValues?
    if case .time = reach, let order = request.order { times = try moments(order, rows) }
    let run = RollingRun(
      frame: self, rows: rows, reach: reach, times: times, least: least,
      isCount: aggregate == .count)
    guard let argument = request.argument else {
      let out = try WindowValues(self)
      try run.each(nil) { RollingCount(nil, out) }
      return try out.chunks(self, rows, .int)
    }
    if aggregate == .first || aggregate == .last {
      return try edges(argument, run, isLast: aggregate == .last)
    }
    var chunks = chunks(argument)
    var codes: TextCodes?
    if argument.type.isText, aggregate != .count {
      let numbered = try numbered(argument)
      chunks = numbered.chunks
      codes = numbered
    } else if argument.type.isText || argument.type.lane == nil {
      chunks = try presence(chunks)
    }
    let values = try WindowValues(self, chunks, rows)
    let out = try WindowValues(self)
    try roll(run, aggregate, values, argument.type, out)
    guard let codes, request.resultType.isText else {
      return try out.chunks(self, rows, request.resultType)
    }
    let found = try WindowReferences(self)
    try forEachBlock { range in
      for place in range where out.known[place] != 0 {
        found.rows[place] = codes.first[Int(out.ints[place])]
      }
    }
    return try found.chunks(self, rows, of: self.chunks(argument), argument.type)
  }

  private func roll(
    _ run: RollingRun, _ aggregate: Aggregate, _ values: WindowValues, _ type: DataType,
    _ out: WindowValues
  ) throws(TableError) {
    let isFloat = type == .float
    let isWhole = type == .duration
    switch aggregate {
    case .count: try run.each(values) { RollingCount(values, out) }
    case .sum where isFloat, .mean where isFloat:
      let scratch = try execution.allocate(count * 8, "a rolling window")
      try run.each(values) {
        RollingFloats(values, isMean: aggregate == .mean, scratch, out)
      }
    case .sum, .mean:
      let failed = LowestRow()
      try run.each(values) {
        RollingInts(
          values, isMean: aggregate == .mean, isWhole: isWhole, out,
          overflow: { failed.note(self.rowNumber(run.rows.rows[$0])) })
      }
      if let row = failed.row { throw .integerOverflow(operation: "a rolling sum", row: row) }
    case .min, .max:
      let scratch = try execution.allocate(count * 8, "a rolling window")
      try run.each(values) {
        RollingExtreme(values, isFloat: isFloat, isMax: aggregate == .max, scratch, out)
      }
    case .std, .variance:
      let stride = MemoryLayout<RollingMoments>.stride
      let scratch = try execution.allocate(count * stride, "a rolling window")
      try run.each(values) {
        RollingVariance(values, isFloat: isFloat, isRoot: aggregate == .std, scratch, out)
      }
    case .median:
      try run.each(values) {
        RollingOrder(values, isFloat: isFloat, .quantile(0.5), isWhole: isWhole, out)
      }
    case .quantile(let share):
      try run.each(values) {
        RollingOrder(values, isFloat: isFloat, .quantile(share), isWhole: isWhole, out)
      }
    case .nunique:
      try run.each(values) {
        RollingOrder(values, isFloat: isFloat, .nunique, isWhole: false, out)
      }
    case .mode:
      try run.each(values) {
        RollingOrder(values, isFloat: isFloat, .mode, isWhole: false, out)
      }
    case .first, .last: break
    }
  }

  /// The first or last value of each window.
  private func edges(
    _ argument: WindowRequest.Input, _ run: RollingRun, isLast: Bool
  ) throws(TableError) -> [ColumnChunk] {
    let chunks = chunks(argument)
    let values = try WindowValues(self, try presence(chunks), run.rows)
    let out = try WindowReferences(self)
    try run.each(values) {
      RollingEdge(values: values, rows: run.rows, isLast: isLast, out: out)
    }
    return try out.chunks(self, run.rows, of: chunks, argument.type)
  }

  /// Ones where a column of any type has a value.
  private func presence(_ chunks: [ColumnChunk]) throws(TableError) -> [ColumnChunk] {
    try execution.parallelMap(chunks.count) { index in
      let chunk = chunks[index]
      let ones = try execution.allocate(chunk.count * 8, "a rolling window")
      let words = ones.base.assumingMemoryBound(to: Int64.self)
      for row in 0..<chunk.count { words[row] = 1 }
      if case .null = chunk.storage { return chunk }
      return ColumnChunk(
        type: .int, count: chunk.count, nullCount: chunk.nullCount, validity: chunk.validity,
        storage: .int64(ones))
    }
  }
}

/// The first or last known row of a window.
struct RollingEdge: RollingState {
  let values: WindowValues
  let rows: WindowRows
  let isLast: Bool
  let out: WindowReferences

  mutating func start(_ place: Int) {}
  mutating func push(_ place: Int) {}
  mutating func pop(_ place: Int, high: Int) {}

  func write(_ low: Int, _ high: Int, to place: Int) {
    var at = isLast ? high - 1 : low
    while at >= low && at < high {
      if values.known[at] != 0 {
        out.rows[place] = rows.rows[at]
        return
      }
      at += isLast ? -1 : 1
    }
  }
}

/// One rolling window over all groups.
struct RollingRun {
  let frame: WindowFrame
  let rows: WindowRows
  let reach: RollingBounds.Reach
  let times: WindowValues?
  let least: Int
  /// A count is there also where nothing is counted.
  let isCount: Bool

  /// Goes through each group with a state of its own.
  func each<State: RollingState>(
    _ values: WindowValues?, _ make: () -> State
  ) throws(TableError) {
    let interrupt = frame.execution.context.interrupt
    try frame.forEachGroup { range in
      // Rows without a time are in no window.
      let end = times == nil ? range.upperBound : frame.orderedEnd(range, rows)
      var bounds = RollingBounds(
        reach, range.lowerBound..<end, times.map { UnsafePointer($0.ints) })
      var state = make()
      state.start(range.lowerBound)
      var (low, high, known) = (range.lowerBound, range.lowerBound, 0)
      for place in range.lowerBound..<end {
        if place & 0x3fff == 0 { try interrupt.check() }
        let window = bounds.window(place)
        while high < window.high {
          state.push(high)
          known += values.map { Int($0.known[high]) } ?? 1
          high += 1
        }
        while low < window.low {
          state.pop(low, high: high)
          known -= values.map { Int($0.known[low]) } ?? 1
          low += 1
        }
        if known >= least && (known > 0 || isCount) { state.write(low, high, to: place) }
      }
    }
  }
}
