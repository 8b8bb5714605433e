import QuernSystem
import Synchronization

/// One scan over a file's row groups, in parallel.
struct CSVScan {
  let source: CSVSource
  let columns: [Int]
  let filter: ScanFilter?
  let context: TableContext
  private let readers: CSVReaderPool

  init(source: CSVSource, columns: [Int], filter: ScanFilter?, context: TableContext) {
    self.source = source
    self.columns = columns
    self.filter = filter
    self.context = context
    readers = CSVReaderPool(source: source, arena: context.arena)
  }

  func run(
    _ index: CSVIndex, _ emit: @Sendable (Int, RowGroup) throws(TableError) -> ScanFlow
  ) throws(TableError) {
    let file = try source.pin.open()
    if source.form.isDirect {
      try runDirect(index, file, emit)
    } else {
      try runStream(index, file, emit)
    }
    try source.pin.check(file)
  }

  /// Every thread reads its groups by itself.
  private func runDirect(
    _ index: CSVIndex, _ file: CSVFile,
    _ emit: @Sendable (Int, RowGroup) throws(TableError) -> ScanFlow
  ) throws(TableError) {
    let last = Atomic<Int>(index.groups.count)
    try context.workers.forEach(index.groups.count, context.interrupt) {
      (group) throws(TableError) in
      guard group <= last.load(ordering: .relaxed) else { return }
      let rows = try readers.with { (reader) throws(TableError) in
        try read(group, index.groups[group]) { (request) throws(TableError) in
          try reader.read(request, from: file)
        }
      }
      if try emit(group, rows) == .enough { _ = last.min(group, ordering: .relaxed) }
    }
  }

  /// Text comes in order from one place; a few groups at a time are parsed in parallel.
  private func runStream(
    _ index: CSVIndex, _ file: CSVFile,
    _ emit: @Sendable (Int, RowGroup) throws(TableError) -> ScanFlow
  ) throws(TableError) {
    var text = CSVHeldText(
      stream: try CSVStream(pin: source.pin, file: file, form: source.form),
      newline: source.dialect.newline, arena: context.arena)
    let step = context.workers.threadCount * 2
    let last = Atomic<Int>(index.groups.count)
    var first = 0
    while first < index.groups.count, first <= last.load(ordering: .relaxed) {
      let groups = first..<min(first + step, index.groups.count)
      try context.checkInterrupt()
      let held = try text.read(
        from: index.groups[groups.lowerBound].start, to: index.groups[groups.upperBound - 1].end,
        path: source.identity.path)
      try context.workers.forEach(groups.count, context.interrupt) {
        (place) throws(TableError) in
        let group = groups.lowerBound + place
        let rows = try readers.with { (reader) throws(TableError) in
          try read(group, index.groups[group]) { (request) throws(TableError) in
            try reader.read(
              request, text: held.base + (request.group.start - held.start),
              count: min(request.group.end, held.end) - request.group.start,
              start: request.group.start)
          }
        }
        if try emit(group, rows) == .enough { _ = last.min(group, ordering: .relaxed) }
      }
      first = groups.upperBound
    }
  }

  /// The wanted columns of the rows that the filter keeps: its own columns are read first, the
  /// others only for those rows.
  private func read(
    _ number: Int, _ group: CSVGroup,
    _ read: (CSVGroupReader.Request) throws(TableError) -> RowGroup
  ) throws(TableError) -> RowGroup {
    guard let filter else { return try read(.init(group: group, columns: columns)) }
    let tested = try read(.init(group: group, columns: filter.columns))
    let kept = try filter.keep(number, tested)
    if kept.keepsAll, let rows = select(from: tested, filter.columns) { return rows }
    return try read(
      .init(group: group, columns: columns, selection: kept.keepsAll ? nil : kept))
  }

  /// The wanted columns, if all of them were read for the filter.
  private func select(from tested: RowGroup, _ tests: [Int]) -> RowGroup? {
    var chunks: [ColumnChunk] = []
    for column in columns {
      guard let place = tests.firstIndex(of: column) else { return nil }
      chunks.append(tested.columns[place])
    }
    return RowGroup(rowCount: tested.rowCount, columns: chunks)
  }
}

/// Group readers that threads take in turn: their buffers are used again.
final class CSVReaderPool: Sendable {
  private let source: CSVSource
  private let arena: Arena
  private let lock = Lock()
  nonisolated(unsafe) private var idle: [CSVGroupReader] = []

  init(source: CSVSource, arena: Arena) {
    self.source = source
    self.arena = arena
  }

  func with<Result>(
    _ body: (CSVGroupReader) throws(TableError) -> Result
  ) throws(TableError) -> Result {
    let reader =
      lock.withLock { idle.popLast() }
      ?? CSVGroupReader(
        pin: source.pin, dialect: source.dialect, rules: source.rules, plans: source.plans,
        arena: arena)
    defer { lock.withLock { idle.append(reader) } }
    return try body(reader)
  }
}

/// Text of a stream in memory, from one group's start to another's end.
struct CSVHeldText {
  private let stream: CSVStream
  private let newline: UInt8
  private let arena: Arena
  /// Where the stream is read next.
  private var position = 0

  init(stream: CSVStream, newline: UInt8, arena: Arena) {
    self.stream = stream
    self.newline = newline
    self.arena = arena
  }

  /// A stretch of text, padded; a missing line end is put behind the last line.
  struct Stretch {
    let buffer: ArenaBuffer
    let start: Int
    let end: Int

    var base: UnsafePointer<UInt8> {
      UnsafePointer(buffer.base.assumingMemoryBound(to: UInt8.self))
    }
  }

  mutating func read(from start: Int, to end: Int, path: String) throws(TableError) -> Stretch {
    let count = end - position
    let buffer: ArenaBuffer
    do throws(OutOfMemory) {
      buffer = try arena.zeroedBuffer(
        count + 1 + CSVLimits.paddingBytes, doing: "reading a CSV file")
    } catch {
      throw .outOfMemory(error)
    }
    var got = try stream.read(
      into: UnsafeMutableRawBufferPointer(start: buffer.base, count: count))
    let bytes = buffer.base.assumingMemoryBound(to: UInt8.self)
    if got > 0, got < count, bytes[got - 1] != newline {
      bytes[got] = newline
      got += 1
    }
    guard got == count else { throw .sourceChanged(path: path) }
    defer { position = end }
    return Stretch(buffer: buffer, start: position, end: end)
  }
}
