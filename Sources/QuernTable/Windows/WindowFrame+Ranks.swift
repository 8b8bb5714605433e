import Glibc
import QuernSystem

extension WindowFrame {
  /// The rows sorted within their groups by a column, and a byte for each place that tells whether
  /// it equals the one before.
  private struct Ranking {
    let rows: WindowRows
    let isTie: ColumnBuffer

    var ties: UnsafeMutablePointer<UInt8> { isTie.base.assumingMemoryBound(to: UInt8.self) }
  }

  private func ranking(
    _ input: WindowRequest.Input, descending: Bool
  ) throws(TableError) -> Ranking {
    let sorted = try sorted(input.place, input.type, descending: descending)
    let isTie = try execution.allocate(count, "the ranks of a window")
    let ties = isTie.base.assumingMemoryBound(to: UInt8.self)
    memset(ties, 0, count)
    var passed = 0
    for run in sorted.equal {
      memset(ties + run.start + 1, 1, run.end - run.start - 1)
      passed += run.end - run.start
      if passed >= Limits.interruptRows {
        try execution.context.checkInterrupt()
        passed = 0
      }
    }
    return Ranking(rows: sorted.rows, isTie: isTie)
  }

  func ranks(
    _ request: WindowRequest, _ ties: RankTies, descending: Bool
  ) throws(TableError) -> [ColumnChunk] {
    guard let argument = request.argument else { return [] }
    let ranking = try ranking(argument, descending: descending)
    let out = try WindowValues(self)
    try forEachGroup { range in
      let end = orderedEnd(range, ranking.rows)
      var start = range.lowerBound
      var dense: Int64 = 0
      while start < end {
        if start & 0xff == 0 { try execution.context.interrupt.check() }
        var next = start + 1
        while next < end && ranking.ties[next] != 0 { next += 1 }
        dense += 1
        let (low, high) = (start - range.lowerBound + 1, next - range.lowerBound)
        for place in start..<next {
          out.known[place] = 1
          switch ties {
          case .min: out.ints[place] = Int64(low)
          case .max: out.ints[place] = Int64(high)
          case .mean: out.floats[place] = Double(low + high) / 2
          case .dense: out.ints[place] = dense
          case .first: out.ints[place] = Int64(place - range.lowerBound + 1)
          }
        }
        start = next
      }
    }
    return try out.chunks(self, ranking.rows, ties == .mean ? .float : .int)
  }

  /// The rows with a value in `count` buckets of nearly equal size; the first ones are the larger.
  func buckets(
    _ request: WindowRequest, _ count: Int, descending: Bool
  ) throws(TableError) -> [ColumnChunk] {
    guard let argument = request.argument else { return [] }
    let rows = try rows(by: argument.place, argument.type, descending: descending)
    let out = try WindowValues(self)
    try forEachGroup { range in
      let total = orderedEnd(range, rows) - range.lowerBound
      let (size, larger) = total.quotientAndRemainder(dividingBy: count)
      for index in 0..<total {
        let place = range.lowerBound + index
        out.known[place] = 1
        let inLarger = larger * (size + 1)
        out.ints[place] =
          index < inLarger
          ? Int64(index / (size + 1) + 1)
          : Int64(larger + (index - inLarger) / Swift.max(1, size) + 1)
      }
    }
    return try out.chunks(self, rows, .int)
  }

  /// A column of text as numbers in the order of the texts, and for each number a row that has it.
  func numbered(_ input: WindowRequest.Input) throws(TableError) -> TextCodes {
    let single = try Grouper.group(execution, groups, columns: [], types: [])
    let whole = try WindowFrame(execution, groups, single)
    let ranking = try whole.ranking(input, descending: false)
    let out = try WindowValues(whole)
    let end = count == 0 ? 0 : whole.orderedEnd(0..<count, ranking.rows)
    var first: [RowReference] = []
    for place in 0..<end {
      if place & 0xffff == 0 { try execution.context.checkInterrupt() }
      if ranking.ties[place] == 0 || place == 0 { first.append(ranking.rows.rows[place]) }
      out.ints[place] = Int64(first.count - 1)
      out.known[place] = 1
    }
    return TextCodes(chunks: try out.chunks(whole, ranking.rows, .int), first: first)
  }
}

/// Texts as numbers.
struct TextCodes {
  /// One chunk of ints a row group.
  let chunks: [ColumnChunk]
  /// For each number a row with its text.
  let first: [RowReference]
}
