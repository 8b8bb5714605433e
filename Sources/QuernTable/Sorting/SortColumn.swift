import QuernSystem

/// One key of a sort: gives the words that rows are compared by.
final class SortColumn: @unchecked Sendable {
  private let chunks: [ColumnChunk]
  private let type: DataType
  private let texts: TextLookup
  /// All ones where larger values come first.
  private let flip: UInt64
  let hasNulls: Bool

  /// Bytes of a text in one word; the last byte says how many of them there were.
  static let textBytes = 7

  init(_ chunks: [ColumnChunk], _ type: DataType, descending: Bool) {
    self.chunks = chunks
    self.type = type
    texts = TextLookup(chunks)
    flip = descending ? .max : 0
    hasNulls = type == .null || chunks.contains { $0.nullCount > 0 }
  }

  var isText: Bool { type.isText }

  /// Fills the words of some pairs with 1 where the value is null, else 0.
  func fillNullFlags(_ pairs: UnsafeMutablePointer<SortPair>, _ range: Range<Int>) {
    for place in range {
      let row = pairs[place].row
      pairs[place].word = chunks[row.group].isNull(row.row) ? 1 : 0
    }
  }

  /// Fills the words of some pairs; of a text those bytes that follow `level` words. Those of
  /// nulls are equal and end there.
  func fill(_ pairs: UnsafeMutablePointer<SortPair>, _ range: Range<Int>, level: Int) {
    for place in range {
      let row = pairs[place].row
      let chunk = chunks[row.group]
      if chunk.nullCount > 0 && chunk.isNull(row.row) {
        pairs[place].word = flip
        continue
      }
      pairs[place].word = word(chunk, row, level) ^ flip
    }
  }

  /// Whether equal words of a text mean that its end was not reached.
  func continues(_ word: UInt64) -> Bool { (word ^ flip) & 0xff > UInt64(SortColumn.textBytes) }

  @inline(__always)
  private func word(_ chunk: ColumnChunk, _ row: RowReference, _ level: Int) -> UInt64 {
    switch chunk.storage {
    case .int64(let buffer):
      return SortableWord.of(buffer.base.assumingMemoryBound(to: Int64.self)[row.row])
    case .float64(let buffer):
      return SortableWord.of(buffer.base.assumingMemoryBound(to: Double.self)[row.row])
    case .bits(let bits):
      return Bitmap.get(bits.base, row.row) ? 1 : 0
    case .strings, .codes:
      return SortColumn.textWord(texts.slice(row), level)
    case .null, .list, .structure:
      return 0
    }
  }

  /// Seven bytes from `level * 7`, first byte highest, and how many there were: 8 when more follow.
  private static func textWord(_ text: ByteSlice, _ level: Int) -> UInt64 {
    let start = level * textBytes
    let rest = text.count - start
    var word: UInt64 = 0
    for index in 0..<textBytes {
      word = word << 8 | (index < rest ? UInt64(text.start[start + index]) : 0)
    }
    return word << 8 | UInt64(max(0, min(rest, textBytes + 1)))
  }
}
