import QuernSystem
import QuernText

/// One window to compute over the columns of a frame.
struct WindowRequest {
  /// A column of the frame.
  struct Input {
    let place: Int
    let type: DataType
  }

  let window: Window
  let argument: Input?
  let order: Input?
  let resultType: DataType
}

extension Execution {
  /// The windows' values: for each window one chunk a row group.
  func windows(
    _ requests: [WindowRequest], _ groups: [RowGroup], _ grouping: Grouping
  ) throws(TableError) -> [[ColumnChunk]] {
    guard !requests.isEmpty else { return [] }
    let frame = try WindowFrame(self, groups, grouping)
    var results: [[ColumnChunk]] = []
    for request in requests { results.append(try frame.compute(request)) }
    return results
  }
}

extension WindowFrame {
  func compute(_ request: WindowRequest) throws(TableError) -> [ColumnChunk] {
    switch request.window.function {
    case .rank(let ties, let descending):
      return try ranks(request, ties, descending: descending)
    case .ntile(let count, let descending):
      return try buckets(request, count, descending: descending)
    case .rowNumber:
      let rows = try order(request)
      let out = try WindowValues(self)
      try forEachGroup { range in
        for place in range {
          out.ints[place] = Int64(place - range.lowerBound + 1)
          out.known[place] = 1
        }
      }
      return try out.chunks(self, rows, .int)
    case .shift(let by): return try shifted(request, by)
    case .shiftTime(let span, let tolerance, let isLead):
      return try shifted(request, TimeShift(span: span, tolerance: tolerance, isLead: isLead))
    case .cumulate(let kind): return try cumulated(request, kind)
    case .rolling(let aggregate, let rows, let least):
      return try rolled(request, aggregate, .rows(rows), least: least)
    case .rollingTime(let aggregate, let span, let least):
      return try rolled(request, aggregate, .time(span), least: least)
    }
  }

  /// The rows in the order that the window asks for.
  func order(_ request: WindowRequest) throws(TableError) -> WindowRows {
    guard let order = request.order, let direction = request.window.order else {
      return try rows()
    }
    return try rows(by: order.place, order.type, descending: direction == .descending)
  }

  /// The column of the argument, one chunk a row group; of nulls where there is none.
  func chunks(_ input: WindowRequest.Input) -> [ColumnChunk] {
    groups.map { $0.columns[input.place] }
  }

  // MARK: Rows before and after

  private func shifted(_ request: WindowRequest, _ by: Int) throws(TableError) -> [ColumnChunk] {
    guard let argument = request.argument else { return [] }
    let rows = try order(request)
    let out = try WindowReferences(self)
    try forEachGroup { range in
      guard by.magnitude < UInt(range.count) else { return }
      for place in range where range.contains(place - by) {
        out.rows[place] = rows.rows[place - by]
      }
    }
    return try out.chunks(self, rows, of: chunks(argument), argument.type)
  }

  private func shifted(_ request: WindowRequest, _ shift: TimeShift) throws(TableError)
    -> [ColumnChunk]
  {
    guard let argument = request.argument, let order = request.order else { return [] }
    let rows = try self.order(request)
    let times = try moments(order, rows)
    let out = try WindowReferences(self)
    try forEachGroup { range in
      let end = orderedEnd(range, rows)
      var next = range.lowerBound
      for place in range.lowerBound..<end {
        if place & 0xffff == 0 { try execution.context.interrupt.check() }
        guard let found = shift.find(times.ints, range.lowerBound..<end, place, &next) else {
          continue
        }
        out.rows[place] = rows.rows[found]
      }
    }
    return try out.chunks(self, rows, of: chunks(argument), argument.type)
  }

  /// The times of a column in microseconds, by place.
  func moments(
    _ input: WindowRequest.Input, _ rows: WindowRows
  ) throws(TableError) -> WindowValues {
    let values = try WindowValues(self, chunks(input), rows)
    guard input.type == .date else { return values }
    try forEachBlock { range in
      for place in range {
        let (moment, overflow) = values.ints[place].multipliedReportingOverflow(
          by: CalendarUnits.dayMicroseconds)
        values.ints[place] = overflow ? (values.ints[place] < 0 ? .min : .max) : moment
      }
    }
    return values
  }
}

/// A look at another time of the same group.
struct TimeShift {
  let span: TimeSpan
  let tolerance: TimeSpan
  let isLead: Bool

  /// The place whose time is the one looked for, the last of several; with a tolerance the nearest
  /// further away. `next` goes up from place to place.
  func find(
    _ times: UnsafePointer<Int64>, _ range: Range<Int>, _ place: Int, _ next: inout Int
  ) -> Int? {
    let target = TimeShift.moved(times[place], span, back: !isLead)
    if isLead {
      let limit = TimeShift.moved(target, tolerance, back: false)
      while next < range.upperBound && times[next] < target { next += 1 }
      guard next < range.upperBound, times[next] <= limit else { return nil }
      // Of several rows of one time the last counts, as it does when looking back.
      var last = next
      while last + 1 < range.upperBound && times[last + 1] == times[next] { last += 1 }
      return last
    }
    let limit = TimeShift.moved(target, tolerance, back: true)
    while next < range.upperBound && times[next] <= target { next += 1 }
    guard next > range.lowerBound, times[next - 1] >= limit else { return nil }
    return next - 1
  }

  /// A time moved by a span, kept within 64 bits.
  static func moved(_ time: Int64, _ span: TimeSpan, back: Bool) -> Int64 {
    let sign: Int64 = back ? -1 : 1
    return CalendarMath.moved(
      time, isDate: false, months: sign * span.months, microseconds: sign * span.microseconds)
      ?? (back ? .min : .max)
  }
}
