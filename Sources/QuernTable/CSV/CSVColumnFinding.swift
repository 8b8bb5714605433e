/// What was found in a column, apart from the values that its fast loop took.
struct CSVColumnFinding: Sendable {
  var seen: CSVSeen = []
  /// How many values of each kind the slow way saw.
  var counts = [Int](repeating: 0, count: CSVSeen.kindCount)
  /// The first value of each kind.
  var examples = [CSVExample?](repeating: nil, count: CSVSeen.kindCount)
  /// The first value that the column's type cannot hold, and how many there are.
  var misfit: CSVExample?
  var misfitCount = 0

  mutating func add(
    _ kind: CSVSeen, offset: Int, text: UnsafeBufferPointer<UInt8>
  ) {
    seen.formUnion(kind)
    let index = kind.kindIndex
    counts[index] += 1
    if examples[index] == nil { examples[index] = CSVExample(offset: offset, bytes: text) }
  }

  mutating func addMisfit(offset: Int, text: UnsafeBufferPointer<UInt8>) {
    misfitCount += 1
    if misfit == nil { misfit = CSVExample(offset: offset, bytes: text) }
  }

  /// Adds what a later piece found.
  mutating func merge(_ later: CSVColumnFinding) {
    seen.formUnion(later.seen)
    misfitCount += later.misfitCount
    misfit = misfit ?? later.misfit
    for index in 0..<CSVSeen.kindCount {
      counts[index] += later.counts[index]
      examples[index] = examples[index] ?? later.examples[index]
    }
  }

  /// Makes offsets count from the start of the text.
  mutating func shift(by base: Int) {
    misfit?.offset += base
    for index in 0..<CSVSeen.kindCount { examples[index]?.offset += base }
  }

  func count(_ kind: CSVSeen) -> Int { counts[kind.kindIndex] }
  func example(_ kind: CSVSeen) -> CSVExample? { examples[kind.kindIndex] }
}

/// A value, by the record it stands in.
struct CSVExample: Hashable, Sendable {
  /// The position of the record's first byte.
  var offset: Int
  var text: String

  private static let shownBytes = 40

  init(offset: Int, bytes: UnsafeBufferPointer<UInt8>) {
    self.offset = offset
    let isLong = bytes.count > Self.shownBytes
    let shown = UnsafeBufferPointer(rebasing: bytes.prefix(Self.shownBytes))
    text = String(decoding: shown, as: UTF8.self) + (isLong ? "…" : "")
  }
}
