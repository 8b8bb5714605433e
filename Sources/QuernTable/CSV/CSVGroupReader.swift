import Glibc
import QuernSystem

/// Reads the rows of one group: some columns, perhaps some rows.
final class CSVGroupReader {
  private let pin: CSVPin
  private let dialect: CSVDialect
  private let plans: [CSVColumnPlan]
  private let words: CSVMissingWords
  private let arena: Arena
  private var tokenizer: CSVTokenizer
  private var buffer: UnsafeMutableRawBufferPointer

  /// A stretch that stays in the second-level cache, with its fields' positions.
  private static let bufferBytes = 256 << 10

  init(
    pin: CSVPin, dialect: CSVDialect, rules: CSVRules, plans: [CSVColumnPlan], arena: Arena
  ) {
    self.pin = pin
    self.dialect = dialect
    self.plans = plans
    self.arena = arena
    words = CSVMissingWords(rules.missing)
    tokenizer = CSVTokenizer(dialect: dialect, keepsRaggedRows: rules.onError == .null)
    buffer = .allocate(byteCount: Self.bufferBytes + CSVLimits.paddingBytes, alignment: 64)
  }

  deinit { buffer.deallocate() }

  /// What is read of a group.
  struct Request {
    var group: CSVGroup
    var columns: [Int]
    /// The rows that are wanted, nil for all.
    var selection: RowSelection?

    var rowCount: Int { selection?.rows.count ?? group.rowCount }
  }

  /// Reads a group from the file.
  func read(_ request: Request, from file: CSVFile) throws(TableError) -> RowGroup {
    var state = try State(request, self)
    let end = min(request.group.end, Int(pin.identity.byteCount))
    var position = request.group.start
    // The position of the first byte in memory, and how many there are.
    var start = position
    var have = 0
    while position < end {
      let room = buffer.count - CSVLimits.paddingBytes - 1 - have
      let count = min(room, end - position)
      let target = UnsafeMutableRawBufferPointer(rebasing: buffer[have..<(have + count)])
      try pin.read(file, into: target, at: position)
      position += count
      have += count
      if position == end, buffer[have - 1] != dialect.newline {
        buffer[have] = dialect.newline
        have += 1
      }
      memset(text + have, 0, CSVLimits.paddingBytes)
      let used = try take(UnsafePointer(text), to: have, at: start, &state)
      if used == 0, position < end { grow() }
      start += used
      have -= used
      if have > 0, used > 0 { memmove(text, text + used, have) }
    }
    return try state.finish(pin)
  }

  /// Reads a group whose text is in memory, padded; `start` is the position of its first byte.
  func read(
    _ request: Request, text: UnsafePointer<UInt8>, count: Int, start: Int
  ) throws(TableError) -> RowGroup {
    var state = try State(request, self)
    _ = try take(text, to: count, at: start, &state)
    return try state.finish(pin)
  }

  private var text: UnsafeMutablePointer<UInt8> {
    guard let base = buffer.baseAddress else { preconditionFailure("A buffer is never empty.") }
    return base.assumingMemoryBound(to: UInt8.self)
  }

  /// Twice as much room, for a record that does not fit.
  private func grow() {
    let larger = UnsafeMutableRawBufferPointer.allocate(
      byteCount: 2 * buffer.count, alignment: 64)
    larger.copyMemory(from: UnsafeRawBufferPointer(buffer))
    buffer.deallocate()
    buffer = larger
  }

  /// Reads the records in memory; returns where the last whole one ends.
  private func take(
    _ base: UnsafePointer<UInt8>, to: Int, at start: Int, _ state: inout State
  ) throws(TableError) -> Int {
    let hasQuotes = tokenizer.hasQuotes(base, from: 0, to: to)
    var position = 0
    while position < to {
      let next = tokenizer.take(base, from: position, to: to, hasQuotes: hasQuotes)
      if next == position { break }
      position = next
      if !state.leftOut.isEmpty {
        tokenizer.drop(rowsAt: state.leftOut, base: start)
      }
      let rows = tokenizer.rowCount
      if let selection = state.request.selection {
        tokenizer.keep(rows: selection.rows, from: state.rowsSeen)
      }
      state.rowsSeen += rows
      try state.append(base, tokenizer, hasQuotes: hasQuotes)
    }
    return position
  }

  /// The columns of a group while they are filled.
  private struct State {
    let request: Request
    let leftOut: ArraySlice<Int>
    let writers: [CSVColumnWriter]
    let plans: [CSVColumnPlan]
    /// Rows of the group so far, wanted or not.
    var rowsSeen = 0
    var rowsKept = 0

    init(_ request: Request, _ reader: CSVGroupReader) throws(TableError) {
      self.request = request
      leftOut = request.group.leftOut[...]
      plans = request.columns.map { reader.plans[$0] }
      let sizes = plans.map {
        CSVColumnWriter.byteCount($0.kind.type, rowCount: request.rowCount)
      }
      // One block for all columns: it is large enough for huge pages.
      let block: ArenaBuffer
      do throws(OutOfMemory) {
        block = try reader.arena.buffer(
          Self.blockBytes(sizes.reduce(0, +)), doing: "reading a CSV file")
      } catch {
        throw .outOfMemory(error)
      }
      var base = block.base
      var writers: [CSVColumnWriter] = []
      for (plan, bytes) in zip(plans, sizes) {
        let values = ColumnBuffer(base: base, byteCount: bytes, owner: block)
        writers.append(
          CSVColumnWriter(
            plan: plan, dialect: reader.dialect, rowCount: request.rowCount,
            words: reader.words, values: values, arena: reader.arena))
        base += bytes
      }
      self.writers = writers
    }

    /// Whole huge pages where that adds little: the system then gives no small ones.
    private static func blockBytes(_ bytes: Int) -> Int {
      let page = 2 << 20
      let rounded = (bytes + page - 1) / page * page
      return bytes >= page && (rounded - bytes) * 8 <= bytes ? rounded : max(1, bytes)
    }

    mutating func append(
      _ base: UnsafePointer<UInt8>, _ tokens: borrowing CSVTokenizer, hasQuotes: Bool
    ) throws(TableError) {
      rowsKept += tokens.rowCount
      let entries = UnsafePointer(tokens.entries)
      do throws(OutOfMemory) {
        for (place, column) in request.columns.enumerated() {
          try writers[place].append(
            base, entries + column, stride: tokens.stride, count: tokens.rowCount,
            hasQuotes: hasQuotes)
        }
      } catch {
        throw .outOfMemory(error)
      }
    }

    /// The group, if it is what the first pass saw.
    func finish(_ pin: CSVPin) throws(TableError) -> RowGroup {
      let isSame = rowsSeen == request.group.rowCount && rowsKept == request.rowCount
      let fits = zip(plans, writers).allSatisfy { $0.isFixed || $1.misfitCount == 0 }
      guard isSame, fits else { throw .sourceChanged(path: pin.identity.path) }
      return RowGroup(rowCount: rowsKept, columns: writers.map { $0.finish() })
    }
  }
}
